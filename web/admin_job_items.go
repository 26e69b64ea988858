package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// jobItems are items as a page shows them, with what they are about.
func (d *desk) jobItems(r *http.Request, j portal.BulkJob, items []portal.BulkItem) ([]views.JobItem, error) {
	rows := make([]views.JobItem, 0, len(items))
	for _, i := range items {
		row := views.JobItem{Reference: i.Reference, Sub: i.Account, Outcome: itemBadge(j, i), Why: whySaid[i.Reason]}
		var err error
		if i.Kind == link.Approve {
			err = d.putRequest(r, i, &row)
		} else {
			k := portal.ObjectKey{Account: i.Account, Kind: i.Kind, ID: i.Object}
			row.URL = linkURL(k)
			row.Title, _, err = d.Portal.About(r.Context(), k)
		}
		if errors.Is(err, portal.ErrNotFound) {
			row.Title, err = i.Object, nil
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (d *desk) putRequest(r *http.Request, i portal.BulkItem, row *views.JobItem) error {
	k := portal.Key{Account: i.Account, ID: i.Object}
	row.URL = requestURL(k)
	req, err := d.Portal.Request(r.Context(), k)
	if err != nil {
		return err
	}
	row.Title = cmp.Or(req.Company(), req.Tenant)
	p, err := d.Portal.Partner(r.Context(), k.Account, req.Partner)
	row.Sub = p.Name
	return err
}

func sortedReasons(counts map[portal.BulkReason]int64) []portal.BulkReason {
	var all []portal.BulkReason
	for why := range counts {
		all = append(all, why)
	}
	slices.Sort(all)
	return all
}
