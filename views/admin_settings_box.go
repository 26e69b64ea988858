package views

// SettingsBox is something that a tab says beside its form.
type SettingsBox struct {
	ID      string // "stays"
	Heading string // "What stays, and why"
	Text    string // may be empty
	Rows    []PreviewLine
	Way     *Link // leads further; nil: nowhere
}
