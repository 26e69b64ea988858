package portal

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The values of the sections. Names, addresses and texts are no figures.

func (a Account) businessSettings() []Setting {
	return []Setting{
		{Key: "name", Value: a.Name},
		{Key: "legal", Value: strings.Join(a.Brand.Legal, "\n")},
		{Key: "email", Value: a.Contact.Email},
		{Key: "phone", Value: a.Contact.Phone},
		{Key: "hours", Value: a.Contact.Hours},
		{Key: "zone", Value: a.Zone, Figure: true},
		{Key: "imprint", Value: a.Billing.Imprint},
		{Key: "privacy", Value: a.Billing.Privacy},
	}
}

func (a Account) brandSettings() []Setting {
	hash := func(l *Logo) string {
		if l == nil {
			return ""
		}
		return l.Hash
	}
	return []Setting{
		{Key: "color", Value: a.Brand.Color, Figure: true},
		{Key: "logo", Value: hash(a.Brand.Logo), Figure: true},
		{Key: "logoDark", Value: hash(a.Brand.LogoDark), Figure: true},
	}
}

func (a Account) languageSettings() []Setting {
	return []Setting{
		{Key: "locale", Value: a.Locale, Figure: true},
		{Key: "languages", Value: strings.Join(a.Languages, ", "), Figure: true},
	}
}

func (a Account) linkSettings() []Setting {
	figure := func(key, value string) Setting { return Setting{Key: key, Value: value, Figure: true} }
	count := func(key string, n int64) Setting { return figure(key, strconv.FormatInt(n, 10)) }
	onOff := func(key string, on bool) Setting {
		if on {
			return figure(key, "on")
		}
		return figure(key, "off")
	}
	all := []Setting{count("linkDays", int64(a.LinkDays))}
	for _, k := range TimedKinds() {
		all = append(all, count("days-"+string(k), int64(a.Links.Days[k])), count("most-"+string(k), int64(a.Links.Most[k])))
	}
	reveal := a.Billing.Reveal
	if reveal == "" {
		reveal = "direct"
	}
	return append(all,
		onOff("renewal", !a.Links.NoRenewal), figure("reveal", reveal),
		onOff("approvalCode", a.Approval.Code), onOff("approvalHurry", a.Approval.Hurry), onOff("approvalNotice", a.Approval.Notice),
		onOff("v1", a.V1.On), count("v1Until", a.V1.Until), onOff("sha1", a.V1.SHA1), onOff("ccp", a.V1.Methods),
		onOff("stepUp", a.V1.StepUp), onOff("fullSubscription", a.V1.FullSubscription), onOff("legacyInvoice", a.V1.LegacyInvoice),
	)
}

// sortedLanguages are all languages that accounts have texts in, and their own.
func sortedLanguages(accounts ...Account) []string {
	languages := map[string]bool{}
	for _, a := range accounts {
		languages[a.Language()] = true
		for language := range a.Texts {
			languages[language] = true
		}
	}
	return slices.Sorted(maps.Keys(languages))
}
