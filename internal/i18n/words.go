package i18n

import "github.com/go-playground/locales"

// plural holds the forms of a text by the language's plural rule; {n} is the
// number. PluralRuleOther must be there.
type plural map[locales.PluralRule]string

// words are one language's texts and code lists. A list may lack a code: the
// code itself is shown then.
type words struct {
	tag   string             // BCP 47
	names locales.Translator // for its plural rules

	cityTime                     string // {city}
	daysLeft, daysAgo, daysIn    plural
	hoursLeft, hoursAgo, hoursIn plural
	lessLeft, lessAgo, lessIn    string

	units         map[string][2]string // UN/ECE Recommendation 20 and 21: for one, for any other
	taxCategories map[string]string    // UNTDID 5305
	means         map[string]string    // UNTDID 4461
	kinds         map[string]string    // our document kinds
	references    map[string]string    // our reference kinds
	subjects      map[string]string    // UNTDID 4451
	allowances    map[string]string    // UNTDID 5189
	charges       map[string]string    // UNTDID 7161
	countries     map[string]string    // codes invoices use that ISO 3166-1 does not have
}
