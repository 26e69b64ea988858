package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// deed is one visit to a page about something billed. Behind the page itself
// stand the steps that ask before anything is done (do=cancel&of=1) and what
// came of it (done=…). Their addresses are that of the link with these words
// behind it: the checksum does not cover them, and they open nothing.
type deed struct {
	asker
	p      presenter
	kind   billed
	code   string // id of the code that was passed, carried from page to page
	stage  string // of the form: "", stageReview, stageConfirm
	notice *views.Callout
}

// billed is a kind of page about something billed, with what it opened.
type billed interface {
	// page draws the page itself.
	page(d *deed) error
	// step draws up one action, by the form that came if one did: what is wrong
	// with it goes to d.wrong. Nil: the page has no such action.
	step(d *deed, action portal.Action, item int64) (*step, error)
	// about names what the page is about, on results: "Subscription 49694473".
	about() string
}

// step is one action on its way: first what there is to choose, then, with
// stage confirm in its form, the exact effect.
type step struct {
	action  portal.Action
	item    int64
	view    views.Step // all but what every step has: see draw
	change  portal.Change
	shown   []portal.ShownLine // what is recorded as read; besides the facts of the view
	preview *portal.Preview    // what the billing system says of it; nil: nobody was asked
	choice  bool               // it only chooses; the effect comes next
	why     string             // one of the portal.Why… words; empty: it can be done
	does    func() error       // done in place of recording a decision; nil: a decision is recorded
}

// Names of our own in the address of a page, and in its forms.
const (
	doName      = "do"   // the step: an action
	ofName      = "of"   // running number of the item it is about
	doneName    = "done" // id of the decision whose result is shown
	stageName   = "stage"
	seenName    = "seen"
	previewName = "preview"
)

// Stages of a form.
const (
	stageReview  = "review"  // a choice was made: show its effect
	stageConfirm = "confirm" // the effect was read: do it
)

// deed answers a visit to a page about something billed.
func (s *server) deed(w http.ResponseWriter, r *http.Request, adm portal.Admission, kind billed) error {
	d := &deed{
		asker: asker{server: s, w: w, r: r, adm: adm}, kind: kind,
		p: presenter{frame: s.frameOf(adm.Account), adm: adm, now: s.Portal.Now(), query: ownQuery(r, adm)},
	}
	if locked, err := d.locked(); locked || err != nil {
		return err
	}
	id := d.own(doneName)
	switch {
	case r.Method == http.MethodPost && id != "":
		return d.resultForm(id)
	case r.Method == http.MethodPost:
		if k, ok := kind.(posting); ok {
			if taken, err := k.post(d); taken || err != nil {
				return err
			}
		}
		d.stage = r.PostForm.Get(stageName)
		return d.post()
	case id != "":
		return d.result(id)
	case d.own(paymentName) != "" && r.Method == http.MethodGet:
		return d.returned(d.own(paymentName))
	}
	if action := d.own(doName); action != "" {
		st, err := d.drawnUp()
		if err != nil || st == nil {
			return d.back(err)
		}
		return d.draw(http.StatusOK, st)
	}
	return kind.page(d)
}

// back shows the page itself in place of a step that it does not have.
func (d *deed) back(err error) error {
	if err != nil {
		return err
	}
	return d.seeOther(d.w, d.r, d.url())
}

// posting is a kind of page that takes forms besides those of its steps.
type posting interface {
	// post answers such a form; false: it was none of them.
	post(d *deed) (bool, error)
}

// guarding is a kind of page that opens directly and has steps that bind.
type guarding interface {
	guarded(a portal.Action) bool
}

// guarded reports whether what is asked for needs a mailed code first: a link of
// the older scheme does not say for which page it was made.
func (d *deed) guarded() bool {
	g := d.adm.Grant
	if g.Scheme() != link.SchemeV1 || !d.adm.Account.V1.StepUp {
		return false
	}
	if k, ok := d.kind.(guarding); ok {
		return d.undoes() || k.guarded(portal.Action(d.own(doName)))
	}
	return g.Kind().Action()
}

// undoes reports whether a result is to be changed, or a code was asked for to
// that end: what binds is not unbound without one either.
func (d *deed) undoes() bool {
	return d.own(doneName) != "" && (d.r.Method == http.MethodPost || d.challenge() != "")
}

// locked asks for a mailed code in front of what is guarded.
func (d *deed) locked() (bool, error) {
	passed, err := d.passed()
	if err != nil {
		return true, err
	}
	if passed {
		d.code = d.challenge()
	}
	if passed || !d.guarded() {
		return false, nil
	}
	d.at = d.url(doName, d.own(doName), ofName, d.own(ofName), withName, d.own(withName), doneName, d.own(doneName))
	email, err := d.Portal.Addressee(d.r.Context(), d.adm.Grant)
	if err != nil {
		return true, err
	}
	ask := codeAsk{email: email, before: "Before you see or change anything", stub: d.p.visitStub(d.p.reference(d.adm))}
	if d.r.Method == http.MethodPost {
		switch d.r.PostForm.Get("ask") {
		case "new-code":
			return true, d.newCode()
		case "code":
			return true, d.tryCode(ask)
		}
		return true, d.stepUp(http.StatusForbidden, ask)
	}
	return true, d.stepUp(http.StatusOK, ask)
}

// own reads one of our names from the address; the first counts.
func (d *deed) own(name string) string {
	for pair := range strings.SplitSeq(visitOf(d.r).query, "&") {
		if n, value, _ := strings.Cut(pair, "="); n == name {
			return value
		}
	}
	return ""
}

// path is the path of this page. Files stand behind it with their ending.
func (d *deed) path() string {
	g := d.adm.Grant
	return "/" + g.Account() + "/" + string(g.Kind()) + "/" + g.PathID()
}

// url is the address of this page with names and values of ours behind it.
func (d *deed) url(pairs ...string) string {
	u := stripped(d.r, d.adm)
	if d.code != "" {
		pairs = append(pairs, stepName, d.code)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			u += "&" + pairs[i] + "=" + url.QueryEscape(pairs[i+1])
		}
	}
	return u
}

// stepURL is the address of a step; item 0: about the whole.
func (d *deed) stepURL(action portal.Action, item int64) string {
	of := ""
	if item != 0 {
		of = strconv.FormatInt(item, 10)
	}
	return d.url(doName, string(action), ofName, of)
}

// drawnUp is the step that the address names; nil: there is no such step here.
func (d *deed) drawnUp() (*step, error) {
	item := int64(0)
	if of := d.own(ofName); of != "" {
		n, err := strconv.ParseInt(of, 10, 64)
		if err != nil || n < 1 {
			return nil, nil
		}
		item = n
	}
	action := portal.Action(d.own(doName))
	st, err := d.kind.step(d, action, item)
	if errors.Is(err, portal.ErrNotFound) {
		return nil, nil
	}
	return named(st, action, item), err
}

// named says which action a step is, unless it says so itself.
func named(st *step, action portal.Action, item int64) *step {
	if st != nil && st.action == "" {
		st.action, st.item = action, item
	}
	return st
}

// post takes the form of a step: first a choice, whose effect is shown, then
// the word to do it.
func (d *deed) post() error {
	st, err := d.drawnUp()
	if err != nil || st == nil {
		return d.back(err)
	}
	switch {
	case len(d.problems) > 0:
		return d.draw(http.StatusUnprocessableEntity, st)
	case d.stage == stageConfirm && !st.choice:
	case st.why != "":
		return d.draw(http.StatusConflict, st)
	default:
		return d.draw(http.StatusOK, st)
	}
	if _, ok := d.readForm(d.adm.Grant, d.r.PostForm.Get("n")); !ok {
		d.wrong(stageName, "This page was open for a long time: check it and press the button once more")
		return d.draw(http.StatusUnprocessableEntity, st)
	}
	if st.why != "" || !d.sealed(st, d.r.PostForm.Get(seenName)) {
		return d.pressedBefore(st)
	}
	if st.does != nil {
		return st.does()
	}
	return d.submit(st, st.act(d))
}

// changedNotice is said when the effect is not what it was when it was read;
// difference may be empty.
func changedNotice(difference string) *views.Callout {
	return &views.Callout{
		Tone: views.ToneWait, Icon: views.IconInfo, Heading: "Something has changed since you looked",
		Text: views.Plain(strings.TrimSpace("Nothing was saved. "+difference) + " Check it again."),
	}
}
