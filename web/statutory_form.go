package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// form is the form with what was typed.
func (st *statement) form() *views.Form {
	w := st.words
	f := &views.Form{
		URL: st.address(), Label: w.button,
		Hidden: []views.Hidden{{Name: "n", Value: st.valueFor(st.purpose())}},
		Inputs: []views.Input{
			st.field("name", w.name, "", "name", 0), st.field("contract", w.contract, w.contractHint, "", 0),
			st.field("email", w.email, "", "email", 0),
		},
	}
	if st.action != portal.ActionCancel {
		return f
	}
	date := st.field("date", w.date, w.dateHint, "", 0)
	date.Field.Width = 12
	f.Inputs = []views.Input{
		st.pick("kind", w.kind, []views.Choice{{Value: "ordinary", Label: w.ordinary}, {Value: "extraordinary", Label: w.extraordinary}}),
		st.field("reason", w.reason, w.reasonHint, "", 3),
		f.Inputs[0], f.Inputs[1],
		st.pick("ends", w.ends, []views.Choice{{Value: "soonest", Label: w.soonest}, {Value: "date", Label: w.onDate}}),
		date, f.Inputs[2],
	}
	return f
}

func (st *statement) field(name, label, hint, complete string, lines int) views.Input {
	f := views.Field{Name: name, Label: label, Complete: complete, Rows: lines, Value: st.r.PostForm.Get(name), Error: st.errors[name]}
	if hint != "" {
		f.Hint = views.Plain(hint)
	}
	if name == "email" {
		f.Kind = "email"
	}
	return views.Input{Field: &f}
}

func (st *statement) pick(name, legend string, choices []views.Choice) views.Input {
	for i := range choices {
		choices[i].Checked = choices[i].Value == st.r.PostForm.Get(name)
	}
	return views.Input{Pick: &views.Pick{Name: name, Legend: legend, Choices: choices, Error: st.errors[name]}}
}

// readDay reads a day as people write it, the day first: "31 12 2026",
// "31.12.2026", "2026-12-31".
func readDay(text string) (portal.Date, bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) != 3 {
		return "", false
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	var n [3]int
	for i, part := range parts {
		v, err := strconv.Atoi(part)
		if err != nil || len(part) > 4 {
			return "", false
		}
		n[i] = v
	}
	day := time.Date(n[2], time.Month(n[1]), n[0], 0, 0, 0, 0, time.UTC)
	if n[2] < 1900 || day.Day() != n[0] || int(day.Month()) != n[1] {
		return "", false
	}
	return portal.Date(day.Format(time.DateOnly)), true
}

// shown is what is declared, in the words of the form, for the receipt.
func (st *statement) shown(said portal.Statement) []portal.ShownLine {
	w := st.words
	line := func(label, value string) portal.ShownLine { return portal.ShownLine{Label: label, Value: value} }
	if st.action != portal.ActionCancel {
		return []portal.ShownLine{line(w.declared, w.statement), line(w.name, said.Name), line(w.contract, said.Contract)}
	}
	kind, end := w.ordinary, w.soonest
	if said.Extraordinary {
		kind = w.extraordinary
	}
	if said.End != "" {
		end = st.frame.locale.Date(string(said.End))
	}
	lines := []portal.ShownLine{line(w.declared, kind)}
	if said.Reason != "" {
		lines = append(lines, line(w.reason, said.Reason))
	}
	return append(lines, line(w.name, said.Name), line(w.contract, said.Contract), line(w.endsAt, end))
}
