package views

// Passkeys is the page about the admin's own passkeys.
type Passkeys struct {
	Frame AdminFrame
	Rows  []PasskeyRow
	Empty string // instead of rows
	Add   string // the page that adds one
}

// PasskeyRow is one passkey.
type PasskeyRow struct {
	Name   string
	Made   Moment
	Used   *Moment // nil: not since it was added
	Remove string  // the page that asks first
}

// AddPasskey is the page that makes a passkey.
type AddPasskey struct {
	Frame   AdminFrame
	Problem string // why the last try made none; empty: there was none
	URL     string
	Begin   string // where the script learns what to ask the device for
	Back    Link
}

// ProvePasskey is a form that asks for one of the admin's passkeys again. It is
// hidden until a script finds that the browser can.
type ProvePasskey struct {
	URL    string
	Begin  string
	Hidden []Hidden
	Field  string // what the answer is called in the form
	Label  string // "Use a passkey"
	Wrong  string // shown where the device gave none
}
