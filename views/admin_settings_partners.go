package views

// SettingsPartners is the tab with an account's partners.
type SettingsPartners struct {
	SettingsTop
	Rows  []PartnerRow
	Empty string
	New   *NewPartner // nil: the role may only look
}

// NewPartner is the form that makes one.
type NewPartner struct {
	URL      string
	Problems *Problems
	Name     Field
	About    Field
	Days     Field
	Delivery []Choice
	Returns  Field
	Note     string
}
