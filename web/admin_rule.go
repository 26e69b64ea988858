package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func ruleURL(account string) string { return "/admin/rules/" + inPath(account) }

// rules says how the rule stands in every account that the clerk may see.
func (d *desk) rules(r *http.Request, c clerk) (rules []views.ProposalRule, err error) {
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return nil, err
	}
	slugs := []string{""}
	for _, a := range accounts {
		slugs = append(slugs, a.Slug)
	}
	for _, slug := range slugs {
		if !c.may(slug, portal.MaySee) {
			continue
		}
		rule, err := d.Portal.Rule(r.Context(), slug)
		if err != nil {
			return nil, err
		}
		row := views.ProposalRule{Account: trailName(slug), State: ruleSaid(rule)}
		if c.may(slug, portal.MayManage) {
			row.URL = ruleURL(slug)
		}
		rules = append(rules, row)
	}
	return rules, nil
}

// ruleSaid is how the rule of the second owner stands, in a sentence.
func ruleSaid(rule portal.Rule) string {
	switch {
	case !rule.FourEyes:
		return "No change needs a second owner."
	case !rule.Holds():
		return "There is one owner, so nobody could approve: no change needs a second owner until there are two."
	}
	return "Changes of seeds, revoked keys and work on more than " + limitSaid(rule.BulkLimit) + " links at once need a second owner."
}

func (d *desk) rule(w http.ResponseWriter, r *http.Request, c clerk) error {
	account := r.PathValue("account")
	rule, err := d.Portal.Rule(r.Context(), account)
	if err != nil {
		return err
	}
	var result *views.AdminResult
	if d.told(w, r, ruleURL(account)) == saidSaved {
		result = done("Saved.")
	}
	return d.showRule(w, r, c, http.StatusOK, rule, rule.FourEyes, number(rule.BulkLimit), nil, result)
}

func (d *desk) showRule(
	w http.ResponseWriter, r *http.Request, c clerk, status int, rule portal.Rule, on bool, limit string, wrong map[string]string, result *views.AdminResult,
) error {
	title := "Second owner in " + lowerFirst(trailName(rule.Account))
	page := views.RuleForm{
		Heading: title, Now: ruleSaid(rule), URL: ruleURL(rule.Account), Problems: problemsOf(wrong, "limit"),
		Ways: []views.Choice{{Value: "on", Label: "Need a second owner", Checked: on}, {Value: "off", Label: "One owner is enough", Checked: !on}},
		Limit: views.Field{
			Name: "limit", Label: "Links that one person may change at once", Value: limit, Width: 7, Mode: "numeric", Error: wrong["limit"],
			Hint: views.Plain("1 to 100,000. Work on more needs a second owner."),
		},
		Back: views.Link{Label: "Second owner", URL: "/admin/proposals"},
	}
	if rule.Holds() {
		page.Hint = "To loosen the rule needs a second owner too."
	}
	if len(wrong) > 0 {
		title = "Error: " + title
	}
	page.Frame = d.frame(c, "admin-rule", title, views.PlaceProposals)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.RuleFormPage(page))
}

func (d *desk) changeRule(w http.ResponseWriter, r *http.Request, c clerk) error {
	account := r.PathValue("account")
	on, typed := r.PostForm.Get("four-eyes") == "on", r.PostForm.Get("limit")
	limit, err := strconv.ParseInt(typed, 10, 64)
	var done portal.Undertaken
	if err == nil {
		done, err = d.Portal.Undertake(r.Context(), c.actor(), account, portal.RuleChange{FourEyes: on, BulkLimit: limit})
	}
	var bad *strconv.NumError
	switch {
	case errors.Is(err, portal.ErrBulkLimit), errors.As(err, &bad):
		rule, err := d.Portal.Rule(r.Context(), account)
		if err != nil {
			return err
		}
		return d.showRule(w, r, c, http.StatusUnprocessableEntity, rule, on, typed, map[string]string{"limit": "The limit must be a number from 1 to 100,000."}, nil)
	case err != nil:
		return err
	case done.Waits():
		return d.toProposal(w, r, done.Proposal)
	}
	if err := d.tell(w, r, ruleURL(account), saidSaved); err != nil {
		return err
	}
	return d.seeOther(w, r, ruleURL(account))
}
