package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// orderPage is the page of a purchase and its steps.
type orderPage struct{ open portal.OpenPurchase }

// actionAgain mails the link of the page once more. It is no decision.
const actionAgain portal.Action = "again"

// confirmation opens a purchase.
func (s *server) confirmation(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	open, err := s.Portal.Purchase(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	return s.deed(w, r, adm, &orderPage{open})
}

func (o *orderPage) about() string { return "Your order " + o.open.Purchase.ID }

func (o *orderPage) page(d *deed) error {
	visitOf(d.r).page = "document"
	if d.own(sentName) != "" && d.asked(d.adm.Grant, visitOf(d.r).query) {
		return d.answer(d.w, d.r, d.mailedAgain(o))
	}
	return d.render(d.w, d.r, http.StatusOK, views.ConfirmationPage(d.purchaseView(o)))
}

// purchaseTasks are what else can be done about a purchase. Nothing is offered
// in a state that we do not know.
func (d *deed) purchaseTasks(o *orderPage) views.Tasks {
	t := views.Tasks{Heading: "What you can do"}
	add := func(a portal.Action, label string, effect views.Text) {
		t.Items = append(t.Items, views.Task{Label: label, URL: d.stepURL(a, 0), Effect: effect})
	}
	if !o.known() {
		return t
	}
	if o.open.Address != "" {
		add(actionAgain, "Send this link again", views.Text{views.Words("To "), masked(o.open.Address), views.Words(", the address on file.")})
	}
	if o.open.Offered.Can(portal.ActionCorrect) {
		add(portal.ActionCorrect, "Correct billing details", views.Plain("The documents you have stay as they are."))
	}
	if offer, ok := o.open.Offered.Of(portal.ActionWithdraw); ok && offer.Why == "" {
		add(portal.ActionWithdraw, "Withdraw from the contract", d.p.withdrawable(o.open.Purchase, offer.Late))
	}
	if o.open.Offered.Can(portal.ActionProblem) {
		add(portal.ActionProblem, "Report a problem", views.Plain(d.p.account.Name+" answers by email."))
	}
	t.Items = append(t.Items, d.decidedTasks(o.open.Decisions)...)
	return t
}

// known reports whether the billing system's word for the state is one of ours.
func (o *orderPage) known() bool {
	offer, ok := o.open.Offered.Of(portal.ActionProblem)
	return ok && offer.Why != portal.WhyUnknown
}

func (p presenter) withdrawable(order portal.Purchase, late bool) views.Text {
	until := string(order.Details.WithdrawUntil)
	if late {
		return views.Plain("The time for it ended on " + p.locale.Date(until) + ". What you send is received all the same.")
	}
	return views.Text{views.Words("You can do this until the end of "), views.Time(p.locale.Date(until), until), views.Words(".")}
}

func (o *orderPage) step(d *deed, action portal.Action, _ int64) (*step, error) {
	if action == actionAgain {
		return o.again(d)
	}
	offer, ok := o.open.Offered.Of(action)
	if !ok {
		return nil, nil
	}
	order := o.open.Purchase
	var st *step
	switch action {
	case portal.ActionPay:
		return d.payStep(payment{about: o.about(), amount: order.Totals.Due, currency: order.Currency, why: offer.Why}), nil
	case portal.ActionWithdraw:
		st = o.withdraw(d, offer.Late)
	case portal.ActionCorrect:
		st = d.correct(o.about(), order.Details.Billing, order.PONumber)
	case portal.ActionProblem:
		st = d.reportProblem(o.about())
	default:
		return nil, nil
	}
	return d.offered(st, offer), nil
}

// withdraw takes the one press that the law wants: no reason is asked for.
func (o *orderPage) withdraw(d *deed, late bool) *step {
	order := o.open.Purchase
	st := &step{
		view: views.Step{
			Heading: "Withdraw from the contract",
			Lead: []views.Text{views.Plain("You do not have to give a reason. It counts as soon as you send it, and you get a receipt with the date and time."),
				views.Plain(d.p.account.Name + " then tells you about sending things back and about your money.")},
			Facts: []views.Facts{{Rows: rows(
				fact("Contract", o.about()), fact("Total", d.p.money(order.Totals.Gross, order.Currency)),
				fact("Possible until", d.p.validUntil(order.Details.WithdrawUntil)),
			)}},
			Form: &views.Form{Label: "Confirm withdrawal"},
		},
	}
	if late {
		st.view.Notices = []views.Callout{{
			Tone: views.ToneWait, Icon: views.IconInfo, Heading: "The time for it is over",
			Text: views.Plain("It is received all the same, with its date. " + d.p.account.Name + " decides."),
		}}
	}
	return st
}

func (o *orderPage) result(d *deed, dec portal.BillingDecision, v *views.Result) error {
	d.typedResult(dec, v)
	d.tryAgain(dec, o.open.Offered, v)
	return nil
}
