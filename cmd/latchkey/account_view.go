package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// accountView is an account as --json prints it.
type accountView struct {
	Slug      string                  `json:"slug"`
	Name      string                  `json:"name"`
	Locale    string                  `json:"locale"`
	Zone      string                  `json:"zone"`
	Brand     portal.Brand            `json:"brand"`
	Contact   portal.Contact          `json:"contact"`
	V1        v1View                  `json:"v1"`
	Approval  portal.ApprovalPolicy   `json:"approval"`
	Billing   billingView             `json:"billing"`
	Links     portal.LinkPolicy       `json:"links"`
	Texts     map[string]portal.Texts `json:"texts,omitempty"`
	Languages []string                `json:"languages,omitempty"`
	LinkDays  int                     `json:"linkDays"`
	CreatedAt time.Time               `json:"createdAt"`
}

// v1View is all that decides which v1 links are accepted; what is off is said,
// and of the seeds whether there is one.
type v1View struct {
	On               bool   `json:"on"`
	Until            int64  `json:"until"` // unix seconds, 0: no end
	Seed             string `json:"seed"`  // set or unset
	PreviousSeed     string `json:"previousSeed"`
	PreviousUntil    int64  `json:"previousUntil"`
	SHA1             bool   `json:"sha1"`
	Methods          bool   `json:"methods"`
	StepUp           bool   `json:"stepUp"`
	FullSubscription bool   `json:"fullSubscription"`
	LegacyInvoice    bool   `json:"legacyInvoice"`
}

func accountJSON(a *app, i *installation, acct portal.Account) (accountView, error) {
	keys, err := i.service.Keys(a.ctx, acct.Slug)
	if err != nil {
		return accountView{}, err
	}
	seed := func(kind portal.SecretKind) string {
		if slices.ContainsFunc(keys, func(k portal.KeyInfo) bool { return k.Kind == kind }) {
			return "set"
		}
		return "unset"
	}
	v1 := v1View{
		On: acct.V1.On, Until: acct.V1.Until, Seed: seed(portal.SeedCurrent), PreviousSeed: seed(portal.SeedPrevious),
		PreviousUntil: acct.V1.PreviousUntil, SHA1: acct.V1.SHA1, Methods: acct.V1.Methods, StepUp: acct.V1.StepUp,
		FullSubscription: acct.V1.FullSubscription, LegacyInvoice: acct.V1.LegacyInvoice,
	}
	billing := billingView{BillingPolicy: acct.Billing, PayKeys: seed(portal.PayKey)}
	own := acct.OwnTexts(acct.Language())
	acct.Approval.Scope, acct.Approval.Can, acct.Approval.Cannot = own.Scope, own.Can, own.Cannot
	return accountView{
		acct.Slug, acct.Name, acct.Locale, acct.Zone, acct.Brand, acct.Contact, v1, acct.Approval, billing,
		acct.Links, acct.Texts, acct.Languages, acct.LinkDays, acct.CreatedAt,
	}, nil
}

// String is the account for a reader; what a flag sets has the flag's name.
func (v accountView) String() string {
	var b strings.Builder
	line := func(name string, words ...string) {
		value := strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
		fmt.Fprintf(&b, "%-18s %s\n", name, value)
	}
	fmt.Fprintln(&b, v.Slug)
	line("name", v.Name)
	line("locale", v.Locale+", "+v.Zone)
	line("contact", v.Contact.Email, v.Contact.Phone, v.Contact.Hours)
	line("link days", fmt.Sprint(v.LinkDays))
	for _, k := range portal.TimedKinds() {
		if days, most := v.Links.Days[k], v.Links.Most[k]; days+most > 0 {
			line("link days "+string(k), fmt.Sprint(days), "at most "+fmt.Sprint(most))
		}
	}
	line("offer-renewal", onOff(!v.Links.NoRenewal))
	if len(v.Languages) > 0 {
		line("languages", strings.Join(v.Languages, " "))
	}
	line("v1", onOff(v.V1.On), untilText(v.V1.Until))
	line("seed", v.V1.Seed)
	line("previous seed", v.V1.PreviousSeed, untilText(v.V1.PreviousUntil))
	line("allow-sha1", onOff(v.V1.SHA1))
	line("ccp", onOff(v.V1.Methods))
	line("step-up", onOff(v.V1.StepUp))
	line("full-subscription", onOff(v.V1.FullSubscription))
	line("legacy-invoice", onOff(v.V1.LegacyInvoice))
	line("approval-code", onOff(v.Approval.Code))
	line("approval-hurry", onOff(v.Approval.Hurry))
	line("approval-notice", onOff(v.Approval.Notice))
	if v.Approval.Scope != "" {
		line("scope", v.Approval.Scope)
	}
	v.Billing.lines(line)
	return b.String()
}

// billingView is what an account wants of its billing pages, and whether there
// are keys of its payment provider.
type billingView struct {
	portal.BillingPolicy
	PayKeys string `json:"payKeys"` // set or unset
}

func (v billingView) lines(line func(name string, words ...string)) {
	provider, reveal := v.Provider, v.Reveal
	if provider == "" {
		provider = "none"
	}
	if reveal == "" {
		reveal = "direct"
	}
	line("payment", provider)
	line("payment keys", v.PayKeys)
	line("reveal", reveal)
	line("consumer", onOff(v.Consumer))
	for _, set := range []struct{ name, value string }{
		{"preview-url", v.PreviewURL}, {"resolve-url", v.ResolveURL}, {"office-email", v.OfficeEmail},
		{"fetch-host", strings.Join(v.FetchHosts, " ")}, {"imprint", v.Imprint}, {"privacy", v.Privacy},
	} {
		if set.value != "" {
			line(set.name, set.value)
		}
	}
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}
