package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func (p requestPresenter) facts() []views.AdminFact {
	r := p.Request
	all := []views.AdminFact{
		{Name: "Reference", Value: r.Reference, Code: true},
		{Name: "Request", Value: r.ID, Code: true},
		{Name: "Partner", Value: p.Partner.Name + ", " + daysSaid(p.Partner.TTLDays) + " by default", URL: partnerURL(p.Partner)},
		{Name: "Tenant ID", Value: r.Tenant, Code: true},
		{Name: "Account", Value: p.Account.Name},
		{Name: "Customer", Value: p.company()},
		{Name: "Address", Value: "None on file"},
	}
	if r.Email != "" {
		all[6].Value = shownTo(r.Email)
	}
	if len(p.Clients) > 1 {
		all[5].Value = fmt.Sprintf("One of %d companies, which the customer chooses", len(p.Clients))
	}
	all = append(all, views.AdminFact{Name: "Link", Code: true, Value: fmt.Sprintf("…/%s/approve/%s.%d ?s=%d &e=%d &c=…",
		r.Account, r.ID, r.Attempt, r.Start, r.End)})
	return all
}

// decision is what was decided, by whom and from where.
func (p requestPresenter) decision() []views.AdminFact {
	c := p.Decided
	if c == nil {
		return nil
	}
	word := "Approved"
	if c.Choice == portal.Declined {
		word = "Declined"
	}
	all := []views.AdminFact{
		{Name: "Decided", Value: word},
		{Name: "When", Value: p.clock.full(c.At)},
		{Name: "By", Value: "The customer, " + shownTo(p.Request.Email)},
		{Name: "For", Value: p.company()},
		{Name: "Link", Value: "Link " + strconv.FormatInt(c.Attempt, 10)},
		{Name: "Network", Value: c.Network, Code: true},
		{Name: "Browser", Value: c.UserAgent},
		{Name: "Reason", Value: c.Reason},
	}
	return slices.DeleteFunc(all, func(f views.AdminFact) bool { return f.Value == "" })
}

var caseBadges = map[portal.CaseState]views.Badge{
	portal.CaseHeld:    {Tone: views.ToneWait, Icon: views.IconClock, Word: "Held"},
	portal.CaseLanding: {Tone: views.ToneInfo, Icon: views.IconClock, Word: "Landing"},
	portal.CaseLanded:  {Tone: views.ToneOK, Icon: views.IconCheck, Word: "Landed"},
	portal.CaseFailed:  {Tone: views.ToneStop, Icon: views.IconCross, Word: "Failed"},
	portal.CaseDropped: {Tone: views.ToneMute, Icon: views.IconBar, Word: "Dropped"},
}

func (p requestPresenter) cases(role portal.Role) views.Cases {
	sum := portal.Sum(p.Cases)
	shown := views.Cases{Summary: "None"}
	if sum.Count > 0 {
		shown.Summary = countOf(sum.Count, "case")
	}
	if sum.Total != "" {
		shown.Summary += ", " + english.Money(string(sum.Total), sum.Currency) + " in total"
	}
	failed := 0
	for _, c := range p.Cases {
		shown.Rows = append(shown.Rows, caseRow(c))
		if c.State == portal.CaseFailed {
			failed++
		}
	}
	if failed > 0 && role.May(portal.MayAct) {
		shown.Retry = &views.PostButton{
			URL: requestURL(p.Request.Key) + "/cases/retry", Label: "Land " + countOf(failed, "failed case") + " again", Icon: views.IconRenew,
		}
	}
	return shown
}

// caseRow shows what can be read of a case; a partner may have sent anything.
func caseRow(c portal.HeldCase) views.CaseRow {
	var body struct {
		Currency string          `json:"currencyCode"`
		Amount   json.RawMessage `json:"amountToRecover"`
		Debtor   struct {
			Name string `json:"name"`
		} `json:"debtor"`
	}
	row := views.CaseRow{Reference: c.Reference, State: caseBadges[c.State], Error: c.Error}
	if row.Reference == "" {
		row.Reference = "No. " + strconv.FormatInt(c.Position+1, 10)
	}
	if json.Unmarshal([]byte(c.Payload), &body) != nil {
		return row
	}
	row.Debtor = body.Debtor.Name
	if sum := portal.Sum([]portal.HeldCase{{Payload: c.Payload}}); sum.Total != "" {
		row.Amount = english.Money(string(sum.Total), sum.Currency)
	} else if amount := strings.Trim(string(body.Amount), `"`); amount != "null" {
		row.Amount = strings.TrimSpace(body.Currency + " " + amount)
	}
	return row
}

// withdraw is the page that asks before a request is ended.
func (p requestPresenter) withdraw() views.Confirm {
	r := p.Request
	page := views.Confirm{
		Heading: "Withdraw the request of " + p.Partner.Name,
		Effects: []string{
			"The link stops working at once. " + p.company() + " reads that the request was withdrawn, and their account does not change.",
		},
		URL: requestURL(r.Key) + "/withdraw", Hidden: []views.Hidden{{Name: "generation", Value: strconv.FormatInt(r.Attempt, 10)}},
		Label: "Withdraw the request", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep the request", URL: requestURL(r.Key)},
	}
	held := 0
	for _, c := range p.Cases {
		if c.State == portal.CaseHeld {
			held++
		}
	}
	if held > 0 {
		page.Effects = append(page.Effects, countOf(held, "held case")+" kept. If "+p.Partner.Name+" asks again, what was sent along is there.")
		page.Tick = &views.Tick{Name: "drop", Value: "cases", Label: "Drop " + countOf(held, "held case") + " too", Hint: "They cannot be brought back."}
	}
	return page
}
