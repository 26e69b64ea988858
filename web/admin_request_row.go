package web

import (
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// suppressionsLooked is how many addresses that get no mail a list compares its
// rows with.
const suppressionsLooked = 1000

func (d *desk) requestRows(
	r *http.Request, list []portal.LinkRequest, partners map[portal.Key]portal.Partner,
) ([]views.RequestRow, error) {
	clocks, err := d.clocks(r)
	if err != nil {
		return nil, err
	}
	held, err := d.heldAddresses(r, list)
	if err != nil {
		return nil, err
	}
	rows := make([]views.RequestRow, 0, len(list))
	for _, req := range list {
		row := requestRow(req, clocks[req.Account], d.Portal.Now())
		row.Partner = partners[portal.Key{Account: req.Account, ID: req.Partner}].Name
		row.Trouble = troubleOf(held[portal.Key{Account: req.Account, ID: portal.NormalEmail(req.Email)}])
		rows = append(rows, row)
	}
	return rows, nil
}

// heldAddresses maps (account, address) to why no mail goes there, for the
// accounts of a list.
func (d *desk) heldAddresses(r *http.Request, list []portal.LinkRequest) (map[portal.Key]portal.MailFate, error) {
	held, seen := map[portal.Key]portal.MailFate{}, map[string]bool{}
	for _, req := range list {
		if seen[req.Account] {
			continue
		}
		seen[req.Account] = true
		all, err := d.Portal.Suppressions(r.Context(), req.Account, suppressionsLooked)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			held[portal.Key{Account: s.Account, ID: s.Email}] = s.Reason
		}
	}
	return held, nil
}

func troubleOf(fate portal.MailFate) string {
	switch fate {
	case portal.MailBounced:
		return "Mail bounced"
	case portal.MailComplained:
		return "Mail was reported as unwanted"
	}
	return ""
}

func requestRow(r portal.LinkRequest, c clock, now time.Time) views.RequestRow {
	title := r.Company()
	if title == "" {
		title = r.Tenant
	}
	return views.RequestRow{
		ID: r.Account + "/" + r.ID, URL: requestURL(r.Key), Title: title, Reference: r.Reference,
		State: requestBadge(r, now), Window: requestWindow(r, c, now), Touched: c.moment(r.UpdatedAt),
	}
}

// requestBadge is how a request stands, in one word.
func requestBadge(r portal.LinkRequest, now time.Time) views.Badge {
	switch {
	case r.Live(now.Unix()):
		return views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Waiting"}
	case r.Status == portal.Approved:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Approved"}
	case r.Status == portal.Declined:
		return views.Badge{Tone: views.ToneDeclined, Icon: views.IconCross, Word: "Declined"}
	case r.Status == portal.RequestWithdrawn:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Withdrawn"}
	case r.Status == portal.Blocked:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Blocked"}
	}
	return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expired"}
}

// requestWindow says in a few words when it ends or how it ended.
func requestWindow(r portal.LinkRequest, c clock, now time.Time) string {
	switch {
	case r.Live(now.Unix()):
		return leftSaid(unix(r.End), c, now)
	case r.Status == portal.Approved:
		return "approved " + c.short(r.DecidedAt)
	case r.Status == portal.Declined:
		return "declined " + c.short(r.DecidedAt)
	case r.Status == portal.RequestWithdrawn:
		return "withdrawn " + c.short(r.EndedAt)
	case r.Status == portal.Blocked:
		return "connected elsewhere " + c.short(r.EndedAt)
	}
	return "expired " + c.short(unix(r.End))
}

// leftSaid is "5 days left", and the time itself on the last day.
func leftSaid(end time.Time, c clock, now time.Time) string {
	if left := end.Sub(now); left >= 24*time.Hour {
		return daysSaid(int(left/(24*time.Hour))) + " left"
	}
	return "closes " + c.short(end)
}

// putLast puts onto the rows of a list when each link ends, what happened last,
// and what the clerk may do about it.
func (d *desk) putLast(r *http.Request, c clerk, list []portal.LinkRequest, rows []views.RequestRow) error {
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	for i, req := range list {
		row, at := &rows[i], clocks[req.Account]
		row.Full = at.full(unix(req.End))
		last, err := d.Portal.LastEntry(r.Context(), requestObject(req.Key))
		if err != nil {
			return err
		}
		if last != nil {
			row.Last, row.Touched = entryItem(*last, at, nil).Fact, at.moment(last.At)
		}
		if c.may(req.Account, portal.MayAct) && req.Status != portal.Approved && req.Status != portal.Blocked {
			row.Acts = []views.Link{{Label: "New link", URL: row.URL + "#fix"}, {Label: "Copy", URL: row.URL + "?by=copy#fix"}}
		}
	}
	return nil
}
