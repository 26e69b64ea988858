package views

// Erase is the page on which a person is erased: whom it is about, then what
// would go and what stays.
type Erase struct {
	SettingsTop
	URL      string
	Problems *Problems
	Who      Field
	Plan     *ErasePlan // nil: nobody was named yet
}

// ErasePlan is what would happen.
type ErasePlan struct {
	Who    string // as it was typed
	Goes   []AdminFact
	Stays  []PreviewLine
	After  string // that the billing system can bring the person back
	Export PostButton

	URL      string
	Hidden   []Hidden
	Problems *Problems
	Number   Field // the number of rows, typed
}
