package web

import (
	"net/http"
	"net/url"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// jobRooms are the addresses of what is done to many links at once.
func (d *desk) jobRooms() []adminRoute {
	const one = "/admin/jobs/{account}/{id}"
	return []adminRoute{
		{pattern: "GET /admin/jobs", need: portal.MaySee, room: d.listJobs},
		{pattern: "GET /admin/jobs/new", need: portal.MayAct, room: d.previewJob},
		{pattern: "POST /admin/jobs/new", need: portal.MayAct, room: d.startJob},
		{pattern: "GET " + one, need: portal.MaySee, room: d.job},
		{pattern: "GET " + one + "/results.csv", need: portal.MaySee, room: d.jobResults(writeResultsCSV)},
		{pattern: "GET " + one + "/results.json", need: portal.MaySee, room: d.jobResults(writeResultsJSON)},
		{pattern: "POST " + one + "/start", need: portal.MayAct, room: d.agreeJob},
		{pattern: "POST " + one + "/pause", need: portal.MayAct, room: d.moveJob((*portal.Service).PauseBulk)},
		{pattern: "POST " + one + "/resume", need: portal.MayAct, room: d.moveJob((*portal.Service).ResumeBulk)},
		{pattern: "POST " + one + "/stop", need: portal.MayAct, room: d.moveJob((*portal.Service).StopBulk)},
		{pattern: "POST " + one + "/retry", need: portal.MayAct, room: d.moveJob((*portal.Service).RetryBulk)},

		// The buttons above lists, which send the ticked rows as id=….
		{pattern: "GET /admin/requests/reissue", need: portal.MayAct, room: d.toJobs(portal.OverRequests, portal.BulkReissue)},
		{pattern: "GET /admin/requests/remind", need: portal.MayAct, room: d.toJobs(portal.OverRequests, portal.BulkRemind)},
		{pattern: "GET /admin/requests/revoke", need: portal.MayAct, room: d.toJobs(portal.OverRequests, portal.BulkRevoke)},
	}
}

// jobURL is the page about a job.
func jobURL(k portal.Key) string { return "/admin/jobs/" + k.Account + "/" + k.ID }

// toJobs leads from a list to the page that asks.
func (d *desk) toJobs(over portal.Topic, verb portal.BulkVerb) room {
	return func(w http.ResponseWriter, r *http.Request, _ clerk) error {
		v := r.URL.Query()
		v.Set("over", string(over))
		v.Set("verb", string(verb))
		return d.seeOther(w, r, "/admin/jobs/new?"+v.Encode())
	}
}

// jobsOnPage is how many jobs a list shows.
const jobsOnPage = 25

func (d *desk) listJobs(w http.ResponseWriter, r *http.Request, c clerk) error {
	list, err := d.Portal.BulkJobs(r.Context(), portal.BulkFilter{
		Accounts: c.where(portal.MaySee), Before: cursorOf(r.URL.Query().Get("after")), Limit: jobsOnPage + 1,
	})
	if err != nil {
		return err
	}
	page := views.Jobs{
		Frame: d.frame(c, "admin-jobs", "Jobs", views.PlaceJobs), Empty: "There is no job yet. Tick rows in a list, or choose by filter.",
	}
	if !c.where(portal.MayAct).None() {
		page.New = "/admin/jobs/new"
	}
	if len(list) > jobsOnPage {
		list = list[:jobsOnPage]
		last := list[jobsOnPage-1]
		page.Next = "/admin/jobs?after=" + url.QueryEscape(cursorText(portal.Cursor{At: last.CreatedAt, ID: last.ID}))
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return err
	}
	for _, j := range list {
		page.Rows = append(page.Rows, views.JobRow{
			URL: jobURL(j.Key), Title: jobTitle(j), Account: j.Account, State: jobBadge(j, d.Portal.Now()),
			Far: jobFar(j), By: whoSaid(string(j.Actor), names), Made: clocks[j.Account].moment(j.CreatedAt),
		})
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.JobsPage(page))
}
