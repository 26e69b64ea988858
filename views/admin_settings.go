package views

// SettingsList is the list of accounts whose settings can be seen.
type SettingsList struct {
	Frame AdminFrame
	Rows  []SettingsRow
	Empty string
}

// SettingsRow is one account of the list.
type SettingsRow struct {
	URL  string
	Name string
	Slug string
	Role string // what the reader is there: "owner"
}

// SettingsTop is what all tabs of an account's settings begin with.
type SettingsTop struct {
	Frame   AdminFrame
	Account string // its name
	Tabs    []Tab
	Heading string // "Business"
	Intro   string // what it is for; may be empty
}

// SettingsTab is a tab that has one form.
type SettingsTab struct {
	SettingsTop
	More    []Tab          // cuts of the tab: the languages of the texts
	Form    *SettingsForm  // nil: the role may only look
	Facts   []AdminFact    // for those
	Preview []PreviewLine  // how the texts read; empty: nothing to show
	Presses []PostButton   // "Reset to default"
	Covers  []LanguageFact // of the tab about languages
	Boxes   []SettingsBox  // what else the tab says
}

// SettingsForm is the form of a tab. It is saved as a whole.
type SettingsForm struct {
	URL      string
	Hidden   []Hidden // seen: what the settings were when the form was made
	Problems *Problems
	Groups   []SettingsGroup
	Note     string // "Applies to new links only."; may be empty
	Preview  bool   // a second button, do=preview, which saves nothing
}

// SettingsGroup is what stands together in a form.
type SettingsGroup struct {
	Heading  string // empty: the tab's own
	Text     string
	Controls []Control
	Warning  *Callout // names a risk; nil: there is none
}

// Control is one of its fields.
type Control struct {
	Field  *Field
	Select *Select
	Pick   *Pick
	Switch *Switch
	Row    *FieldRow
}

// Select is a choice from a list.
type Select struct {
	Name    string
	Label   string
	Options []Option
	Hint    string
}

// Switch is on or off: Name is sent with the value "on", or not at all.
type Switch struct {
	Name    string
	Value   string // "on"; another where several share a name
	Label   string
	Hint    string // may be empty
	Checked bool
}

// FieldRow is fields that stand beside each other.
type FieldRow struct {
	Legend string
	Fields []Field
}

// PreviewLine is a text as it will read, with where that is.
type PreviewLine struct {
	Where string // "Approval page"
	Text  Text
}

// LanguageFact says which pages there are words for in a language.
type LanguageFact struct {
	Name   string // "Deutsch"
	Covers string
}

// SettingsStale is the page of a form that was made before somebody else saved.
type SettingsStale struct {
	SettingsTop
	Rows  []StaleRow
	URL   string // saves what was sent after all
	Again []Hidden
	Back  Link
}

// StaleRow is one setting that differs.
type StaleRow struct {
	Name  string
	Saved string
	Sent  string
}

// id tells apart switches that share a name.
func (s Switch) id() string {
	if s.Value == "on" {
		return s.Name
	}
	return s.Name + "-" + s.Value
}
