package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// redoPage is the page of a purchase that was not completed, and its steps.
type redoPage struct{ open portal.OpenRedo }

// actionDiscard leaves a purchase as it is. It saves nothing.
const actionDiscard portal.Action = "discard"

// redo opens a purchase to be taken up again.
func (s *server) redo(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	open, err := s.Portal.Redo(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	return s.deed(w, r, adm, &redoPage{open})
}

func (o *redoPage) about() string { return "Your order " + o.open.Purchase.ID }

func (o *redoPage) page(d *deed) error {
	today, err := o.prices(d)
	if err != nil {
		return err
	}
	visitOf(d.r).page = "confirm"
	return d.render(d.w, d.r, http.StatusOK, views.RedoPage(d.redoView(o, today)))
}

// prices asks the billing system what the order costs today; nil: nobody can
// say. Figures that make no sense are not shown.
func (o *redoPage) prices(d *deed) (*portal.Preview, error) {
	if !o.open.Offered.Can(portal.ActionPay) {
		return nil, nil
	}
	today, err := d.preview(portal.ActionPay, 0, portal.Change{})
	if err != nil || today == nil || portal.PreviewFault(*today, o.open.Purchase.Currency) != "" {
		return nil, err
	}
	return today, nil
}

func (o *redoPage) step(d *deed, action portal.Action, _ int64) (*step, error) {
	if action == actionDiscard {
		return o.discard(d), nil
	}
	offer, ok := o.open.Offered.Of(action)
	if !ok || offer.Why == portal.WhyDone && action != portal.ActionPay {
		return nil, nil
	}
	switch action {
	case portal.ActionPay:
		return o.pay(d, offer.Why)
	case portal.ActionAskQuote:
		st := d.askQuote("Ask for a quote", rows(fact("Order", o.open.Purchase.ID), fact("For", o.open.Customer.Name)))
		return d.offered(st, offer), nil
	}
	return nil, nil
}

// pay leads to the payment provider with the price that was shown. Where the
// billing system says that it costs another amount today, nothing is charged:
// a quote can be asked for.
func (o *redoPage) pay(d *deed, why string) (*step, error) {
	order := o.open.Purchase
	today, err := o.prices(d)
	if err != nil {
		return nil, err
	}
	pay := payment{about: o.about(), amount: order.Totals.Due, currency: order.Currency, why: why, preview: today}
	st := d.payStep(pay)
	if today == nil || why != "" || today.DueNow == "" || today.DueNow.Same(order.Totals.Due) {
		return st, nil
	}
	st.why, st.view.Heading, st.view.Facts = portal.WhyState, "The price has changed", []views.Facts{{Rows: d.p.previewFacts(*today)}}
	st.view.Notices = []views.Callout{{
		Tone: views.ToneWait, Icon: views.IconInfo, Heading: "Nothing was charged",
		Text: views.Plain("The order costs another amount today, so it cannot be paid here as it was. Ask " + d.p.account.Name + " for a quote."),
	}}
	if o.open.Offered.Can(portal.ActionAskQuote) {
		st.view.Back = &views.Link{Label: "Ask for a quote", URL: d.stepURL(portal.ActionAskQuote, 0)}
	}
	return st, nil
}

// discard says that nothing has to be done for an order to stay undone.
func (o *redoPage) discard(d *deed) *step {
	return &step{view: views.Step{
		Heading: "You do not have to do anything",
		Lead: []views.Text{views.Plain("This order was not completed, and it stays so. You have not been charged, and nothing was saved now."),
			views.Plain("You can close this page. Until the link ends, it brings you back here.")},
		Facts: []views.Facts{{Rows: rows(fact("Order", o.open.Purchase.ID))}},
	}}
}

func (o *redoPage) result(d *deed, dec portal.BillingDecision, v *views.Result) error {
	d.typedResult(dec, v)
	d.tryAgain(dec, o.open.Offered, v)
	return nil
}
