package views

// SignIn is the door of the admin pages.
type SignIn struct {
	Frame AdminFrame // without Who
	Email string     // as typed, after a try that failed
	Said  string     // signed out, session over; empty: nothing
	Error string     // why the last try failed, in the same words for every reason
	Wait  string     // too many tries: when to try again. The form is not shown then

	Passkeys bool  // a passkey can be used instead
	SignOn   *Link // "Sign in with Keycloak"; nil: there is none
}
