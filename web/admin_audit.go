package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// auditRows is how many entries a page shows.
const auditRows = 50

func (d *desk) audit(w http.ResponseWriter, r *http.Request, c clerk) error {
	after, err := strconv.ParseInt(r.FormValue("after"), 10, 64)
	if err != nil || after < 0 {
		after = 0
	}
	return d.trail(w, r, c, r.FormValue("account"), after, nil)
}

// verifyAudit recomputes every trail. It only reads.
func (d *desk) verifyAudit(w http.ResponseWriter, r *http.Request, c clerk) error {
	trails, err := d.trails(r, c)
	if err != nil {
		return err
	}
	report, err := d.Portal.VerifyTrails(r.Context(), trails...)
	if err != nil {
		return err
	}
	return d.trail(w, r, c, r.PostForm.Get("account"), 0, verified(report))
}

func verified(report portal.AuditReport) *views.AdminResult {
	if len(report.Breaks) == 0 {
		return &views.AdminResult{Tone: views.ToneOK, Icon: views.IconCheck, Text: fmt.Sprintf(
			"Unbroken: %s in %s, each fits the one before it.",
			counted(report.Entries, "entry", "entries"), counted(int64(report.Accounts), "trail", "trails"))}
	}
	var found []string
	for _, b := range report.Breaks {
		found = append(found, fmt.Sprintf("Broken at entry %d of %s: %s.", b.Seq, lowerFirst(trailName(b.Account)), b.Reason))
	}
	return &views.AdminResult{Tone: views.ToneStop, Icon: views.IconBar, Text: strings.Join(found, " ")}
}

// counted is a number with its noun: "1,284 entries".
func counted(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return english.Quantity(strconv.FormatInt(n, 10)) + " " + many
}

// trails names the audit trails that the clerk may look at, the installation's
// first.
func (d *desk) trails(r *http.Request, c clerk) ([]string, error) {
	all, err := d.Portal.Trails(r.Context())
	return slices.DeleteFunc(all, func(account string) bool { return !c.may(account, portal.MaySee) }), err
}

// trail shows one account's entries behind a number. ErrNotFound: it has none.
func (d *desk) trail(w http.ResponseWriter, r *http.Request, c clerk, account string, after int64, verified *views.AdminResult) error {
	trails, err := d.trails(r, c)
	if err != nil {
		return err
	}
	if account == "" && len(trails) > 0 && !c.may("", portal.MaySee) {
		account = trails[0]
	}
	if !slices.Contains(trails, account) && (account != "" || !c.may("", portal.MaySee)) {
		return portal.ErrNotFound
	}
	entries, err := d.Portal.Trail(r.Context(), account, after, auditRows+1)
	if err != nil {
		return err
	}
	page := views.Audit{
		Frame:   d.frame(c, "admin-audit", trailName(account)+" – Audit trail", views.PlaceAudit),
		Account: account, Verified: verified,
	}
	for _, slug := range trails {
		page.Accounts = append(page.Accounts, views.Option{Value: slug, Label: trailName(slug), Chosen: slug == account})
	}
	if len(entries) > auditRows {
		entries = entries[:auditRows]
		page.Next = trailURL(account, entries[auditRows-1].Seq)
	}
	if page.Rows, err = d.auditRows(r, account, entries); err != nil {
		return err
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.AuditPage(page))
}

func (d *desk) auditRows(r *http.Request, account string, entries []portal.Entry) ([]views.AuditRow, error) {
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return nil, err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return nil, err
	}
	at, ok := clocks[account]
	if !ok {
		at = clocks[""]
	}
	rows := make([]views.AuditRow, 0, len(entries))
	for _, e := range entries {
		rows = append(rows, auditRow(e, at, names))
	}
	return rows, nil
}

func auditRow(e portal.Entry, at clock, names map[portal.Actor]string) views.AuditRow {
	row := views.AuditRow{
		Number: strconv.FormatInt(e.Seq, 10), At: at.moment(e.At),
		Who: whoSaid(e.Actor, names), What: actSaid(e.Act), Detail: at.dataSaid(e.Data), About: e.Kind + " " + e.Object,
	}
	if strings.HasPrefix(row.Who, "the ") {
		row.Who = upperFirst(row.Who) // an address keeps its letters
	}
	kind := link.Kind(e.Kind)
	_, billed := linkNames[kind]
	switch {
	case billed:
		row.About = trailNouns[kind] + " " + e.Object
		row.URL = linkURL(portal.ObjectKey{Account: e.Account, Kind: kind, ID: e.Object})
	case e.Kind == "decision":
		row.URL = decisionURL(portal.Key{Account: e.Account, ID: e.Object})
	case e.Kind == "admin" && e.Object != "":
		row.About = whoSaid(string(portal.ByAdmin(e.Object)), names)
	}
	return row
}

// trailNouns are what links open, in front of its id.
var trailNouns = map[link.Kind]string{
	link.Invoice: "invoice", link.Confirmation: "order", link.Renewal: "order", link.Redo: "order", link.Quote: "quote",
	link.Payment: "subscription", link.Upgrade: "subscription", link.Methods: "customer",
}

// trailName is what an audit trail is called.
func trailName(account string) string {
	if account == "" {
		return "This installation"
	}
	return account
}

// trailURL is the page of a trail behind an entry.
func trailURL(account string, after int64) string {
	address := "/admin/audit?account=" + url.QueryEscape(account)
	if after > 0 {
		address += "&after=" + strconv.FormatInt(after, 10)
	}
	return address
}
