package web

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// jobURL is the page about a job.
func jobURL(id string) string { return "/admin/jobs/" + id }

func (d *desk) bulkProgress(w http.ResponseWriter, r *http.Request, c clerk) error {
	j, err := d.jobFor(r, c, portal.MaySee)
	if err != nil {
		return err
	}
	far, all := j.far(), len(j.items)
	failed := len(far.rows) - far.sent
	page := views.BulkProgress{
		Done: len(far.rows), All: all, URL: jobURL(j.id), Back: views.Link{Label: "Requests", URL: "/admin/requests"},
		Heading: "Sending " + countOf(all, "new link"), Text: fmt.Sprintf("%d of %d sent, %d failed", far.sent, all, failed),
	}
	if far.ended.IsZero() {
		page.Running, page.Every = true, "This page refreshes every 3 seconds. The work goes on when you leave."
		w.Header().Set("Refresh", "3")
		if c.mustAll(j.accounts(), portal.MayAct) == nil && !far.stop {
			page.Stop = &views.PostButton{URL: jobURL(j.id) + "/stop", Label: "Stop after the current one", Icon: views.IconBar, Hint: "Links sent so far stay sent."}
		}
	} else {
		page.Heading = fmt.Sprintf("Sent %d of %s", far.sent, countOf(all, "new link"))
		page.Text = fmt.Sprintf("%d sent, %d failed, %d not begun, finished at %s (UTC)", far.sent, failed, all-len(far.rows), clock{time.UTC}.time(far.ended))
		page.Results = &views.Link{Label: "Results as CSV", URL: jobURL(j.id) + "/results.csv"}
	}
	for _, row := range far.rows {
		if row.Outcome == badgeFailed {
			page.Failed = append(page.Failed, row)
		}
	}
	page.Frame = d.frame(c, "admin-bulk-progress", fmt.Sprintf("%d of %d sent – Requests", far.sent, all), views.PlaceRequests)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.BulkProgressPage(page))
}

func (d *desk) stopBulk(w http.ResponseWriter, r *http.Request, c clerk) error {
	j, err := d.jobFor(r, c, portal.MayAct)
	if err != nil {
		return err
	}
	j.halt()
	return d.seeOther(w, r, jobURL(j.id))
}

// bulkResults is a table of what became of each request. It holds no link.
func (d *desk) bulkResults(w http.ResponseWriter, r *http.Request, c clerk) error {
	j, err := d.jobFor(r, c, portal.MaySee)
	if err != nil {
		return err
	}
	far := j.far()
	lines := [][]string{{"account", "request", "reference", "partner", "company", "outcome", "why"}}
	for i, row := range far.rows {
		key := j.items[i].key
		lines = append(lines, []string{key.Account, key.ID, row.Reference, plainCell(row.Partner), plainCell(row.Title), row.Outcome.Word, row.Why})
	}
	for _, item := range j.items[len(far.rows):] {
		lines = append(lines, []string{item.key.Account, item.key.ID, item.row.Reference, plainCell(item.row.Partner), plainCell(item.row.Title), "Not begun", ""})
	}
	visitOf(r).page = "admin-bulk-results"
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="new-links.csv"`)
	return csv.NewWriter(w).WriteAll(lines)
}

// plainCell keeps what a partner named from being read as a formula by a
// spreadsheet.
func plainCell(s string) string {
	if strings.HasPrefix(s, "=") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "@") {
		return "'" + s
	}
	return s
}
