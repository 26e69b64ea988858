package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// draw shows a step, with what every step has: the frame, what is wrong, and in
// its form the marks by which the answer is known.
func (d *deed) draw(status int, st *step) error {
	v := st.view
	title := v.Heading
	if len(d.problems) > 0 {
		title = "Error: " + lowerFirst(title)
	}
	v.Frame = d.p.page("confirm", title)
	v.Frame.Stub = d.p.visitStub(d.p.reference(d.adm))
	visitOf(d.r).page = "confirm"
	if status >= 400 && prefersJSON(d.r.Header.Get("Accept")) {
		return writeProblem(d.w, d.refusal(status, v))
	}
	v.Problems = d.summary()
	if d.notice != nil {
		v.Notices = append([]views.Callout{*d.notice}, v.Notices...)
	}
	if st.why != "" {
		v.Form = nil
	}
	if v.Form != nil {
		form := *v.Form
		form.URL, form.Inputs = d.stepURL(st.action, st.item), d.marked(form.Inputs)
		hidden, err := d.marks(st)
		if err != nil {
			return err
		}
		form.Hidden = append(slices.Clone(form.Hidden), hidden...)
		v.Form = &form
	}
	switch {
	case v.Back == nil:
		v.Back = &views.Link{Label: "Go back", URL: d.url()}
	case v.Back.URL == "": // the page itself, and nothing leads back from it
		v.Back = nil
	}
	return d.render(d.w, d.r, status, views.StepPage(v))
}

// refusal is what a machine is told of a step that was not done.
func (d *deed) refusal(status int, v views.Step) notice {
	if status == http.StatusUnprocessableEntity {
		return d.detailed(plain(status, "form-incomplete", "The form is incomplete"))
	}
	n := plain(status, "conflict", v.Heading)
	for _, said := range v.Notices {
		n.view.Lead = append(n.view.Lead, views.Plain(said.Heading+"."), said.Text)
	}
	return n
}

// marks are the hidden fields of a step's form.
func (d *deed) marks(st *step) ([]views.Hidden, error) {
	if st.choice {
		return []views.Hidden{{Name: stageName, Value: stageReview}}, nil
	}
	marks := []views.Hidden{
		{Name: stageName, Value: stageConfirm}, {Name: "n", Value: d.formValue(d.adm.Grant)}, {Name: seenName, Value: d.seal(st)},
	}
	if st.preview != nil {
		sealed, err := d.Portal.SealPreview(d.adm.Grant, *st.preview)
		if err != nil {
			return nil, err
		}
		marks = append(marks, views.Hidden{Name: previewName, Value: sealed})
	}
	return marks, nil
}

// read is all that a customer reads of a step: heading, text, facts, rows of
// the preview, and the button.
func (st *step) read() []portal.ShownLine {
	lines := []portal.ShownLine{{Label: portal.ShownHeading, Value: st.view.Heading}}
	for _, text := range st.view.Lead {
		lines = append(lines, portal.ShownLine{Label: portal.ShownText, Value: text.String()})
	}
	for _, list := range st.view.Facts {
		for _, f := range list.Rows {
			lines = append(lines, portal.ShownLine{Label: strings.TrimPrefix(list.Heading+": "+f.Name, ": "), Value: f.Value.String()})
		}
	}
	for _, row := range st.view.Lines.Rows {
		lines = append(lines, portal.ShownLine{Label: row.Name, Value: row.Amount})
	}
	for _, total := range st.view.Lines.Totals {
		lines = append(lines, portal.ShownLine{Label: total.Label, Value: total.Amount})
	}
	for _, list := range st.view.Lists {
		for _, item := range list.Items {
			lines = append(lines, portal.ShownLine{Label: list.Heading, Value: item.String()})
		}
	}
	lines = append(lines, st.shown...)
	if st.view.Form != nil {
		for _, text := range st.view.Form.Above {
			lines = append(lines, portal.ShownLine{Label: portal.ShownText, Value: text.String()})
		}
		lines = append(lines, portal.ShownLine{Label: portal.ShownButton, Value: st.view.Form.Label})
	}
	return lines
}

// seal is a mark over what a step shows, for this link: a form whose mark is
// another one was read in another state of things.
func (d *deed) seal(st *step) string { return d.sealUnder(d.FormKey, st) }

// sealed reports whether a mark is over what a step shows now.
func (d *deed) sealed(st *step, mark string) bool {
	return d.underAFormKey(func(key []byte) bool { return hmac.Equal([]byte(mark), []byte(d.sealUnder(key, st))) })
}

func (d *deed) sealUnder(key []byte, st *step) string {
	text, err := json.Marshal(st.read())
	if err != nil {
		panic(fmt.Sprintf("what is shown is text: %v", err))
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("seen\n" + d.adm.Grant.ID() + "\n" + string(st.action) + "\n"))
	mac.Write(text)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// preview asks the billing system what an act would do; behind a confirmed
// form it is what was shown there. Nil: nobody can say.
func (d *deed) preview(action portal.Action, item int64, change portal.Change) (*portal.Preview, error) {
	if d.stage == stageConfirm {
		if p, ok := d.Portal.OpenPreview(d.adm.Grant, d.r.PostForm.Get(previewName)); ok {
			return p, nil
		}
		return nil, nil
	}
	p, err := d.Portal.Preview(d.r.Context(), d.adm.Grant, portal.Act{Action: action, Item: item, Change: change})
	if errors.Is(err, portal.ErrNoPreview) {
		return nil, nil
	}
	return p, err
}
