package views

// StepUp asks for the code that was mailed to the address on file.
type StepUp struct {
	Frame    Frame
	Problems *Problems
	Heading  string // "Enter the code we sent you"
	Lead     []Text
	Form     *CodeForm // nil after too many tries: there is nothing to enter
	Again    *Action   // "Send a new code"; nil before it may be asked for
	Wait     Text      // "You can ask for a new code after 16:12."; empty: at once
	Details  []Detail
}

// CodeForm is the form of one code.
type CodeForm struct {
	URL    string
	Hidden []Hidden
	Field  Field  // code
	Label  string // "Continue"
}
