package portal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// aged puts one of everything that can be forgotten into an account, at a time.
func (o *office) aged(account, id string, at time.Time) {
	o.t.Helper()
	object := portal.ObjectKey{Account: account, Kind: link.Invoice, ID: id}
	message := func(id string, state portal.MessageState) portal.Message {
		return portal.Message{ID: id, Account: account, Template: "new-link", To: "kim@client.example", Object: object, State: state, Data: "{}", CreatedAt: at, NextAt: at}
	}
	hash := strings.Repeat("a", 64-len(account+id)) + account + id
	o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
		steps := []error{
			tx.AddVisits(ctx, []portal.Visit{{Object: object, Start: 1, Who: portal.VisitPerson, Page: "document", First: at, Last: at, Count: 1}}),
			tx.AddMessage(ctx, message("sent-"+account+id, portal.Sent)), tx.AddMessage(ctx, message("wait-"+account+id, portal.Queued)),
			tx.AddInbound(ctx, portal.Inbound{Account: account, ID: "done-" + id, Hash: "1" + id, State: portal.InboundApplied, ReceivedAt: at, DoneAt: at}),
			tx.AddInbound(ctx, portal.Inbound{Account: account, ID: "wait-" + id, Hash: "2" + id, State: portal.InboundQueued, ReceivedAt: at, NextAt: at}),
			tx.PutBlob(ctx, hash, []byte("id\n"), at),
			tx.AddImportJob(ctx, portal.ImportJob{Account: account, ID: "imp-" + id, Name: "x.csv", Format: "csv", SHA256: hash, State: portal.ImportDone, CreatedAt: at, DoneAt: at}),
			tx.AddImportRow(ctx, portal.ImportRow{Account: account, Job: "imp-" + id, Row: 1, Status: portal.RowImported}),
			tx.AddDelivery(ctx, portal.HookDelivery{ID: "dlv-" + account + id, Account: account, Endpoint: "e-" + account, Event: "evt-" + id, State: portal.DeliveryDone, CreatedAt: at, DoneAt: at}),
			tx.AddDelivery(ctx, portal.HookDelivery{ID: "held-" + account + id, Account: account, Endpoint: "f-" + account, Event: "evt-" + id, State: portal.DeliveryHeld, CreatedAt: at}),
		}
		return errors.Join(steps...)
	}))
}

// left says what is there of it, in a fixed order.
func (o *office) left(account, id string) string {
	o.t.Helper()
	var all []string
	note := func(what string, err error) {
		if err == nil {
			all = append(all, what)
		} else if !errors.Is(err, portal.ErrNotFound) {
			o.t.Fatal(err)
		}
	}
	visits, err := o.store.Visits(ctx, portal.ObjectKey{Account: account, Kind: link.Invoice, ID: id})
	o.must(err)
	if len(visits) > 0 {
		all = append(all, "visit")
	}
	for _, m := range []string{"sent-", "wait-"} {
		_, err := o.store.Message(ctx, m+account+id)
		note(m+"mail", err)
	}
	for _, in := range []string{"done-", "wait-"} {
		_, err := o.store.Inbound(ctx, portal.Key{Account: account, ID: in + id})
		note(in+"notification", err)
	}
	_, err = o.store.ImportJob(ctx, portal.Key{Account: account, ID: "imp-" + id})
	note("import", err)
	_, err = o.store.Blob(ctx, strings.Repeat("a", 64-len(account+id))+account+id)
	note("file", err)
	for _, d := range []string{"dlv-", "held-"} {
		_, err := o.store.Delivery(ctx, account, d+account+id)
		note(d+"delivery", err)
	}
	return strings.Join(all, " ")
}

func TestWhatIsOverIsForgottenAndNothingElse(t *testing.T) {
	const all = "visit sent-mail wait-mail done-notification wait-notification import file dlv-delivery held-delivery"
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		o.account("other")
		old, young := o.now().AddDate(0, 0, -121), o.now().AddDate(0, 0, -119)
		o.aged("acme", "old", old)
		o.aged("acme", "young", young)
		o.aged("other", "old", old)
		if n, more, err := o.service.ApplyRetention(ctx, unheld); n != 0 || more || err != nil {
			t.Errorf("with no periods set: %d, %v, %v", n, more, err)
		}
		o.must(o.service.ChangeAccount(ctx, portal.ByCommand, "acme", func(a *portal.Account) {
			a.Retention.Days = map[portal.KeepKind]int{}
			for _, k := range portal.KeptKinds() {
				a.Retention.Days[k] = 120
			}
		}))
		if n, more, err := o.service.ApplyRetention(ctx, unheld); n != 5 || more || err != nil {
			t.Errorf("forgot %d, %v, %v", n, more, err)
		}
		for _, c := range []struct{ account, id, left string }{
			{"acme", "old", "wait-mail wait-notification held-delivery"}, {"acme", "young", all}, {"other", "old", all},
		} {
			if left := o.left(c.account, c.id); left != c.left {
				t.Errorf("of %s %s there is %q", c.account, c.id, left)
			}
		}
		entries, err := o.store.Audit(ctx, "acme", 0, 100)
		o.must(err)
		if last := entries[len(entries)-1]; last.Act != "retention.applied" || !strings.Contains(last.Data, `"mails":1`) || last.Actor != string(portal.BySystem) {
			t.Errorf("the trail ends in %+v", last)
		}
		if n, _, err := o.service.ApplyRetention(ctx, unheld); n != 0 || err != nil {
			t.Errorf("a second time %d, %v", n, err)
		}
		again, err := o.store.Audit(ctx, "acme", 0, 100)
		if err != nil || len(again) != len(entries) {
			t.Errorf("%d entries after nothing was forgotten, %v", len(again)-len(entries), err)
		}
	})
}

func TestALotIsForgottenInBatches(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		old := o.now().AddDate(0, 0, -10)
		var visits []portal.Visit
		for i := range 501 {
			visits = append(visits, portal.Visit{
				Object: portal.ObjectKey{Account: "acme", Kind: link.Invoice, ID: fmt.Sprint(i)}, Start: 1, Who: portal.VisitPerson, Page: "document", First: old, Last: old, Count: 1,
			})
		}
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error { return tx.AddVisits(ctx, visits) }))
		o.must(o.service.ChangeAccount(ctx, portal.ByCommand, "acme", func(a *portal.Account) { a.Retention.Days = map[portal.KeepKind]int{portal.KeptVisits: 7} }))
		if n, more, err := o.service.ApplyRetention(ctx, unheld); n != 500 || !more || err != nil {
			t.Errorf("first %d, %v, %v", n, more, err)
		}
		if n, more, err := o.service.ApplyRetention(ctx, unheld); n != 1 || more || err != nil {
			t.Errorf("then %d, %v, %v", n, more, err)
		}
	})
}

func TestPeriodsThatWouldBreakSomethingAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		for kind, days := range map[portal.KeepKind]int{portal.KeptMails: 99, portal.KeptNotifications: 29, portal.KeptVisits: -1, portal.KeptImports: 11001} {
			err := o.service.ChangeAccount(ctx, portal.ByCommand, "acme", func(a *portal.Account) { a.Retention.Days = map[portal.KeepKind]int{kind: days} })
			if !errors.Is(err, portal.ErrRetention) {
				t.Errorf("%s for %d days: %v", kind, days, err)
			}
		}
	})
}

// unheld is the hold of somebody who has no duty.
func unheld(context.Context, portal.Tx) error { return nil }

// A process that lost the duty while it was stalled forgets nothing more.
func TestRetentionThatWasTakenOverForgetsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		lost := func(context.Context, portal.Tx) error { return portal.ErrDutyLost }
		o.account("demo")
		o.must(o.service.ChangeAccount(ctx, portal.ByCommand, "demo", func(a *portal.Account) { a.Retention.Days = map[portal.KeepKind]int{portal.KeptVisits: 7} }))
		o.aged("demo", "old", o.now().AddDate(0, 0, -8))
		if n, _, err := o.service.ApplyRetention(ctx, lost); n != 0 || !errors.Is(err, portal.ErrDutyLost) {
			t.Errorf("%d forgotten, %v", n, err)
		}
	})
}
