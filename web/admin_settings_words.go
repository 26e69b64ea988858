package web

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// settingNames are the names of settings, by their keys.
var settingNames = map[string]string{
	"name": "Name", "legal": "Legal identity", "email": "Support address", "phone": "Telephone", "hours": "Support hours",
	"zone": "Time zone", "imprint": "Imprint", "privacy": "Privacy notice",
	"color": "Colour", "logo": "Logo", "logoDark": "Logo on dark pages",
	"locale": "Language and formats", "languages": "Languages offered",
	"scope": "What a connection allows", "can": "What it lets a platform do", "cannot": "What it does not let it do",
	"next": "What happens next", "contact": "Contact sentence",
	"linkDays": "Days a link works", "renewal": "New links by customers", "reveal": "How files open",
	"approvalCode": "Code before a decision", "approvalHurry": "Question after a hurried decision", "approvalNotice": "Mail when a request expires",
	"v1": "Links of version 1", "v1Until": "End of version 1", "sha1": "HMAC-SHA-1", "ccp": "Saved payment methods",
	"consumer": "Sells to consumers", "withdrawDays": "Withdrawal period", "answerDays": "Days for an answer", "officeEmail": "Back office",
	"senderName": "Sender’s name", "senderEmail": "Sender’s address", "replyTo": "Address for answers", "selector": "DKIM selector",
	"keep-visits": "Visits", "keep-mails": "Mails", "keep-deliveries": "Webhook deliveries", "keep-imports": "Imports", "keep-notifications": "Notifications",
	"stepUp": "Code before actions", "fullSubscription": "Whole subscription id signed", "legacyInvoice": "Invoices without an account",
}

// settingName names a setting; those of single kinds have the kind behind them.
func settingName(key string) string {
	if kind, ok := strings.CutPrefix(key, "days-"); ok {
		return kindLabels[kind] + ": days"
	}
	if kind, ok := strings.CutPrefix(key, "most-"); ok {
		return kindLabels[kind] + ": at most"
	}
	return settingNames[key]
}

// settingSaid is the value of a setting as it is shown.
func settingSaid(s portal.Setting) string {
	switch {
	case s.Value == "":
		return "None"
	case s.Value == "0":
		return "Not set"
	case s.Key == "color":
		return "#" + strings.ToUpper(s.Value)
	}
	return s.Value
}

// settingFacts are the settings of a section for those who may only look.
func settingFacts(a portal.Account, section portal.Section) []views.AdminFact {
	var facts []views.AdminFact
	for _, s := range a.Settings(section) {
		facts = append(facts, views.AdminFact{Name: settingName(s.Key), Value: settingSaid(s)})
	}
	return facts
}

// kindLabels name the kinds of links whose days an account sets.
var kindLabels = map[string]string{
	"p": "Order", "invoice": "Invoice", "cq": "Quote", "scp": "Payment method", "usi": "Change of plan", "urb": "Recurring billing",
	"ccp": "Saved payment methods", "redop": "Order again",
}

// settingsTold is what the audit entry of changed settings says.
type settingsTold struct {
	Changed       []string
	Before, After map[string]string
}

// String is "name, link days from 30 to 14".
func (t settingsTold) String() string {
	var all []string
	for _, key := range t.Changed {
		_, name, _ := strings.Cut(key, ".")
		if strings.HasPrefix(key, "texts.") {
			language, slot, _ := strings.Cut(name, ".")
			name = slot
			all = append(all, strings.ToLower(settingName(name))+" ("+language+")")
			continue
		}
		said := strings.ToLower(settingName(name))
		if before, ok := t.Before[key]; ok {
			said += " from " + spelled(before) + " to " + spelled(t.After[key])
		}
		all = append(all, said)
	}
	return strings.Join(all, ", ")
}

func spelled(value string) string {
	if value == "" {
		return "none"
	}
	return value
}
