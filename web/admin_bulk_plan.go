package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// bulkItem is one request of a job, with the attempt that the asker saw.
type bulkItem struct {
	key     portal.Key
	attempt int64
	row     views.BulkRow
	mails   bool // it gets a new link
}

// chosen reads which requests are meant: those ticked, "account/id" or
// "account/id.attempt", or all of a cut of the list.
func (d *desk) chosen(r *http.Request, c clerk, v url.Values) ([]portal.LinkRequest, error) {
	if v.Get("all") != "" {
		cut := cutOf(v)
		f := cut.filter(d.Portal.Now())
		f.Accounts, f.Limit = c.where(portal.MayAct).Only(cut.account), bulkMost
		return d.Portal.Requests(r.Context(), f)
	}
	var list []portal.LinkRequest
	for _, id := range v["id"][:min(len(v["id"]), bulkMost)] {
		account, rest, _ := strings.Cut(id, "/")
		if err := c.must(account, portal.MayAct); err != nil {
			return nil, err
		}
		name, attempt, asked := strings.Cut(rest, ".")
		req, err := d.Portal.Request(r.Context(), portal.Key{Account: account, ID: name})
		if err != nil {
			return nil, err
		}
		if asked && strconv.FormatInt(req.Attempt, 10) != attempt {
			req.Attempt = 0 // no attempt that ever was: the plan leaves it out
		}
		list = append(list, req)
	}
	return list, nil
}

// plan says what would become of each request.
func (d *desk) plan(r *http.Request, c clerk, list []portal.LinkRequest) ([]bulkItem, error) {
	partners, err := d.partnersByKey(r, c)
	if err != nil {
		return nil, err
	}
	rows, err := d.requestRows(r, list, partners)
	if err != nil {
		return nil, err
	}
	items := make([]bulkItem, 0, len(list))
	for i, req := range list {
		row := rows[i]
		why := leftOut(req, partners[portal.Key{Account: req.Account, ID: req.Partner}], row.Trouble)
		item := bulkItem{key: req.Key, attempt: req.Attempt, mails: why == "", row: views.BulkRow{
			Title: row.Title, URL: row.URL, Partner: row.Partner, Reference: row.Reference, Why: why,
			Outcome: views.Badge{Tone: views.ToneOK, Icon: views.IconMail, Word: "Gets an email"},
		}}
		if why != "" {
			item.row.Outcome = views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Left out"}
		}
		items = append(items, item)
	}
	return items, nil
}

// leftOut says why a request gets no new link among many; empty: it does.
func leftOut(r portal.LinkRequest, p portal.Partner, trouble string) string {
	switch {
	case r.Attempt == 0:
		return "Somebody sent it a new link meanwhile"
	case r.Status == portal.Approved:
		return "Approved already"
	case r.Status == portal.Declined:
		return "Declined: ask again one by one, if the customer wants that"
	case r.Status == portal.RequestWithdrawn:
		return "Withdrawn"
	case r.Status == portal.Blocked:
		return "The customer was connected elsewhere"
	case p.Delivery == portal.ByPartner:
		return "The partner mails its links itself"
	case r.Email == "":
		return "There is no address on file"
	}
	return trouble
}

func mailing(items []bulkItem) (n int) {
	for _, item := range items {
		if item.mails {
			n++
		}
	}
	return n
}
