package views

// Ways is what else can be done from a document, each on a page of its own
// that says what will happen before it does.
type Ways struct {
	Heading string // "What you can do"
	Items   []Way
}

// Way is one of Ways.
type Way struct {
	Label string // "Correct billing data"
	URL   string
	Hint  string // "The invoice you have stays as it is."; may be empty
}

// optional is the action as a row of buttons: one, or none.
func optional(a *Action) []Action {
	if a == nil {
		return nil
	}
	return []Action{*a}
}
