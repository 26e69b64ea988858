package mail

import (
	"strings"

	"github.com/latchkey-portal/latchkey/views"
)

// StatutoryWords is what the receipt of a public form says: what was typed
// there, and when it came (§ 312k BGB; Art. 11a of Directive 2011/83/EU). It goes
// to an address that anybody may have typed, so what was typed is shown with
// its addresses made unclickable, and stands neither in the subject nor first.
type StatutoryWords struct {
	Sender    // Lang says in which language: German, else English
	Reference string
	At        string // "Sunday 22 November 2026 at 16:07 (Europe/Berlin), 2026-11-22T16:07:12+01:00"
	Withdrawn bool   // a withdrawal; else a cancellation
	Cause     bool   // of a cancellation: for an important reason
	Name      string
	Contract  string
	Email     string
	End       string // of a cancellation, as asked for: "31 December 2026"; empty: as soon as possible
	Reason    string
	Comment   string
}

// Statutory is the receipt of a public form.
func Statutory(w StatutoryWords) Message {
	t := statutoryEnglish
	if strings.HasPrefix(w.Lang, "de") {
		t = statutoryGerman
	}
	m := letter(w.Sender, w.Reference)
	m.Reference.Name = t.reference
	m.Contact.Text = t.contact
	if w.Phone != "" {
		m.Contact.Text = t.contactCall
	}
	m.Subject = t.cancelled
	if w.Withdrawn {
		m.Subject = t.withdrawn
	}
	m.Heading = m.Subject
	m.Preheader = w.At + ", " + t.reference + " " + w.Reference
	m.Body = []views.Text{views.Plain(t.confirms)}
	m.Facts = w.facts(t)
	m.Said = w.said(t)
	m.Small = []views.Text{views.Plain(t.keep), views.Plain(t.notYou)}
	m.Footer = append(m.Footer, t.because)
	return m
}

func (w StatutoryWords) facts(t statutoryText) []Fact {
	declared := t.ordinary
	switch {
	case w.Withdrawn:
		declared = t.withdrawal
	case w.Cause:
		declared = t.extraordinary
	}
	facts := []Fact{{t.declared, declared}, {t.name, inert(w.Name)}, {t.contract, inert(w.Contract)}}
	if !w.Withdrawn {
		end := w.End
		if end == "" {
			end = t.soonest
		}
		facts = append(facts, Fact{t.end, end})
	}
	return append(facts, Fact{t.email, inert(w.Email)}, Fact{t.received, w.At})
}

func (w StatutoryWords) said(t statutoryText) []Fact {
	var said []Fact
	if w.Reason != "" {
		said = append(said, Fact{t.reason, inert(w.Reason)})
	}
	if w.Comment != "" {
		said = append(said, Fact{t.comment, inert(w.Comment)})
	}
	return said
}
