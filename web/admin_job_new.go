package web

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const (
	previewMost  = 2000 // objects that a page looks at; more are counted as a job
	previewShown = 100  // rows of a page
)

// jobPreview is what a choice would come to.
type jobPreview struct {
	counts map[string]int64 // of items to be done, by account
	why    map[portal.BulkReason]int64
	rows   []portal.BulkItem
	looked int
	more   bool // there is more than a page looks at
}

func (p jobPreview) todo() (n int64) {
	for _, one := range p.counts {
		n += one
	}
	return n
}

// survey looks at what a choice would come to, and changes nothing.
func (d *desk) survey(r *http.Request, choice jobChoice) (jobPreview, error) {
	p := jobPreview{counts: map[string]int64{}, why: map[portal.BulkReason]int64{}}
	for _, account := range choice.accounts {
		ask := portal.BulkAsk{Account: account, Verb: choice.verb, Selection: choice.in(account)}
		err := d.Portal.SurveyBulk(r.Context(), ask, func(i portal.BulkItem) bool {
			if p.looked == previewMost {
				p.more = true
				return false
			}
			if p.looked++; i.State == portal.ItemTodo {
				p.counts[account]++
			} else {
				p.why[i.Reason]++
			}
			if len(p.rows) < previewShown {
				p.rows = append(p.rows, i)
			}
			return true
		})
		if err != nil || p.more {
			return p, err
		}
	}
	return p, nil
}

// jobTyped is what was typed into the form that starts a job.
type jobTyped struct {
	job, days, confirm string
	wrong              map[string]string
}

// idIn is the id of the job that the form makes in an account: each time the same,
// and another one in each.
func (t jobTyped) idIn(account string) string {
	sum := sha256.Sum256([]byte(t.job + " " + account))
	return "job_" + base32.StdEncoding.EncodeToString(sum[:])[:26]
}

// choiceOf reads a choice of the clerk.
func (d *desk) choiceOf(r *http.Request, c clerk, v url.Values) (jobChoice, error) {
	clocks, err := d.clocks(r)
	if err != nil {
		return jobChoice{}, err
	}
	partners, err := d.partnersByKey(r, c)
	if err != nil {
		return jobChoice{}, err
	}
	may := c.where(portal.MayAct)
	for k := range partners {
		if !may.Has(k.Account) {
			delete(partners, k)
		}
	}
	return readChoice(v, may, clocks, partners), nil
}

// previewJob is a GET: it changes nothing.
func (d *desk) previewJob(w http.ResponseWriter, r *http.Request, c clerk) error {
	choice, err := d.choiceOf(r, c, r.URL.Query())
	if err != nil {
		return err
	}
	return d.showPreview(w, r, c, http.StatusOK, choice, jobTyped{job: portal.NewID("job"), wrong: map[string]string{}})
}

func (d *desk) showPreview(w http.ResponseWriter, r *http.Request, c clerk, status int, choice jobChoice, typed jobTyped) error {
	page := views.JobNew{Back: views.Link{Label: "Jobs", URL: "/admin/jobs"}, Heading: "New job",
		Lead: "Choose what is to be done, and to which links. Nothing is done before you have seen what would happen."}
	if choice.chosen() && len(choice.wrong) == 0 {
		p, err := d.survey(r, choice)
		var invalid *portal.InvalidError
		if errors.As(err, &invalid) {
			status = http.StatusUnprocessableEntity
			for _, one := range invalid.Problems {
				typed.wrong[one.Field] = one.Message
			}
		} else if err != nil {
			return err
		} else if err := d.putPreview(r, choice, p, typed, &page); err != nil {
			return err
		}
	}
	names, err := d.actingIn(r, c)
	if err != nil {
		return err
	}
	if choice.picks == nil && choice.sel.Job == "" {
		page.Filter = choice.filter(names)
	}
	for name, text := range choice.wrong {
		typed.wrong[name] = text
	}
	title := page.Heading + " – Jobs"
	if page.Problems = problemsOf(typed.wrong, append(jobFields, "days", "confirm")...); page.Problems != nil {
		title = "Error: " + lowerFirst(title)
	}
	page.Frame = d.frame(c, "admin-job-new", title, views.PlaceJobs)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.JobNewPage(page))
}

// actingIn names the accounts where the clerk may act.
func (d *desk) actingIn(r *http.Request, c clerk) (map[string]string, error) {
	accounts, err := d.Portal.Accounts(r.Context())
	names := map[string]string{}
	for _, a := range accounts {
		if c.may(a.Slug, portal.MayAct) {
			names[a.Slug] = a.Name
		}
	}
	return names, err
}

// putPreview puts what a choice would come to onto the page.
func (d *desk) putPreview(r *http.Request, choice jobChoice, p jobPreview, typed jobTyped, page *views.JobNew) (err error) {
	j := portal.BulkJob{Verb: choice.verb, Selection: choice.sel}
	words, n := wordsOf(j), p.todo()
	things := "request"
	if choice.sel.Over == portal.OverLinks {
		things = "link"
	}
	page.Heading, page.Lead = words.ask+" "+manyOf(n, words.noun), "Chosen: "+manyOf(int64(p.looked), things)+"."
	page.Form = choice.form(j, p, typed)
	switch {
	case p.more:
		page.Heading = "More than " + thousands(previewMost) + " " + things + "s"
		page.Lead = "They are counted first. Nothing is done before you agree to the number."
	case n == 0:
		page.Heading, page.Form = "No "+words.noun+"s to "+lowerFirst(words.ask), nil
		page.Lead = "Chosen: " + manyOf(int64(p.looked), things) + ". Nothing can be done about any of them."
	}
	if !p.more {
		page.Counts = previewCounts(words, p)
	}
	if p.looked > len(p.rows) || p.more {
		page.Shown = "The first " + thousands(int64(len(p.rows))) + " are shown."
	}
	page.Rows, err = d.jobItems(r, j, p.rows)
	return err
}

func previewCounts(words verbWords, p jobPreview) (facts []views.AdminFact) {
	if n := p.todo(); n > 0 {
		facts = append(facts, views.AdminFact{Name: words.gets, Value: thousands(n)})
	}
	for _, why := range sortedReasons(p.why) {
		facts = append(facts, views.AdminFact{Name: "Left out: " + lowerFirst(whySaid[why]), Value: thousands(p.why[why])})
	}
	return facts
}

// form asks to start the job, or to count it.
func (c jobChoice) form(j portal.BulkJob, p jobPreview, typed jobTyped) *views.JobForm {
	words := wordsOf(j)
	f := &views.JobForm{URL: "/admin/jobs/new", Hidden: append([]views.Hidden{{Name: "job", Value: typed.job}}, c.hidden()...)}
	if j.Verb == portal.BulkReissue {
		f.Days = dayChoices(j, typed.days)
	}
	if p.more {
		f.Label, f.Icon = "Count them", views.IconSearch
		return f
	}
	for _, account := range c.accounts {
		if n := p.counts[account]; n > 0 {
			f.Hidden = append(f.Hidden, views.Hidden{Name: "count", Value: account + ":" + strconv.FormatInt(n, 10)})
		}
	}
	f.Effect = []string{words.effect, "You have 60 seconds to undo it. After that: " + lowerFirst(words.mend)}
	if len(p.counts) > 1 {
		f.Effect = append(f.Effect, "There will be a job in each of "+strconv.Itoa(len(p.counts))+" accounts.")
	}
	n := p.todo()
	f.Label, f.Icon, f.Danger = words.ask+" "+manyOf(n, words.noun), words.icon, j.Verb == portal.BulkRevoke
	f.Type = typeField(n, typed.confirm, typed.wrong["confirm"])
	return f
}

// typeField asks for a number to be typed; nil: it is small.
func typeField(n int64, value, problem string) *views.Field {
	if n <= portal.BulkConfirm {
		return nil
	}
	return &views.Field{Name: "confirm", Label: typeToConfirm(n), Width: 6, Mode: "numeric", Value: value, Error: problem}
}

func typeToConfirm(n int64) string { return "Type " + strconv.FormatInt(n, 10) + " to confirm" }

func dayChoices(j portal.BulkJob, typed string) []views.Choice {
	own := "As each partner has it"
	if j.Selection.Over == portal.OverLinks {
		own = "As the account has it"
	}
	var all []views.Choice
	for _, days := range []string{"", "7", "14", "30"} {
		label := own
		if days != "" {
			label = days + " days"
		}
		all = append(all, views.Choice{Value: days, Label: label, Checked: days == typed})
	}
	return all
}

// startJob makes a job in each account. A form that is sent twice makes them
// once.
func (d *desk) startJob(w http.ResponseWriter, r *http.Request, c clerk) error {
	v := r.PostForm
	choice, err := d.choiceOf(r, c, v)
	if err != nil {
		return err
	}
	typed := jobTyped{job: v.Get("job"), days: v.Get("days"), confirm: strings.TrimSpace(v.Get("confirm")), wrong: map[string]string{}}
	days, err := strconv.Atoi(typed.days)
	if typed.days != "" && (err != nil || days < 1) {
		typed.wrong["days"] = "Choose how long the new links work."
	}
	counts, n := countsOf(v["count"])
	if n > portal.BulkConfirm && typed.confirm != strconv.FormatInt(n, 10) {
		typed.wrong["confirm"] = typeToConfirm(n)
	}
	if len(typed.wrong)+len(choice.wrong) > 0 || !choice.chosen() {
		return d.showPreview(w, r, c, http.StatusUnprocessableEntity, choice, typed)
	}
	var made []portal.BulkJob
	for _, account := range choice.accounts {
		if len(counts) > 0 && counts[account] == 0 {
			continue // nothing to do in it
		}
		j, err := d.makeJob(r, portal.BulkAsk{
			Actor: c.actor(), Account: account, ID: typed.idIn(account), Verb: choice.verb, Selection: choice.in(account), Days: days,
			Agreed: counts[account], Delay: portal.BulkDelay,
		})
		var invalid *portal.InvalidError
		if errors.As(err, &invalid) {
			for _, one := range invalid.Problems {
				typed.wrong[one.Field] = one.Message
			}
			typed.days, typed.job = "", portal.NewID("job")
			return d.showPreview(w, r, c, http.StatusUnprocessableEntity, choice, typed)
		}
		if err != nil {
			return err
		}
		made = append(made, j)
	}
	switch len(made) {
	case 0:
		return d.showPreview(w, r, c, http.StatusConflict, choice, typed)
	case 1:
		return d.seeOther(w, r, jobURL(made[0].Key))
	}
	return d.seeOther(w, r, "/admin/jobs")
}

// makeJob makes a job. One that a page has counted is planned at once; another
// is left to the background, whatever its size.
func (d *desk) makeJob(r *http.Request, ask portal.BulkAsk) (portal.BulkJob, error) {
	j, err := d.Portal.MakeBulk(r.Context(), ask)
	if err != nil || ask.Agreed == 0 {
		return j, err
	}
	return d.Portal.PlanBulk(r.Context(), j.Key)
}

// countsOf reads what a page has counted, by account, and the sum.
func countsOf(fields []string) (counts map[string]int64, sum int64) {
	counts = map[string]int64{}
	for _, field := range fields {
		account, n, _ := strings.Cut(field, ":")
		if one, err := strconv.ParseInt(n, 10, 64); err == nil && one > 0 && counts[account] == 0 {
			counts[account] = one
			sum += one
		}
	}
	return counts, sum
}
