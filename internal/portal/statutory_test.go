package portal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func statement(form string) portal.Statement {
	return portal.Statement{
		Action: portal.ActionCancel, Name: "Maja Holm", Contract: "no. 12/34", Email: "maja@typed.example", Locale: "de", FormValue: form,
		Shown: []portal.ShownLine{{Label: "Vertrag", Value: "no. 12/34"}},
	}
}

// Case 81, 83: whether there is such a contract is neither looked up nor told.
// The receipt goes to the address that was typed, and the page has the words
// whatever becomes of it.
func TestAStatementIsReceivedUnseen(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		known := statement("f1")
		known.Contract = "7" // there is one
		for i, st := range []portal.Statement{known, statement("f2")} {
			acted, err := s.service.Declare(ctx, seller, st)
			s.must(err)
			done, ok := acted.(portal.Accepted)
			if !ok {
				t.Fatalf("%d: %#v", i, acted)
			}
			d := s.decision(done.Decision.ID)
			if d.State != portal.DecisionRecorded || d.Class != portal.Declaration || d.Email != st.Email || d.Reference == "" ||
				d.Change.Fields["contract"] != st.Contract || d.Subject.Type != "contract" || len(d.Shown) != 1 {
				t.Errorf("%d: %+v", i, d)
			}
		}
		events, err := s.store.Events(ctx, seller, "", 0, 10)
		s.must(err)
		for _, e := range events {
			if e.Type != portal.EventCancellation || !strings.Contains(e.Data, `"matched":false`) {
				t.Errorf("event %s %s", e.Type, e.Data)
			}
		}
		mails := s.posted()
		if len(events) != 2 || mails[portal.TemplateStatutory+" maja@typed.example"] != 2 || mails[portal.TemplateOffice+" office@acme.example"] != 2 || len(mails) != 2 {
			t.Errorf("%d events, mails %v", len(events), mails)
		}
	})
}

// Case 61, 85: one form is one statement, however often it comes in.
func TestOneFormIsOneStatement(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		references := make([]string, 50)
		together(len(references), func(i int) {
			acted, err := s.service.Declare(ctx, seller, statement("f1"))
			if done, ok := acted.(portal.Accepted); ok {
				references[i] = done.Decision.Reference
			} else {
				t.Errorf("%#v, %v", acted, err)
			}
		})
		if got := tallied(references); len(got) != 1 {
			t.Errorf("references %v", got)
		}
		if s.posted()[portal.TemplateStatutory+" maja@typed.example"] != 1 || s.events()[portal.EventCancellation] != 1 {
			t.Errorf("mails %v, events %v", s.posted(), s.events())
		}
	})
}

// Who goes back and corrects what they typed, on the page they had, is not told
// that the first version was received: the second is.
func TestACorrectedFormIsAStatementOfItsOwn(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		wrong, right := statement("f1"), statement("f1")
		wrong.Email = "maja@typo.example"
		for _, st := range []portal.Statement{wrong, right, wrong, right} {
			acted, err := s.service.Declare(ctx, seller, st)
			s.must(err)
			if done, ok := acted.(portal.Accepted); !ok || done.Decision.Email != st.Email {
				t.Errorf("%s is answered by %#v", st.Email, acted)
			}
		}
		mails := s.posted()
		if mails[portal.TemplateStatutory+" maja@typo.example"] != 1 || mails[portal.TemplateStatutory+" maja@typed.example"] != 1 ||
			s.events()[portal.EventCancellation] != 2 {
			t.Errorf("mails %v, events %v", mails, s.events())
		}
	})
}

// One address gets five receipts a day, however many forms name it; every
// statement is recorded all the same.
func TestReceiptsToATypedAddressAreLimited(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		declare := func(form, email string) {
			st := statement(form)
			st.Action, st.Email = portal.ActionWithdraw, email
			if _, err := s.service.Declare(ctx, seller, st); err != nil {
				t.Error(err)
			}
		}
		together(20, func(i int) { declare(fmt.Sprint("f", i), []string{"maja@typed.example", "Maja@Typed.example"}[i%2]) })
		declare("else", "else@typed.example")
		receipts := func() int {
			mails := s.posted()
			return mails[portal.TemplateStatutory+" maja@typed.example"] + mails[portal.TemplateStatutory+" Maja@Typed.example"]
		}
		if n := receipts(); n != 5 || s.posted()[portal.TemplateStatutory+" else@typed.example"] != 1 {
			t.Errorf("%d receipts, mails %v", n, s.posted())
		}
		if s.decisions()[portal.DecisionRecorded] != 21 || s.events()[portal.EventWithdrawal] != 21 {
			t.Errorf("decisions %v, events %v", s.decisions(), s.events())
		}
		s.pass(24*time.Hour + time.Second)
		declare("later", "maja@typed.example")
		if n := receipts(); n != 6 {
			t.Errorf("%d receipts a day later", n)
		}
	})
}

func TestAStatementNeedsWhatTheLawAsksFor(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		for want, change := range map[string]func(st *portal.Statement){
			"incomplete: name":        func(st *portal.Statement) { st.Name = " " },
			"incomplete: contract":    func(st *portal.Statement) { st.Contract = "" },
			"incomplete: email":       func(st *portal.Statement) { st.Email = "Maja <m@x.example>" },
			"incomplete: reason":      func(st *portal.Statement) { st.Extraordinary = true },
			"incomplete: effectiveAt": func(st *portal.Statement) { st.End = "31.12.2025" },
			"incomplete: action":      func(st *portal.Statement) { st.Action = portal.ActionPay },
			"accepted":                func(st *portal.Statement) { st.Extraordinary, st.Reason, st.End = true, "moved", "2025-12-31" },
		} {
			st := statement(want)
			change(&st)
			if got := said(s.service.Declare(ctx, seller, st)); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
		if _, err := s.service.Declare(ctx, "nobody", statement("x")); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("an unknown account: %v", err)
		}
		if got := s.decisions()[portal.DecisionRecorded]; got != 1 {
			t.Errorf("%d recorded", got)
		}
	})
}
