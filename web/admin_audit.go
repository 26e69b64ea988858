package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// auditRooms are the addresses about the audit trail.
func (d *desk) auditRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin/audit", need: portal.MaySee, room: d.audit},
		{pattern: "POST /admin/audit/export", need: portal.MayInspect, fresh: true, room: d.exportAudit},
		{pattern: "GET /admin/audit/verify", need: portal.MayInspect, room: d.auditChecks},
		{pattern: "POST /admin/audit/verify", need: portal.MayInspect, room: d.verifyAudit},
		{pattern: "GET /admin/audit/anchors.txt", need: portal.MayInspect, room: d.anchorFile},
	}
}

// auditRows is how many entries a page shows.
const auditRows = 50

func (d *desk) audit(w http.ResponseWriter, r *http.Request, c clerk) error {
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	in := readAudit(q, c, clocks)
	if in.account != anyTrail && !c.may(in.account, portal.MaySee) || !in.known {
		return portal.ErrNotFound
	}
	page := views.Audit{Frame: d.frame(c, "admin-audit", in.title(), views.PlaceAudit)}
	page.Zone = english.City(in.at.zone)
	f := in.filter
	if page.Filter, err = d.auditFilter(r, c, in, clocks); err != nil {
		return err
	}
	status := http.StatusOK
	if len(in.wrong) > 0 {
		status = http.StatusUnprocessableEntity
		page.Frame.Title = "Error: " + page.Frame.Title
		f.Limit = -1
	}
	if page.Rows, page.Next, err = d.auditPage(r, in, f); err != nil {
		return err
	}
	if in.inspects(c) {
		page.Export, page.Verify = in.export(), "/admin/audit/verify"
		watch, err := d.auditWatch(r, c, clocks[""])
		if err != nil {
			return err
		}
		page.Watch = &watch
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.AuditPage(page))
}

// auditPage reads a page of the trail and where the next one begins.
func (d *desk) auditPage(r *http.Request, in auditInput, f portal.AuditFilter) (rows []views.AuditRow, next string, err error) {
	if f.Limit < 0 {
		return nil, "", nil // something typed could not be read
	}
	f.Limit = auditRows + 1
	entries, err := d.Portal.AuditList(r.Context(), f)
	if err != nil {
		return nil, "", err
	}
	if len(entries) > auditRows {
		entries = entries[:auditRows]
		next = in.url(entryPlace(entries[auditRows-1]))
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return nil, "", err
	}
	for _, e := range entries {
		rows = append(rows, auditRow(e, in.at, names))
	}
	return rows, next, nil
}

func auditRow(e portal.Entry, at clock, names map[portal.Actor]string) views.AuditRow {
	data := readData(e.Data)
	row := views.AuditRow{
		Number: number(e.Seq), Trail: trailName(e.Account), At: at.moment(e.At), From: data.network, Changes: at.changes(data),
		Who: upperThe(whoSaid(e.Actor, names)), What: actSaid(e.Act), Detail: at.dataSaid(data.rest), About: strings.TrimSpace(e.Kind + " " + e.Object),
	}
	kind := link.Kind(e.Kind)
	_, billed := linkNames[kind]
	switch {
	case billed:
		row.About = trailNouns[kind] + " " + e.Object
		row.URL = linkURL(portal.ObjectKey{Account: e.Account, Kind: kind, ID: e.Object})
	case e.Kind == "decision":
		row.URL = decisionURL(portal.Key{Account: e.Account, ID: e.Object})
	case e.Kind == "proposal":
		row.URL = "/admin/proposals/" + inPath(e.Account) + "/" + e.Object
	case e.Kind == "apikey":
		row.URL = keyURL(e.Account, e.Object)
	case e.Kind == "admin" && e.Object != "":
		row.About = whoSaid(string(portal.ByAdmin(e.Object)), names)
	}
	return row
}

// counted is a number with its noun: "1,284 entries".
func counted(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return english.Quantity(strconv.FormatInt(n, 10)) + " " + many
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

// entryPlace is where the page behind an entry begins, for an address.
func entryPlace(e portal.Entry) string {
	return strconv.FormatInt(e.At.UnixMicro(), 10) + "." + strconv.FormatInt(e.Seq, 10) + "." + e.Account
}

// placeOf reads what entryPlace wrote; what cannot be read is the first page.
func placeOf(text string) portal.AuditPlace {
	parts := strings.SplitN(text, ".", 3)
	if len(parts) < 3 {
		return portal.AuditPlace{}
	}
	micros, err1 := strconv.ParseInt(parts[0], 10, 64)
	seq, err2 := strconv.ParseInt(parts[1], 10, 64)
	if err1 != nil || err2 != nil {
		return portal.AuditPlace{}
	}
	return portal.AuditPlace{At: time.UnixMicro(micros).UTC(), Seq: seq, Account: parts[2]}
}
