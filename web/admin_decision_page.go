package web

import (
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// decision is the page about one decision.
func (d *desk) decision(w http.ResponseWriter, r *http.Request, c clerk) error {
	var result *views.AdminResult
	if d.told(w, r, decisionURL(keyIn(r))) == saidConcluded {
		result = done("Saved. The decision is closed.")
	}
	return d.showDecision(w, r, http.StatusOK, c, concludeInput{}, result)
}

func (d *desk) showDecision(
	w http.ResponseWriter, r *http.Request, status int, c clerk, in concludeInput, result *views.AdminResult,
) error {
	detail, err := d.Portal.DecisionDetail(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return err
	}
	p := decisionPresenter{detail, clockOf(detail.Account), d.Portal.Now(), names}
	page := p.page(c.roleIn(p.Decision.Account), in)
	title := p.Decision.Reference + ", " + lowerFirst(page.State.Word) + " – Decisions"
	if page.Problems != nil {
		title = "Error: " + title
	}
	page.Frame = d.frame(c, "admin-decision", title, views.PlaceDecisions)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.DecisionDetailPage(page))
}

// decisionPresenter turns what is known of a decision into words.
type decisionPresenter struct {
	portal.DecisionDetail
	clock clock
	now   time.Time
	names map[portal.Actor]string
}

func (p decisionPresenter) page(role portal.Role, in concludeInput) views.DecisionDetail {
	dec := p.Decision
	v := views.DecisionDetail{
		Heading: actionSaid(dec.Action) + ": " + p.about(), Reference: dec.Reference, State: decisionBadge(dec, p.now),
		Fix: p.stands(), Facts: p.facts(), Outcome: p.outcome(role), Mails: p.mails(), Timeline: p.timeline(),
	}
	if !role.May(portal.MayAct) {
		v.Hidden = hiddenWords
		return v
	}
	v.Shown, v.Change = readFacts(dec.Shown), p.change()
	switch {
	case dec.State == portal.DecisionSubmitted && dec.Class == portal.Wish:
		v.Conclude, v.Problems = p.conclude(in), problemsOf(in.wrong, "state", "message", "effectiveAt")
	case dec.State == portal.DecisionRecorded:
		v.Settle = &views.PostButton{
			URL: decisionURL(p.key()) + "/conclude", Hidden: []views.Hidden{{Name: "state", Value: string(portal.DecisionApplied)}},
			Label: "Acknowledge it", Icon: views.IconCheck,
			Hint: "Says that it is dealt with. It has been in force since it was received, and the customer has the receipt. Only where no billing system does this through the API.",
		}
	}
	return v
}

func (p decisionPresenter) key() portal.Key {
	return portal.Key{Account: p.Decision.Account, ID: p.Decision.ID}
}

// about is what the decision is about, as the billing system calls it.
func (p decisionPresenter) about() string {
	if p.Title != "" && p.Decision.Subject.Type != "payment_method" {
		return p.Title
	}
	return subjectSaid(p.Decision.Subject)
}

// stands says in one line how things are, and who has to act.
func (p decisionPresenter) stands() views.Fix {
	dec, badge := p.Decision, decisionBadge(p.Decision, p.now)
	fix := views.Fix{Tone: badge.Tone, Icon: badge.Icon, Heading: badge.Word}
	switch dec.State {
	case portal.DecisionRecorded:
		fix.Heading, fix.Text = "It is in force", "A declaration: in force since "+p.clock.full(dec.CreatedAt)+". It cannot be refused. The billing system has not acknowledged it yet."
	case portal.DecisionAcknowledged:
		fix.Heading, fix.Text = "It is in force and acknowledged", "In force since "+p.clock.full(dec.CreatedAt)+"."
	case portal.DecisionSubmitted:
		fix.Heading, fix.Text = p.waits()
	case portal.DecisionApplied:
		fix.Heading, fix.Text = "It was done", "On "+p.clock.full(dec.DoneAt)+"."
	case portal.DecisionRefused:
		fix.Heading, fix.Text = "It was refused", "On "+p.clock.full(dec.DoneAt)+". Nothing has changed for the customer."
	case portal.DecisionLapsed:
		fix.Heading, fix.Text = "Nobody answered in time", "It ended on "+p.clock.full(dec.DoneAt)+" without an answer. Nothing has changed; the customer can ask again."
		if dec.Class == portal.Redirected {
			fix.Heading, fix.Text = "It was not finished at the provider", "It was left or ran out there on "+p.clock.full(dec.DoneAt)+". Nothing has changed."
		}
	case portal.DecisionWithdrawn:
		fix.Heading, fix.Text = "The customer took it back", "On "+p.clock.full(dec.DoneAt)+", before it was answered."
	case portal.DecisionSuperseded:
		fix.Heading, fix.Text = "A cancellation overtook it", "On "+p.clock.full(dec.DoneAt)+". Nothing was changed by it."
	}
	return fix
}

func (p decisionPresenter) waits() (heading, text string) {
	dec := p.Decision
	switch {
	case dec.Class == portal.Redirected:
		return "The customer is at the payment provider", "The provider says what becomes of it."
	case dec.DueAt.IsZero():
		return "It waits for an answer", "It has no deadline."
	case overdue(dec, p.now):
		return "The answer is overdue", "It was due on " + p.clock.full(dec.DueAt) + ". The request ends within a minute."
	}
	return "It waits for an answer", "If nobody answers by " + p.clock.full(dec.DueAt) + ", it ends and the customer is told so."
}

func (p decisionPresenter) mails() []views.DecisionMail {
	var mails []views.DecisionMail
	for _, m := range p.Mails {
		at := m.CreatedAt
		if !m.SentAt.IsZero() {
			at = m.SentAt
		}
		mails = append(mails, views.DecisionMail{
			URL: mailURL(m.ID), Kind: templateSaid(m.Template), To: shownTo(m.To), State: mailBadge(m), At: p.clock.moment(at),
		})
	}
	return mails
}

func (p decisionPresenter) timeline() []views.TimelineItem {
	var all []happening
	for _, m := range p.DecisionDetail.Mails {
		all = append(all, mailed(m))
	}
	for _, e := range p.DecisionDetail.Timeline {
		all = append(all, happening{e.At, entryItem(e, p.clock, p.names)})
	}
	return newestFirst(all, p.clock)
}
