package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// invoicePage is the page of an invoice and its steps.
type invoicePage struct{ open portal.OpenInvoice }

// invoice opens an invoice.
func (s *server) invoice(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	open, err := s.Portal.Invoice(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	return s.deed(w, r, adm, &invoicePage{open})
}

func (i *invoicePage) about() string { return i.open.Invoice.Title() }

func (i *invoicePage) page(d *deed) error {
	if form := d.askedFile(); form != "" {
		return d.reveal(i, form)
	}
	visitOf(d.r).page = "document"
	if len(i.open.Namesakes) > 0 {
		return d.render(d.w, d.r, http.StatusOK, views.DocumentListPage(d.namesakesView(i)))
	}
	return d.render(d.w, d.r, http.StatusOK, views.InvoicePage(d.invoiceView(i)))
}

func (i *invoicePage) step(d *deed, action portal.Action, _ int64) (*step, error) {
	inv := i.open.Invoice
	offer, ok := i.open.Offered.Of(action)
	if !ok {
		return nil, nil
	}
	var st *step
	switch action {
	case portal.ActionPay:
		return d.payStep(payment{about: i.about(), amount: inv.Totals.Due, currency: inv.Currency, why: offer.Why}), nil
	case portal.ActionCorrect:
		st = d.correct(i.about(), i.open.Purchase.Details.Billing, i.open.Purchase.PONumber)
	case portal.ActionProblem:
		st = d.reportProblem(i.about())
	default:
		return nil, nil
	}
	return d.offered(st, offer), nil
}

// invoiceTasks are what else can be done about an invoice.
func (d *deed) invoiceTasks(i *invoicePage) views.Tasks {
	t := views.Tasks{Heading: "What you can do"}
	if i.open.Offered.Can(portal.ActionCorrect) {
		t.Items = append(t.Items, views.Task{
			Label: "Correct billing details", URL: d.stepURL(portal.ActionCorrect, 0), Effect: views.Plain("This document stays as it is. You ask for a corrected one."),
		})
	}
	if i.open.Offered.Can(portal.ActionProblem) {
		t.Items = append(t.Items, views.Task{
			Label: "Report a problem", URL: d.stepURL(portal.ActionProblem, 0), Effect: views.Plain(d.p.account.Name + " answers by email."),
		})
	}
	t.Items = append(t.Items, d.decidedTasks(i.open.Decisions)...)
	return t
}

// namesakesView lists several documents of one number.
func (d *deed) namesakesView(i *invoicePage) views.DocumentList {
	heading := i.open.Invoice.Number
	list := d.documents("Documents with this number", i.open.Namesakes)
	v := views.DocumentList{
		Frame: d.p.page("document", heading+": several documents"), Heading: heading,
		Lead:      []views.Text{views.Plain("Several documents have this number. Choose the one you need.")},
		Documents: *list,
		After:     []views.Text{views.Plain("If you are not sure which one counts, ask " + d.p.account.Name + ".")},
	}
	v.Frame.Stub = d.p.stub(nil, i.open.Invoice.Reference)
	return v
}

func (i *invoicePage) result(d *deed, dec portal.BillingDecision, v *views.Result) error {
	d.typedResult(dec, v)
	d.tryAgain(dec, i.open.Offered, v)
	return nil
}
