package web

import (
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/views"
)

// sentName is the query name of the page that says where the link was mailed.
const sentName = "sent"

// again asks before the link of the page is mailed once more, and has it mailed.
func (o *orderPage) again(d *deed) (*step, error) {
	if o.open.Address == "" || !o.known() {
		return nil, nil
	}
	st := &step{view: views.Step{
		Heading: "Send this link again",
		Lead: []views.Text{{views.Words("We send the link to this page to "), masked(o.open.Address),
			views.Words(", the address on file. It cannot be sent to another one.")}},
		Form: &views.Form{Label: "Send the link"},
	}}
	st.does = func() error { return d.mailAgain() }
	return st, nil
}

func (d *deed) mailAgain() error {
	if !d.asking.allow(visitOf(d.r).address, d.Portal.Now()) {
		return d.answer(d.w, d.r, tooManyTries(d.asking.retry))
	}
	err := d.Portal.MailAgain(d.r.Context(), d.adm.Grant)
	if errors.Is(err, link.ErrLapsed) {
		return d.customer(d.w, d.r) // the link stands otherwise by now: let it say so itself
	}
	if err != nil {
		return err
	}
	token := askedToken(d.FormKey, d.adm.Grant, d.Portal.Now().Unix())
	return d.seeOther(d.w, d.r, d.url(sentName, "1")+"&"+askedName+"="+token)
}

// mailedAgain is the answer to everyone who asked, whatever happened inside.
func (d *deed) mailedAgain(o *orderPage) notice {
	heading := "Check your email"
	n := notice{status: http.StatusOK, view: views.Notice{
		Frame: d.p.page("result", heading), Heading: heading,
		Lead: []views.Text{{views.Words("We have sent the link to "), masked(o.open.Address), views.Words(". It usually arrives within 2 minutes.")},
			views.Plain("If it does not arrive, look in your spam or junk folder.")},
		Link: &views.Link{Label: "Back to " + lowerFirst(o.about()), URL: d.url()},
	}}
	n.view.Frame.Stub = d.p.stub(nil, o.open.Purchase.Reference)
	return n
}
