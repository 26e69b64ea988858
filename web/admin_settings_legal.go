package web

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// legalForm is what the law asks of the account's pages, and who is told.
var legalForm = settingsForm{
	tab: "legal", section: always(portal.SectionLegal), values: legalValues, read: readLegal, draw: drawLegal,
	refusals: []settingsRefusal{{portal.ErrBilling, "officeEmail", "Write one mail address, like office@acme.example."}},
}

func legalValues(v settingsVisit) url.Values {
	p := v.account.Billing
	return url.Values{
		"consumer": {onWord(p.Consumer)}, "withdrawDays": {numberOrNone(int(p.WithdrawDays))},
		"answerDays": {numberOrNone(int(p.AnswerDays))}, "officeEmail": {p.OfficeEmail},
	}
}

// leastWithdrawDays is the period that no consumer may be given less of:
// article 9 of directive 2011/83/EU.
const leastWithdrawDays = 14

func readLegal(_ portal.Account, in url.Values, a *portal.Account) map[string]string {
	wrong := map[string]string{}
	days := func(name string, least int) int64 {
		text := strings.TrimSpace(in.Get(name))
		if text == "" {
			return 0
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < least || n > 365 {
			wrong[name] = "Write a number from " + strconv.Itoa(least) + " to 365, or nothing."
		}
		return int64(n)
	}
	a.Billing.Consumer = in.Get("consumer") == "on"
	a.Billing.WithdrawDays = days("withdrawDays", leastWithdrawDays)
	a.Billing.AnswerDays = days("answerDays", 1)
	a.Billing.OfficeEmail = strings.TrimSpace(in.Get("officeEmail"))
	return wrong
}

func drawLegal(v settingsVisit, in url.Values, wrong wrongs) views.SettingsTab {
	t := typed{in, wrong}
	consumers := views.SettingsGroup{Heading: "Consumers", Controls: []views.Control{
		t.onOff("consumer", "We sell to consumers", "Pages name the forms for cancelling and for withdrawing, as § 312k BGB and article 11a of directive 2011/83/EU ask for."),
		t.field(views.Field{Name: "withdrawDays", Label: "Days to withdraw", Width: 4, Mode: "numeric", Hint: views.Plain("14 by law at least; empty: 14. For texts. The last day of an order is the billing system’s word.")}),
	}}
	if in.Get("consumer") != "on" {
		consumers.Warning = &views.Callout{
			Tone: views.ToneMute, Icon: views.IconInfo, Heading: "The forms are not named on pages.",
			Text: views.Plain("Whoever sells subscriptions to consumers in Germany online must show a button for cancelling. Both forms answer at their addresses all the same."),
		}
	}
	return views.SettingsTab{
		SettingsTop: v.top("admin-settings-legal", "legal", "What the law asks of your pages. It is no legal advice: ask whoever gives you that."),
		Form: &views.SettingsForm{Groups: []views.SettingsGroup{consumers, {
			Heading: "Requests of customers", Controls: []views.Control{
				t.field(views.Field{Name: "answerDays", Label: "Days until a request lapses", Width: 4, Mode: "numeric", Hint: views.Plain("Requests wait for your billing system’s answer; empty: 3. A cancellation or a withdrawal is no request: it holds on receipt and never lapses.")}),
				t.field(views.Field{Name: "officeEmail", Label: "Back office", Kind: "email", Mode: "email", Hint: views.Plain("Gets a mail about each decision; empty: nobody.")}),
			},
		}}},
		Boxes: []views.SettingsBox{
			{ID: "effect", Heading: "What customers see", Rows: v.legalEffects(in.Get("consumer") == "on")},
			{ID: "elsewhere", Heading: "Imprint and privacy notice", Text: "Their addresses stand with your name and address.", Way: &views.Link{Label: "Business", URL: settingsURL(v.account.Slug, "business")}},
		},
	}
}

// legalEffects are what the pages show by the settings of a form.
func (v settingsVisit) legalEffects(consumer bool) []views.PreviewLine {
	at, named := "/"+v.account.Slug, "at the end of every page"
	if !consumer {
		named = "not named on pages; whoever has the address can use it"
	}
	imprint := func(address string) string {
		if address == "" {
			return "There is no address. Pages leave it out."
		}
		return "Named at the end of every page."
	}
	return []views.PreviewLine{
		{Where: "Cancel contracts here", Text: views.Plain("The form " + at + "/cancel: " + named + ". Source: § 312k BGB.")},
		{Where: "Withdraw from a contract", Text: views.Plain("The form " + at + "/withdraw: " + named + ". Source: directive 2011/83/EU, article 11a; § 356a BGB.")},
		{Where: "Imprint", Text: views.Plain(imprint(v.account.Billing.Imprint) + " Source: § 5 DDG; directive 2000/31/EC, article 5.")},
		{Where: "Privacy notice", Text: views.Plain(imprint(v.account.Billing.Privacy) + " Source: regulation (EU) 2016/679, article 13.")},
	}
}
