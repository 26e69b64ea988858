package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// proposalRooms are the addresses about changes that need a second owner. Who
// may look may see that one waits; the portal says who may decide it.
func (d *desk) proposalRooms() []adminRoute {
	rooms := []adminRoute{
		{pattern: "GET /admin/proposals", need: portal.MaySee, room: d.proposals},
		{pattern: "GET /admin/rules/{account}", need: portal.MayManage, room: d.rule},
		{pattern: "POST /admin/rules/{account}", need: portal.MayManage, fresh: true, room: d.changeRule},
		{pattern: "GET /admin/rules/" + wholePath, need: portal.MayManage, whole: true, room: d.rule},
		{pattern: "POST /admin/rules/" + wholePath, need: portal.MayManage, whole: true, fresh: true, room: d.changeRule},
	}
	for of, whole := range map[string]bool{"{account}": false, wholePath: true} {
		one := " /admin/proposals/" + of + "/{id}"
		rooms = append(rooms,
			adminRoute{pattern: "GET" + one, need: portal.MaySee, whole: whole, room: d.proposal},
			adminRoute{pattern: "POST" + one + "/approve", need: portal.MayManage, whole: whole, fresh: true, room: d.decideProposal((*portal.Service).ApproveProposal)},
			adminRoute{pattern: "POST" + one + "/refuse", need: portal.MayManage, whole: whole, room: d.decideProposal((*portal.Service).RefuseProposal)},
			adminRoute{pattern: "POST" + one + "/withdraw", need: portal.MaySee, whole: whole, room: d.decideProposal((*portal.Service).WithdrawProposal)})
	}
	return rooms
}

// wholePath stands for the installation in an address, where accounts have their
// slug: none is called so.
const wholePath = "-"

func inPath(account string) string { return cmp.Or(account, wholePath) }

func proposalURL(p portal.Proposal) string {
	return "/admin/proposals/" + inPath(p.Account) + "/" + p.ID
}

// proposalTitles name the kinds of changes.
var proposalTitles = map[portal.ProposalKind]string{
	portal.ChangesSeed: "New v1 seed",
	portal.RevokesKey:  "Revoke a link key",
	portal.StartsBulk:  "Many links at once",
	portal.ChangesRule: "Change the rule of the second owner",
}

func proposalTitle(k portal.ProposalKind) string {
	if said, ok := proposalTitles[k]; ok {
		return said
	}
	return upperFirst(string(k))
}

var proposalBadges = map[portal.ProposalState]views.Badge{
	portal.ProposalOpen:      {Tone: views.ToneWarn, Icon: views.IconClock, Word: "Waits"},
	portal.ProposalDone:      {Tone: views.ToneOK, Icon: views.IconCheck, Word: "Approved and done"},
	portal.ProposalRefused:   {Tone: views.ToneStop, Icon: views.IconBar, Word: "Refused"},
	portal.ProposalWithdrawn: {Tone: views.ToneMute, Icon: views.IconCross, Word: "Withdrawn"},
	portal.ProposalExpired:   {Tone: views.ToneMute, Icon: views.IconClock, Word: "Expired"},
}

// proposalsOnPage is how many proposals a page lists.
const proposalsOnPage = 50

func (d *desk) proposals(w http.ResponseWriter, r *http.Request, c clerk) error {
	q, now := r.URL.Query(), d.Portal.Now()
	all := q.Get("state") == "all"
	page := views.Proposals{
		Frame: d.frame(c, "admin-proposals", "Second owner", views.PlaceProposals), Empty: "Nothing waits for a second owner.",
		Tabs: []views.Tab{{Label: "Waiting", URL: "/admin/proposals", Here: !all}, {Label: "All", URL: "/admin/proposals?state=all", Here: all}},
	}
	f := portal.ProposalFilter{Accounts: c.where(portal.MaySee), Before: cursorOf(q.Get("after")), Limit: proposalsOnPage + 1}
	if all {
		page.Empty = "Nothing was proposed yet."
	} else {
		f.OpenAt = now
	}
	found, err := d.Portal.Proposals(r.Context(), f)
	if err != nil {
		return err
	}
	if len(found) > proposalsOnPage {
		found = found[:proposalsOnPage]
		last := found[proposalsOnPage-1]
		values := url.Values{"after": {cursorText(portal.Cursor{At: last.ProposedAt, ID: last.ID})}}
		if all {
			values.Set("state", "all")
		}
		page.Next = "/admin/proposals?" + values.Encode()
	}
	if page.Rows, err = d.proposalRows(r, found, now); err != nil {
		return err
	}
	if page.Rules, err = d.rules(r, c); err != nil {
		return err
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ProposalsPage(page))
}

func (d *desk) proposalRows(r *http.Request, found []portal.Proposal, now time.Time) (rows []views.ProposalRow, err error) {
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return nil, err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		rows = append(rows, views.ProposalRow{
			URL: proposalURL(p), Title: proposalTitle(p.Kind), Account: trailName(p.Account), State: proposalBadges[p.Standing(now)],
			By: upperThe(whoSaid(string(p.ProposedBy), names)), At: clocks[p.Account].moment(p.ProposedAt),
		})
	}
	return rows, nil
}

// What the page of a proposal says after a change.
const (
	saidProposed  = "proposed"
	saidApproved  = "approved"
	saidRefused   = "refused"
	saidTakenBack = "taken-back"
)

var proposalSaid = map[string]string{
	saidProposed:  "Proposed. Nothing is changed until another owner approves it.",
	saidApproved:  "Approved and done.",
	saidRefused:   "Refused. Nothing was changed.",
	saidTakenBack: "Withdrawn. Nothing was changed.",
}

// toProposal leads to a proposal that was just made.
func (d *desk) toProposal(w http.ResponseWriter, r *http.Request, p portal.Proposal) error {
	return d.backToProposal(w, r, p, saidProposed)
}

func (d *desk) backToProposal(w http.ResponseWriter, r *http.Request, p portal.Proposal, said string) error {
	if err := d.tell(w, r, proposalURL(p), said); err != nil {
		return err
	}
	return d.seeOther(w, r, proposalURL(p))
}

func (d *desk) proposal(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.Portal.Proposal(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	var result *views.AdminResult
	if text := proposalSaid[d.told(w, r, proposalURL(p))]; text != "" {
		result = done(text)
	}
	return d.showProposal(w, r, c, http.StatusOK, p, result)
}

func (d *desk) showProposal(w http.ResponseWriter, r *http.Request, c clerk, status int, p portal.Proposal, result *views.AdminResult) error {
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	at, state := clocks[p.Account], p.Standing(d.Portal.Now())
	title := proposalTitle(p.Kind) + " for " + trailName(p.Account)
	page := views.Proposal{
		Frame: d.frame(c, "admin-proposal", title+" – Second owner", views.PlaceProposals), Heading: title, State: proposalBadges[state], Effects: p.Effects,
		Facts: []views.AdminFact{
			{Name: "Account", Value: trailName(p.Account)}, {Name: "Proposed by", Value: upperThe(whoSaid(string(p.ProposedBy), names))},
			{Name: "Proposed", Value: at.full(p.ProposedAt)}, {Name: "Waits until", Value: at.full(p.ExpiresAt)}, {Name: "ID", Value: p.ID, Code: true},
		},
	}
	if !p.DecidedAt.IsZero() {
		by := "By the clock"
		if p.DecidedBy != "" {
			by = upperThe(whoSaid(string(p.DecidedBy), names))
		}
		page.Facts = append(page.Facts, views.AdminFact{Name: "Decided by", Value: by}, views.AdminFact{Name: "Decided", Value: at.full(p.DecidedAt)})
	}
	own := p.ProposedBy == c.actor()
	switch {
	case state != portal.ProposalOpen:
		page.Why = "It is over. Nothing can be done about it any more."
	case own:
		page.Why = "You proposed it, so another owner has to approve it."
		page.Withdraw = &views.PostButton{URL: proposalURL(p) + "/withdraw", Label: "Withdraw", Icon: views.IconCross}
	case !c.may(p.Account, portal.MayManage):
		page.Why = "An owner of the account has to decide it."
	default:
		page.Approve = &views.PostButton{URL: proposalURL(p) + "/approve", Label: "Approve and do it now", Icon: views.IconCheck}
		page.Refuse = &views.PostButton{URL: proposalURL(p) + "/refuse", Label: "Refuse", Icon: views.IconBar}
	}
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.ProposalPage(page))
}

// proposalEnds are the words for what became of a proposal.
var proposalEnds = map[portal.ProposalState]string{
	portal.ProposalDone: saidApproved, portal.ProposalRefused: saidRefused, portal.ProposalWithdrawn: saidTakenBack,
}

// proposalRefusals are the words for who may not decide, or comes second.
var proposalRefusals = []struct {
	err  error
	said string
}{
	{portal.ErrOwnProposal, "You proposed it, so another owner has to approve it."},
	{portal.ErrNotAllowed, "You may not decide this proposal. Nothing was changed."},
	{portal.ErrProposalOver, "Somebody was faster, or its time was over. Below is how it stands."},
	{portal.ErrProposerGone, "Who proposed it does not work here any more, or has another role now. Refuse it."},
	{portal.ErrChanged, "What it would change was changed meanwhile. Refuse it, and propose it anew."},
	{portal.ErrLastKey, "The key is the active one again. Refuse it."},
	{portal.ErrOneSeed, "Another account has this seed by now. Refuse it."},
}

func (d *desk) decideProposal(decide func(*portal.Service, context.Context, string, portal.Key) error) room {
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		k := keyIn(r)
		err := decide(d.Portal, r.Context(), c.admin.ID, k)
		if errors.Is(err, portal.ErrNotFound) {
			return err
		}
		p, lookErr := d.Portal.Proposal(r.Context(), k)
		if lookErr != nil {
			return lookErr
		}
		if err == nil {
			return d.backToProposal(w, r, p, proposalEnds[p.State])
		}
		for _, refusal := range proposalRefusals {
			if errors.Is(err, refusal.err) {
				return d.showProposal(w, r, c, http.StatusConflict, p, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: refusal.said})
			}
		}
		return err
	}
}
