package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// More names of our own in the address of a result.
const (
	lookName    = "look"    // how often a page that waits has updated itself
	thanksName  = "thanks"  // a question was answered
	receiptName = "receipt" // "text": the receipt as a file
)

// What a form on a result asks for, in the field "ask".
const (
	askUndo = "undo"
	askWhy  = "why"
)

// maxLooks is how often a page that waits for a payment provider updates
// itself before it leaves that to its reader: for about a minute.
const maxLooks = 15

// lookAgain is the seconds between two looks.
const lookAgain = "4"

// resulting is a kind that has more to say on a result: what else can be done
// now. dec is as it stands.
type resulting interface {
	result(d *deed, dec portal.BillingDecision, v *views.Result) error
}

// result shows what became of a decision that was made through this link's
// object.
func (d *deed) result(id string) error {
	dec, err := d.Portal.Result(d.r.Context(), d.adm.Grant, id)
	if errors.Is(err, portal.ErrNotFound) {
		return d.back(nil)
	}
	if err != nil {
		return err
	}
	if d.own(receiptName) == "text" {
		return d.receiptFile(dec)
	}
	v, err := d.resultView(dec)
	if err != nil {
		return err
	}
	d.keepLooking(dec, &v)
	return d.drawResult(http.StatusOK, dec, v)
}

// conflict says that something else was decided before, and what: what was
// pressed now was not saved.
func (d *deed) conflict(dec portal.BillingDecision) error {
	v, err := d.resultView(dec)
	if err != nil {
		return err
	}
	v.Notices = append([]views.Callout{conflictNotice(dec, v.Undo != nil)}, v.Notices...)
	return d.drawResult(http.StatusConflict, dec, v)
}

// conflictNotice says what stands in the way; undo: it can be taken back here.
func conflictNotice(dec portal.BillingDecision, undo bool) views.Callout {
	because := "because something else was asked for before. It says so below."
	if dec.Open && dec.Class == portal.Wish && undo {
		because = "because something else was asked for before and is not answered yet. You can take that back below, and then choose again."
	}
	return views.Callout{
		Tone: views.ToneWait, Icon: views.IconInfo, Heading: "What you pressed now was not saved",
		Text: views.Plain("That is so " + because),
	}
}

func (d *deed) drawResult(status int, dec portal.BillingDecision, v views.Result) error {
	name := resultPage(dec)
	v.Frame = d.p.page(name, v.Heading)
	v.Frame.Stub = d.p.visitStub(dec.Reference)
	visitOf(d.r).page = name
	if d.r.Method == http.MethodPost && status >= 400 && prefersJSON(d.r.Header.Get("Accept")) {
		return writeProblem(d.w, plain(status, name, v.Heading))
	}
	return d.render(d.w, d.r, status, views.ResultPage(v))
}

// resultPage is the page's name for outside checks.
func resultPage(dec portal.BillingDecision) string {
	switch {
	case dec.Action == portal.ActionDecline:
		return "declined"
	case dec.Action == portal.ActionAccept && (dec.State == portal.DecisionSubmitted || dec.State == portal.DecisionApplied):
		return "used"
	}
	return "result"
}

// keepLooking has a page that waits for a payment provider update itself for a
// while.
func (d *deed) keepLooking(dec portal.BillingDecision, v *views.Result) {
	if dec.Class != portal.Redirected || dec.State != portal.DecisionSubmitted {
		return
	}
	v.Again = &views.Link{Label: "Look again now", URL: d.resultURL(dec)}
	n, err := strconv.Atoi(d.own(lookName))
	if err != nil || n < 0 {
		n = 0
	}
	if n < maxLooks {
		d.w.Header().Set("Refresh", lookAgain+";url="+d.resultURL(dec, lookName, strconv.Itoa(n+1)))
	}
}

func (d *deed) resultURL(dec portal.BillingDecision, pairs ...string) string {
	return d.url(append([]string{doneName, dec.ID}, pairs...)...)
}

// resultForm takes the forms that stand on a result.
func (d *deed) resultForm(id string) error {
	dec, err := d.Portal.Result(d.r.Context(), d.adm.Grant, id)
	if errors.Is(err, portal.ErrNotFound) {
		return d.back(nil)
	}
	if err != nil {
		return err
	}
	if _, ok := d.readForm(d.adm.Grant, d.r.PostForm.Get("n")); !ok {
		return d.staleResult(dec)
	}
	switch d.r.PostForm.Get("ask") {
	case askUndo:
		return d.takeBack(dec)
	case askWhy:
		return d.giveReason(dec)
	}
	return d.seeOther(d.w, d.r, d.resultURL(dec))
}

// staleResult shows a result once more, since its form was a day old or not
// whole.
func (d *deed) staleResult(dec portal.BillingDecision) error {
	v, err := d.resultView(dec)
	if err != nil {
		return err
	}
	v.Notices = append([]views.Callout{{
		Tone: views.ToneWait, Icon: views.IconInfo, Heading: "Nothing was changed",
		Text: views.Plain("This page was open for a long time: press the button once more."),
	}}, v.Notices...)
	return d.drawResult(http.StatusUnprocessableEntity, dec, v)
}

func (d *deed) takeBack(dec portal.BillingDecision) error {
	got, err := d.Portal.TakeBack(d.r.Context(), d.adm.Grant, dec.ID)
	if errors.Is(err, link.ErrLapsed) {
		return d.customer(d.w, d.r) // the link stands otherwise by now: let it say so itself
	}
	if err != nil {
		return err
	}
	late, ok := got.(portal.TooLateToTake)
	if !ok || late.Decision.State == portal.DecisionWithdrawn {
		return d.seeOther(d.w, d.r, d.resultURL(dec))
	}
	v, err := d.resultView(late.Decision)
	if err != nil {
		return err
	}
	v.Notices = append([]views.Callout{{
		Tone: views.ToneWait, Icon: views.IconInfo, Heading: "It was too late to take this back",
		Text: views.Plain("It was answered before you pressed the button. This is how it stands now."),
	}}, v.Notices...)
	return d.drawResult(http.StatusConflict, late.Decision, v)
}

// giveReason adds why somebody cancelled. A reason that cannot be kept costs
// nobody another page.
func (d *deed) giveReason(dec portal.BillingDecision) error {
	form := d.r.PostForm
	var invalid *portal.InvalidError
	_, err := d.Portal.GiveReason(d.r.Context(), d.adm.Grant, dec.ID, reasonLabel(form.Get("why")), form.Get("more"))
	if err != nil && !errors.As(err, &invalid) {
		return err
	}
	return d.seeOther(d.w, d.r, d.resultURL(dec, thanksName, "1"))
}

// leave sends the customer on to a page elsewhere. A form never redirects to
// another site, so this is a page of its own that goes on by itself.
func (d *deed) leave(dec portal.BillingDecision, elsewhere string) error {
	provider := d.p.provider()
	heading := "Continue to " + provider
	visitOf(d.r).page = "result"
	d.w.Header().Set("Refresh", "0;url="+elsewhere)
	frame := d.p.page("result", heading)
	frame.Stub = d.p.visitStub(dec.Reference)
	return d.render(d.w, d.r, http.StatusOK, views.NoticePage(views.Notice{
		Frame: frame, Heading: heading,
		Lead: []views.Text{
			views.Plain("You leave this site now, and come back here when you are done."),
			views.Plain(d.p.atProvider()),
		},
		Action: &views.Action{Label: "Continue to " + provider, Icon: views.IconArrow, URL: elsewhere},
	}))
}
