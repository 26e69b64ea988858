package main

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// textFlags are what an account says in its own words, in its own language. The
// other languages have a page of their own in the settings.
type textFlags struct {
	Scope        *string  `help:"What a connection lets a platform do, 'send your unpaid invoices to Acme'."`
	Can          []string `help:"The same in detail, a line each: 'See how each case is going.'; may be given several times." sep:"none"`
	Cannot       []string `help:"What it does not let it do, behind 'It cannot': 'see your bank details.'; may be given several times." sep:"none"`
	NextStep     []string `help:"What happens after an approval, a step each; may be given several times." sep:"none"`
	ContactText  *string  `help:"Sentence above the contact details, 'Our office in Hamburg helps:'."`
	Language     []string `help:"Language that pages are offered in, en or de; may be given several times, and replaces the list. Empty: all there are." sep:"none"`
	OfferRenewal *bool    `help:"Pages of expired links offer to mail a new one." negatable:""`
}

func (f textFlags) apply(a *portal.Account) {
	language := a.Language()
	own := a.OwnTexts(language)
	for slot, given := range map[portal.Slot][]string{
		portal.SlotScope: one(f.Scope), portal.SlotCan: f.Can, portal.SlotCannot: f.Cannot,
		portal.SlotNext: f.NextStep, portal.SlotContact: one(f.ContactText),
	} {
		if given != nil {
			own = own.With(slot, strings.Join(given, "\n"))
			a.SetTexts(language, own)
		}
	}
	if f.Language != nil {
		a.Languages = kept(f.Language)
	}
	if f.OfferRenewal != nil {
		a.Links.NoRenewal = !*f.OfferRenewal
	}
}

// one is a text that may have been given.
func one(text *string) []string {
	if text == nil {
		return nil
	}
	return []string{*text}
}

// kept are the words that are not empty, in lower case.
func kept(words []string) []string {
	var all []string
	for _, word := range words {
		if word = strings.ToLower(strings.TrimSpace(word)); word != "" {
			all = append(all, word)
		}
	}
	return all
}
