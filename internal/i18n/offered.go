package i18n

// Format is a set of formats that an account can choose.
type Format struct {
	Tag  string // "en-GB"
	Name string // in English: "English (United Kingdom)"
}

// Formats are all there are, by name.
func Formats() []Format {
	return []Format{
		{"ar", "Arabic"}, {"ar-EG", "Arabic (Egypt)"}, {"da", "Danish"}, {"en-IN", "English (India)"},
		{"en-GB", "English (United Kingdom)"}, {"en-US", "English (United States)"}, {"fr", "French"}, {"de", "German"},
		{"ja", "Japanese"}, {"es", "Spanish"},
	}
}

// Spoken is a language that there are words for.
type Spoken struct {
	Tag    string // "de"
	Name   string // in the language: "Deutsch"
	Covers string // which pages: a sentence
}

// Languages are those that there are words for.
func Languages() []Spoken {
	return []Spoken{
		{"en", "English", "All pages, mails and forms."},
		{"de", "Deutsch", "The public forms for cancelling and withdrawing with their receipts, and the links below every page. The rest is in English with German dates and amounts."},
	}
}
