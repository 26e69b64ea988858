package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func (d *desk) job(w http.ResponseWriter, r *http.Request, c clerk) error {
	var result *views.AdminResult
	switch said := d.told(w, r, jobURL(keyIn(r))); said {
	case "":
	default:
		result = &views.AdminResult{Tone: views.ToneInfo, Icon: views.IconInfo, Text: said}
	}
	return d.showJob(w, r, c, http.StatusOK, result, nil)
}

// jobPresenter puts a job into the words of its page.
type jobPresenter struct {
	portal.BulkJob
	words verbWords
	clock clock
	now   time.Time
	names map[portal.Actor]string
	rule  portal.Rule
	may   bool // the reader may act in the job's account
}

// showJob draws the page about a job. wrong is what was wrong with what was
// typed, by field.
func (d *desk) showJob(w http.ResponseWriter, r *http.Request, c clerk, status int, result *views.AdminResult, wrong map[string]string) error {
	j, err := d.Portal.BulkJob(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return err
	}
	rule, err := d.Portal.Rule(r.Context(), j.Account)
	if err != nil {
		return err
	}
	p := jobPresenter{j, wordsOf(j), clocks[j.Account], d.Portal.Now(), names, rule, c.may(j.Account, portal.MayAct)}
	page := p.page(wrong)
	if err := d.putItems(r, j, &page); err != nil {
		return err
	}
	if page.Every != "" && result == nil {
		w.Header().Set("Refresh", "3")
	}
	title := page.Heading + " – Jobs"
	if page.Problems != nil {
		title = "Error: " + lowerFirst(title)
	}
	page.Frame = d.frame(c, "admin-job", title, views.PlaceJobs)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.JobPage(page))
}

func (p jobPresenter) page(wrong map[string]string) views.Job {
	page := views.Job{
		Back: views.Link{Label: "Jobs", URL: "/admin/jobs"}, Heading: p.heading(), State: jobBadge(p.BulkJob, p.now), Text: p.text(),
		URL: jobURL(p.Key), Facts: p.facts(), Problems: problemsOf(wrong, "confirm"),
	}
	if p.moves() {
		page.Every = "This page refreshes every 3 seconds. The work goes on when you leave."
	}
	if p.Chosen > 0 && p.State != portal.BulkPlanning && p.State != portal.BulkReady {
		page.Bar = &views.JobProgress{Value: strconv.FormatInt(p.Settled(), 10), Max: strconv.FormatInt(p.Chosen, 10)}
	}
	if p.State == portal.BulkReady {
		p.askToAgree(&page, wrong)
	}
	if p.may {
		page.Buttons = p.buttons()
	}
	p.mend(&page)
	if p.State.Over() || p.State == portal.BulkPaused {
		page.Files = []views.Link{{Label: "Results as CSV", URL: jobURL(p.Key) + "/results.csv"}, {Label: "Results as JSON", URL: jobURL(p.Key) + "/results.json"}}
	}
	return page
}

// moves reports whether something will have changed in a few seconds.
func (p jobPresenter) moves() bool {
	return p.State == portal.BulkPlanning || p.State == portal.BulkRunning
}

func (p jobPresenter) heading() string {
	chosen := manyOf(p.Chosen, p.words.noun)
	switch {
	case p.State == portal.BulkPlanning:
		return "Counting " + chosenSaid(p.Selection)
	case p.State == portal.BulkReady:
		return p.words.ask + " " + chosen
	case p.State == portal.BulkRunning:
		return p.words.doing + " " + chosen
	case p.State == portal.BulkPaused:
		return "Paused: " + thousands(p.Done) + " of " + chosen
	case p.State == portal.BulkStopped && p.Settled() == 0:
		return "Undone: nothing was " + p.words.unit
	}
	return p.words.did + " " + thousands(p.Done) + " of " + chosen
}

func (p jobPresenter) text() string {
	switch {
	case p.State == portal.BulkPlanning:
		return "Counting… " + jobFar(p.BulkJob)
	case p.State == portal.BulkReady:
		return fmt.Sprintf("Looked at %s: %s to do, %s left out", thousands(p.Looked), thousands(p.Chosen), thousands(p.LeftOut))
	case p.Waits(p.now):
		return "Starts in " + manyOf(int64(p.StartsAt.Sub(p.now)/time.Second)+1, "second")
	case p.State == portal.BulkRunning:
		return jobFar(p.BulkJob) + leftSaidOf(p.BulkJob, p.now)
	case p.State.Over():
		return fmt.Sprintf("%s, %s not begun, finished at %s", jobFar(p.BulkJob), thousands(p.Chosen-p.Settled()), p.clock.time(p.EndedAt))
	}
	return jobFar(p.BulkJob)
}

func (p jobPresenter) askToAgree(page *views.Job, wrong map[string]string) {
	page.Notice = "Nothing has been done. It begins when somebody agrees to this number."
	if !p.may {
		return
	}
	page.Form = &views.JobForm{
		URL: jobURL(p.Key) + "/start", Hidden: []views.Hidden{{Name: "count", Value: strconv.FormatInt(p.Chosen, 10)}},
		Effect: []string{p.words.effect, "You have 60 seconds to undo it. After that: " + lowerFirst(p.words.mend)},
		Type:   typeField(p.Chosen, "", wrong["confirm"]), Label: p.words.ask + " " + manyOf(p.Chosen, p.words.noun), Icon: p.words.icon,
		Danger: p.Verb == portal.BulkRevoke,
	}
	if p.rule.Holds() && p.Chosen > p.rule.BulkLimit {
		page.Form.Effect = append(page.Form.Effect, "That is more than "+thousands(p.rule.BulkLimit)+": it is proposed, and starts when a second owner approves it.")
		page.Form.Label = "Propose to " + lowerFirst(page.Form.Label)
	}
}

func (p jobPresenter) buttons() []views.PostButton {
	stay := "What was " + p.words.unit + " stays " + p.words.unit + "."
	button := func(verb, label string, icon views.Icon, hint string) views.PostButton {
		return views.PostButton{URL: jobURL(p.Key) + "/" + verb, Label: label, Icon: icon, Hint: hint}
	}
	switch {
	case p.State == portal.BulkPlanning:
		return []views.PostButton{button("stop", "Stop", views.IconBar, "Nothing has been done.")}
	case p.State == portal.BulkReady:
		return []views.PostButton{button("stop", "Throw away", views.IconBar, "Nothing has been done.")}
	case p.Waits(p.now):
		return []views.PostButton{button("stop", "Undo", views.IconRenew, "Nothing has been done yet.")}
	case p.State == portal.BulkRunning:
		return []views.PostButton{button("pause", "Pause", views.IconClock, ""), button("stop", "Stop after the current one", views.IconBar, stay)}
	case p.State == portal.BulkPaused:
		return []views.PostButton{button("resume", "Go on", views.IconRenew, ""), button("stop", "Stop for good", views.IconBar, stay)}
	case p.State == portal.BulkDone && p.Failed > 0:
		return []views.PostButton{button("retry", "Try the failed again", views.IconRenew, "")}
	}
	return nil
}

// mend says what can be undone of what was done.
func (p jobPresenter) mend(page *views.Job) {
	if p.Waits(p.now) || p.State.Over() && p.Done > 0 {
		page.Mend = p.words.mend
	}
	if p.may && p.State.Over() && p.Done > 0 && p.Verb == portal.BulkRevoke {
		v := url.Values{"verb": {string(portal.BulkReissue)}, "over": {string(p.Selection.Over)}, "account": {p.Account}, "undo": {p.ID}}
		page.Undo = &views.Link{Label: "Send new links to these …", URL: "/admin/jobs/new?" + v.Encode()}
	}
}

func (p jobPresenter) facts() []views.AdminFact {
	facts := []views.AdminFact{
		{Name: "What", Value: jobTitle(p.BulkJob)}, {Name: "Account", Value: p.Account},
		{Name: "By", Value: whoSaid(string(p.Actor), p.names)}, {Name: "Made", Value: p.clock.full(p.CreatedAt)},
	}
	add := func(name, value string) { facts = append(facts, views.AdminFact{Name: name, Value: value}) }
	if p.Days > 0 {
		add("New links work for", daysSaid(p.Days))
	}
	if !p.Selection.From.IsZero() {
		add("From", p.clock.full(p.Selection.From))
	}
	if !p.Selection.Until.IsZero() {
		add("Until", p.clock.full(p.Selection.Until))
	}
	if id := p.Selection.Job; id != "" {
		facts = append(facts, views.AdminFact{Name: "Mends", Value: id, Code: true, URL: jobURL(portal.Key{Account: p.Account, ID: id})})
	}
	if !p.StartsAt.IsZero() {
		add("Started", p.clock.full(p.StartsAt))
	}
	return append(facts, views.AdminFact{Name: "Job", Value: p.ID, Code: true})
}

// itemTabs are the cuts of a job's items.
var itemTabs = []struct {
	state portal.BulkItemState
	label string
	count func(portal.BulkJob) int64
}{
	{"", "All", func(j portal.BulkJob) int64 { return j.Looked }},
	{portal.ItemDone, "Done", func(j portal.BulkJob) int64 { return j.Done }},
	{portal.ItemFailed, "Failed", func(j portal.BulkJob) int64 { return j.Failed }},
	{portal.ItemSkipped, "Skipped", func(j portal.BulkJob) int64 { return j.Skipped }},
	{portal.ItemLeftOut, "Left out", func(j portal.BulkJob) int64 { return j.LeftOut }},
}

// putItems puts the items of the cut that the address names onto the page.
func (d *desk) putItems(r *http.Request, j portal.BulkJob, page *views.Job) error {
	v := r.URL.Query()
	f := portal.BulkItemFilter{Job: j.Key, State: portal.BulkItemState(v.Get("show")), Limit: previewShown + 1}
	f.After, _ = strconv.ParseInt(v.Get("after"), 10, 64) // what cannot be read is the first page
	for _, t := range itemTabs {
		tab := views.Tab{Label: t.label, Count: thousands(t.count(j)), URL: jobURL(j.Key), Here: t.state == f.State}
		if t.state != "" {
			tab.URL += "?show=" + string(t.state)
		}
		page.Tabs = append(page.Tabs, tab)
	}
	items, err := d.Portal.BulkItems(r.Context(), f)
	if err != nil {
		return err
	}
	if len(items) > previewShown {
		items = items[:previewShown]
		next := url.Values{"after": {strconv.FormatInt(items[previewShown-1].Place, 10)}}
		if f.State != "" {
			next.Set("show", string(f.State))
		}
		page.Next = jobURL(j.Key) + "?" + next.Encode()
	}
	page.Empty = "Nothing is listed here."
	page.Items, err = d.jobItems(r, j, items)
	return err
}
