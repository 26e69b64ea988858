package web

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// bulkRooms are the addresses of many new links at once.
func (d *desk) bulkRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin/requests/reissue", need: portal.MayAct, room: d.askBulk},
		{pattern: "POST /admin/requests/reissue", need: portal.MayAct, room: d.startBulk},
		{pattern: "GET /admin/jobs/{job}", need: portal.MaySee, room: d.bulkProgress},
		{pattern: "GET /admin/jobs/{job}/results.csv", need: portal.MaySee, room: d.bulkResults},
		{pattern: "POST /admin/jobs/{job}/stop", need: portal.MayAct, room: d.stopBulk},
	}
}

const (
	bulkMost    = 500 // requests of one job
	bulkConfirm = 50  // from so many mails on, the number is typed
	bulkShown   = 100 // rows of the page that asks
)

// askBulk shows what new links for many requests would do.
func (d *desk) askBulk(w http.ResponseWriter, r *http.Request, c clerk) error {
	v := r.URL.Query()
	list, err := d.chosen(r, c, v)
	if err != nil {
		return err
	}
	items, err := d.plan(r, c, list)
	if err != nil {
		return err
	}
	return d.showBulk(w, r, c, http.StatusOK, items, bulkInput{job: portal.NewID("job"), cut: v})
}

// bulkInput is what was typed into the page that asks, and which requests it is
// about where all of a cut are.
type bulkInput struct {
	job, days, confirm string
	cut                url.Values
	problem            string // what is wrong with confirm, or with the whole
}

func (d *desk) showBulk(w http.ResponseWriter, r *http.Request, c clerk, status int, items []bulkItem, in bulkInput) error {
	n := mailing(items)
	page := views.BulkReissue{
		Heading: "Send " + countOf(n, "new link"), Lead: "Emails: " + strconv.Itoa(n) + ". Left out: " + strconv.Itoa(len(items)-n) + ".",
		Cancel: views.Link{Label: "Back to the requests", URL: cutOf(in.cut).url()},
	}
	for _, item := range items[:min(len(items), bulkShown)] {
		page.Rows = append(page.Rows, item.row)
	}
	if len(items) > bulkShown {
		page.Lead += " The first " + strconv.Itoa(bulkShown) + " are shown."
	}
	if n > 0 {
		page.Form = in.form(items)
	} else {
		page.Heading, page.Lead = "No new links to send", "None of the requests you chose can get one."
	}
	title := page.Heading + " – Requests"
	if in.problem != "" {
		page.Problems = &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: in.problem, URL: "#confirm"}}}
		title = "Error: " + lowerFirst(title)
	}
	page.Frame = d.frame(c, "admin-bulk", title, views.PlaceRequests)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.BulkReissuePage(page))
}

func (in bulkInput) form(items []bulkItem) *views.BulkForm {
	n := mailing(items)
	f := &views.BulkForm{
		URL: "/admin/requests/reissue", Hidden: []views.Hidden{{Name: "job", Value: in.job}},
		Effect: "Links in force stop working, and whoever opens one is told to use the newest email. Cases stay attached.",
		Label:  "Send " + countOf(n, "new link"),
	}
	if in.cut.Get("all") != "" {
		for _, name := range []string{"all", "state", "partner", "account"} {
			f.Hidden = append(f.Hidden, views.Hidden{Name: name, Value: in.cut.Get(name)})
		}
		f.Hidden = append(f.Hidden, views.Hidden{Name: "count", Value: strconv.Itoa(n)})
	} else {
		for _, item := range items {
			if item.mails {
				f.Hidden = append(f.Hidden, views.Hidden{Name: "id", Value: item.key.Account + "/" + item.key.ID + "." + strconv.FormatInt(item.attempt, 10)})
			}
		}
	}
	for _, days := range []string{"", "7", "14", "30"} {
		label := "As each partner has it"
		if days != "" {
			label = days + " days"
		}
		f.Days = append(f.Days, views.Choice{Value: days, Label: label, Checked: days == in.days})
	}
	if n > bulkConfirm {
		f.Type = &views.Field{
			Name: "confirm", Label: "Type " + strconv.Itoa(n) + " to confirm", Width: 6, Mode: "numeric", Value: in.confirm, Error: in.problem,
			Hint: views.Plain("This many emails cannot be called back."),
		}
	}
	return f
}

var jobShape = regexp.MustCompile(`^job_[A-Z2-7]{26}$`)

// startBulk starts a job. A form that is sent twice starts one.
func (d *desk) startBulk(w http.ResponseWriter, r *http.Request, c clerk) error {
	v := r.PostForm
	in := bulkInput{job: v.Get("job"), days: v.Get("days"), confirm: strings.TrimSpace(v.Get("confirm")), cut: v}
	if !jobShape.MatchString(in.job) {
		in.job = portal.NewID("job")
	}
	if d.jobs.find(in.job) != nil { // whose it is, its page asks
		return d.seeOther(w, r, jobURL(in.job))
	}
	list, err := d.chosen(r, c, v)
	if err != nil {
		return err
	}
	items, err := d.plan(r, c, list)
	if err != nil {
		return err
	}
	n := mailing(items)
	days, err := strconv.Atoi(in.days)
	switch {
	case n == 0:
		return d.showBulk(w, r, c, http.StatusConflict, items, in)
	case in.days != "" && (err != nil || days < portal.MinTTLDays || days > portal.MaxTTLDays):
		in.days, in.problem = "", "Choose how long the new links work."
		return d.showBulk(w, r, c, http.StatusUnprocessableEntity, items, in)
	case v.Get("all") != "" && v.Get("count") != strconv.Itoa(n):
		in.problem = "The list has changed since that page was made. Nothing was sent."
		return d.showBulk(w, r, c, http.StatusConflict, items, in)
	case n > bulkConfirm && in.confirm != strconv.Itoa(n):
		in.problem = "Type " + strconv.Itoa(n) + " to confirm"
		return d.showBulk(w, r, c, http.StatusUnprocessableEntity, items, in)
	}
	job := newBulkJob(in.job, c.actor(), days, items, d.Portal.Now())
	if d.jobs.add(job) {
		d.Spawn(func(ctx context.Context) { job.run(ctx, d.Portal, d.Log) })
	}
	return d.seeOther(w, r, jobURL(in.job))
}
