package web

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// retentionForm is how long notes and logs of the account are kept.
var retentionForm = settingsForm{
	tab: "retention", section: always(portal.SectionRetention), values: retentionValues, read: readRetention, draw: drawRetention,
}

// settleRooms are the addresses of the tabs about mail, law, partners and
// retention, and of the erasure of a person.
func (d *desk) settleRooms() (all []adminRoute) {
	for _, rooms := range [][]adminRoute{
		d.settingsForm(retentionForm), d.settingsForm(legalForm), d.settingsForm(mailForm), d.accountPartnerRooms(), d.eraseRooms(),
	} {
		all = append(all, rooms...)
	}
	return all
}

func keepField(k portal.KeepKind) string { return "keep-" + string(k) }

func retentionValues(v settingsVisit) url.Values {
	in := url.Values{}
	for _, k := range portal.KeptKinds() {
		in.Set(keepField(k), numberOrNone(v.account.Retention.Days[k]))
	}
	return in
}

func readRetention(_ portal.Account, in url.Values, a *portal.Account) map[string]string {
	wrong, days := map[string]string{}, map[portal.KeepKind]int{}
	for _, k := range portal.KeptKinds() {
		text := strings.TrimSpace(in.Get(keepField(k)))
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < k.LeastDays() || n > portal.MostKeptDays {
			wrong[keepField(k)] = "Write a number from " + strconv.Itoa(k.LeastDays()) + " to " + strconv.Itoa(portal.MostKeptDays) + ", or nothing."
			continue
		}
		days[k] = n
	}
	a.Retention.Days = days
	if len(days) == 0 {
		a.Retention.Days = nil
	}
	return wrong
}

// keptAbout says what each period is about.
var keptAbout = map[portal.KeepKind]string{
	portal.KeptVisits:        "Who looked at a link’s page, and when. Counted from the last visit.",
	portal.KeptMails:         "Whom a mail went to, and what became of it. Mails that wait stay.",
	portal.KeptDeliveries:    "Deliveries that are over, with their tries. Those that are held stay.",
	portal.KeptImports:       "Uploaded files, and the verdict on each row.",
	portal.KeptNotifications: "Messages of the billing system, word for word and sealed. One that comes again after that is taken as new.",
}

// staysAlways is what no period ends, and why.
var staysAlways = []views.PreviewLine{
	{Where: "Decisions and receipts", Text: views.Plain("Proof of what a customer declared. The database refuses to change or delete them.")},
	{Where: "Events", Text: views.Plain("Systems that read them count on their numbers. The database refuses to change or delete them.")},
	{Where: "Audit trail", Text: views.Plain("Each entry is chained to the one before. It holds ids and figures, no names and no addresses.")},
	{Where: "Invoices and credit notes", Text: views.Plain("Tax law has you keep them as they were issued: eight years in Germany (§ 147 AO, § 14b UStG), other times elsewhere.")},
	{Where: "Held cases", Text: views.Plain("They are the partner’s, and wait for an answer.")},
	{Where: "Links", Text: views.Plain("An old link must be able to say what became of it. Nothing kept of a link opens one.")},
	{Where: "Sessions at the desk", Text: views.Plain("They belong to the installation, not to an account.")},
}

func drawRetention(v settingsVisit, in url.Values, wrong wrongs) views.SettingsTab {
	t := typed{in, wrong}
	group := views.SettingsGroup{}
	for _, k := range portal.KeptKinds() {
		hint := keptAbout[k] + " " + strconv.Itoa(k.LeastDays()) + " at least."
		group.Controls = append(group.Controls, t.field(views.Field{
			Name: keepField(k), Label: settingNames[keepField(k)] + ": days", Width: 6, Mode: "numeric", Hint: views.Plain(hint),
		}))
	}
	page := views.SettingsTab{
		SettingsTop: v.top("admin-settings-retention", "retention", "How long notes and logs are kept. An empty field keeps them for good."),
		Form:        &views.SettingsForm{Groups: []views.SettingsGroup{group}, Note: "What is older is deleted once a day, for good."},
		Boxes:       []views.SettingsBox{{ID: "stays", Heading: "What stays, and why", Rows: staysAlways}},
	}
	if v.mayChange() {
		page.Boxes = append(page.Boxes, views.SettingsBox{
			ID: "erase", Heading: "Erase a person", Text: "For somebody who asks for it. You see first what would be removed, and what stays.",
			Way: &views.Link{Label: "Erase a person …", URL: settingsURL(v.account.Slug, "erase")},
		})
	}
	return page
}
