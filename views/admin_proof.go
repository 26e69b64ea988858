package views

// Proof is the page that asks somebody to prove who they are: the second step
// of the sign-in, or once more before something that matters.
type Proof struct {
	Frame   AdminFrame
	Heading string // "Enter a code"
	Lead    []string
	URL     string
	Hidden  []Hidden // what goes on once it is proven: nothing typed is lost
	Field   Field
	Label   string // "Go on"
	Wait    string // too many tries: when to try again. The form is not shown then
	Way     *Link  // back, or another way
}
