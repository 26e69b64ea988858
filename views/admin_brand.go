package views

// SettingsBrand is the tab about colour and logo.
type SettingsBrand struct {
	SettingsTop
	Form    *SettingsForm // the colour; nil: the role may only look
	Facts   []AdminFact
	Repairs []string      // what was done to the colour so that it can be read
	Samples []BrandSample // the frame's stylesheet is from static.Sample
	Logos   []LogoBox
	States  Link // every page with this branding
}

// BrandSample is a piece of a page in one theme.
type BrandSample struct {
	Theme   string // "light" or "dark": the class it is drawn in
	Heading string // "Light"
	Brand   Brand
	Figures []AdminFact // "Button #946000", "White text on it 5.2"
}

// LogoBox is the logo for one ground, with what may be done about it.
type LogoBox struct {
	Name     string // "logo-light": the id of its heading
	Heading  string // "Logo"
	Theme    string // class of the sample it is shown on
	Logo     *Logo  // nil: there is none
	None     string // "The first letter of the name stands there."
	Hint     string
	URL      string // takes an upload; empty: the role may only look
	Remove   string // takes it away; empty: nothing to take
	Hidden   []Hidden
	Error    string // why the upload was refused; empty: it was not
	Problems *Problems
}

// BrandStates lists the pages that can be seen with an account's branding.
type BrandStates struct {
	SettingsTop
	Groups []StateGroup
}

// StateGroup is the states of one page.
type StateGroup struct {
	Name   string // "question"
	States []Link
}
