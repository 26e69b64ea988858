package portal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// plain reads a message that is a JSON list of notifications in the domain's own
// form, so that these tests say what arrives and not how it is spelt.
func plain(body []byte) (all []portal.Notification, err error) {
	err = json.Unmarshal(body, &all)
	return all, err
}

func message(t testing.TB, all ...portal.Notification) []byte {
	t.Helper()
	body, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// deliver receives messages in turn and runs the inbox after each. One that was
// there before has no id.
func (o *office) deliver(account string, messages ...[]byte) []portal.Inbound {
	o.t.Helper()
	var settled []portal.Inbound
	for _, body := range messages {
		in, err := o.service.ReceiveNotification(ctx, account, "application/json", body)
		o.must(err)
		_, err = o.service.RunInbox(ctx, plain)
		o.must(err)
		if in.ID != "" {
			in, err = o.service.Inbound(ctx, portal.Key{Account: account, ID: in.ID})
			o.must(err)
		}
		settled = append(settled, in)
	}
	return settled
}

func (o *office) purchase(account, id string) portal.Purchase {
	o.t.Helper()
	p, err := o.store.Purchase(ctx, portal.Key{Account: account, ID: id})
	o.must(err)
	return p
}

func (o *office) papers(account, purchase string) []portal.Invoice {
	o.t.Helper()
	list, err := o.store.PurchaseInvoices(ctx, portal.Key{Account: account, ID: purchase})
	o.must(err)
	return list
}

// Cases 52, 53: an old message is stale, and says what it brought all the same.
func TestAnOldMessageIsStaleButItsDocumentIsNot(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		got := o.deliver("acme",
			message(t, told("7", portal.PurchaseRefunded, 5, with("72", "G-7", portal.KindCreditFull))),
			message(t, told("7", portal.PurchasePaid, 1, with("71", "R-7", portal.KindInvoice))),
		)
		if got[0].State != portal.InboundApplied || got[1].State != portal.InboundStale {
			t.Errorf("verdicts %s and %s", got[0].State, got[1].State)
		}
		for _, words := range []string{"a later word about purchase 7 is kept", "invoice R-7 was added"} {
			if !strings.Contains(got[1].Reason, words) {
				t.Errorf("the reason is %q, want %q in it", got[1].Reason, words)
			}
		}
		if p := o.purchase("acme", "7"); p.Status != portal.PurchaseRefunded {
			t.Errorf("the purchase is %s", p.Status)
		}
		if n := len(o.papers("acme", "7")); n != 2 {
			t.Errorf("%d documents", n)
		}
	})
}

// Case 51: the same again makes nothing, whether byte for byte or in other words.
func TestAReplayMakesOneDocument(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		body := message(t, told("7", portal.PurchasePaid, 1, with("71", "R-7", portal.KindInvoice), bought("5", "a@b.example")))
		spaced := append(slices.Clone(body), '\n')
		got := o.deliver("acme", body, body, spaced)
		if got[0].State != portal.InboundApplied || got[1].ID != "" || got[2].State != portal.InboundDuplicate {
			t.Errorf("verdicts %s, %s, %s", got[0].State, got[1].State, got[2].State)
		}
		if list, err := o.service.Inbounds(ctx, "acme", "", 10); err != nil || len(list) != 2 {
			t.Errorf("%d messages kept, %v", len(list), err)
		}
		if n := len(o.papers("acme", "7")); n != 1 {
			t.Errorf("%d documents", n)
		}
		// The same body is another account's own affair.
		o.account("other")
		if got := o.deliver("other", body); got[0].State != portal.InboundApplied {
			t.Errorf("another account's is %+v", got)
		}
	})
}

// Case 36: three credit notes for one invoice, out of order, stand by their date.
func TestCreditNotesStandByDate(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		credit := func(id, number string, hours int) []byte {
			return message(t, told("7", portal.PurchasePartiallyRefunded, hours, with(id, number, portal.KindCreditPartial)))
		}
		o.deliver("acme",
			credit("73", "018304 / 28865", 72), credit("71", "TOSL108-1", 24),
			message(t, told("7", portal.PurchasePaid, 1, with("70", "TOSL108", portal.KindInvoice))), credit("72", "CN-0042", 48))
		var numbers []string
		for _, inv := range o.papers("acme", "7") {
			numbers = append(numbers, inv.Number)
			if inv.Kind.Credit() == (inv.Number == "TOSL108") {
				t.Errorf("%s is a %s", inv.Number, inv.Kind)
			}
		}
		if want := []string{"018304 / 28865", "CN-0042", "TOSL108-1", "TOSL108"}; !slices.Equal(numbers, want) {
			t.Errorf("the history is %q, want %q", numbers, want)
		}
	})
}

// What a notification is silent about stays.
func TestANotificationKeepsWhatItDoesNotTell(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		key := portal.Key{Account: "acme", ID: "5"}
		_, err := o.service.Take(ctx, portal.BySystem, portal.Customer{
			Key: key, Name: "Before", RegistrationNumber: "HRB 1", OnboardingDone: true, Users: []portal.User{{ID: "u1", Email: "a@b.example"}},
		})
		o.must(err)
		_, err = o.service.Take(ctx, portal.BySystem, portal.Purchase{
			Key: portal.Key{Account: "acme", ID: "7"}, Status: portal.PurchasePaid,
			Details: portal.PurchaseDetails{WithdrawUntil: "2026-04-01", PassThrough: "x-1"},
		})
		o.must(err)
		o.deliver("acme", message(t, told("7", portal.PurchaseRefunded, 1, bought("5", "new@b.example"))))
		c, err := o.store.Customer(ctx, key)
		o.must(err)
		if c.Email != "new@b.example" || c.RegistrationNumber != "HRB 1" || !c.OnboardingDone || len(c.Users) != 1 {
			t.Errorf("the customer is %+v", c)
		}
		p := o.purchase("acme", "7")
		if p.Status != portal.PurchaseRefunded || p.Details.WithdrawUntil != "2026-04-01" || p.Details.PassThrough != "x-1" {
			t.Errorf("the purchase is %+v", p)
		}
	})
}

// A document that was described by more than a notification keeps what it says.
func TestANotificationDoesNotEmptyADescription(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		_, err := o.service.Take(ctx, portal.BySystem, portal.IssuedDocument{
			Key: portal.Key{Account: "acme", ID: "71"}, Number: "R-7", Kind: portal.KindInvoice, Purchase: "7", IssuedOn: "2025-10-01",
			DueOn: "2025-11-01", Currency: "EUR", Totals: portal.Totals{Gross: "119.00", Due: "119.00"},
		})
		o.must(err)
		o.deliver("acme", message(t, told("7", portal.PurchasePaid, 1, with("71", "R-7", portal.KindInvoice))))
		if inv := o.papers("acme", "7")[0]; inv.DueOn != "2025-11-01" || inv.Totals.Due != "119.00" {
			t.Errorf("the invoice is %+v", inv)
		}
	})
}

// One that is wrong is rejected with its reason, and the rest of its batch is
// taken. What is rejected leaves nothing behind.
func TestOneOfABatchIsRejected(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		wrong := told("8", portal.PurchasePaid, 1, bought("5", "a@b.example"))
		wrong.Purchase.Items = []portal.Item{{RunningNo: 1, Name: "A", Quantity: "three"}}
		got := o.deliver("acme", message(t, told("7", portal.PurchasePaid, 1), wrong, told("9", portal.PurchasePaid, 1)))[0]
		if got.State != portal.InboundRejected || !strings.Contains(got.Reason, "quantity") || got.Kind != "paidNotification and 2 more" {
			t.Errorf("the verdict is %+v", got)
		}
		o.purchase("acme", "7")
		o.purchase("acme", "9")
		if _, err := o.store.Customer(ctx, portal.Key{Account: "acme", ID: "5"}); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("a customer of what was rejected: %v", err)
		}
	})
}

// A message that nobody understands is kept, says why, and is taken once it is
// understood.
func TestARejectedMessageIsTakenLater(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		body := message(t, told("7", portal.PurchasePaid, 1))
		in, err := o.service.TakeNotification(ctx, portal.ByCommand, "acme", "", body, func([]byte) ([]portal.Notification, error) {
			return nil, errors.New("it is in Klingon")
		})
		if err != nil || in.State != portal.InboundRejected || in.Reason != "it is in Klingon" {
			t.Fatalf("the verdict is %+v, %v", in, err)
		}
		key := portal.Key{Account: "acme", ID: in.ID}
		for _, want := range []bool{true, false} {
			if queued, err := o.service.RetryInbound(ctx, portal.ByCommand, key); err != nil || queued != want {
				t.Errorf("queued again: %t, %v", queued, err)
			}
		}
		if _, err := o.service.RunInbox(ctx, plain); err != nil {
			t.Fatal(err)
		}
		if in, err = o.service.Inbound(ctx, key); err != nil || in.State != portal.InboundApplied || in.Reason != "" {
			t.Errorf("the verdict is %+v, %v", in, err)
		}
		o.purchase("acme", "7")
		if _, err := o.service.RetryInbound(ctx, portal.ByCommand, portal.Key{Account: "acme", ID: "inb_none"}); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("a retry of nothing: %v", err)
		}
	})
}

// A worker that is cut off loses nothing: the message is taken again when its
// lease has passed.
func TestAMessageOutlivesItsWorker(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		in, err := o.service.ReceiveNotification(ctx, "acme", "", message(t, told("7", portal.PurchasePaid, 1)))
		o.must(err)
		cut, stop := context.WithCancel(ctx)
		if _, err := o.service.RunInbox(cut, func(body []byte) ([]portal.Notification, error) {
			stop()
			return plain(body)
		}); err == nil {
			t.Fatal("the worker was not cut off")
		}
		if n, err := o.service.RunInbox(ctx, plain); n != 0 || err != nil {
			t.Errorf("taken within the lease: %d, %v", n, err)
		}
		o.clock.Add(121)
		if n, err := o.service.RunInbox(ctx, plain); n != 1 || err != nil {
			t.Errorf("taken after the lease: %d, %v", n, err)
		}
		if got, err := o.service.Inbound(ctx, portal.Key{Account: "acme", ID: in.ID}); err != nil || got.State != portal.InboundApplied || got.Attempts != 2 {
			t.Errorf("the message is %+v, %v", got, err)
		}
	})
}

// A message that can never be applied ends, visibly, and can be tried again.
func TestAMessageThatNeverSucceedsIsGivenUp(t *testing.T) {
	store, file := storetest.SQLiteFile(t)
	o := newOffice(t, store)
	o.account("acme")
	file.Exec("create trigger injected before insert on purchase when new.id = '7' begin select raise(abort, 'injected'); end")
	body := message(t, told("7", portal.PurchasePaid, 1))
	in, err := o.service.ReceiveNotification(ctx, "acme", "", body)
	o.must(err)
	key := portal.Key{Account: "acme", ID: in.ID}
	for range 5 {
		if _, err := o.service.RunInbox(ctx, plain); err == nil {
			t.Fatal("it was applied")
		}
		o.clock.Add(121)
	}
	got, err := o.service.Inbound(ctx, key)
	if err != nil || got.State != portal.InboundRejected || !strings.Contains(got.Reason, "a fault of ours") || strings.Contains(got.Reason, "injected") {
		t.Errorf("the verdict is %+v, %v", got, err)
	}
	if again, err := o.service.TakeNotification(ctx, portal.ByCommand, "acme", "", body, plain); err != nil || again.State != portal.InboundRejected || again.ID != in.ID {
		t.Errorf("the same bytes by hand: %+v, %v", again, err)
	}
	file.Exec("drop trigger injected")
	_, err = o.service.RetryInbound(ctx, portal.ByCommand, key)
	o.must(err)
	if _, err := o.service.RunInbox(ctx, plain); err != nil {
		t.Error(err)
	}
	o.purchase("acme", "7")
}

// What is only rehearsed leaves nothing behind.
func TestAMessageIsRehearsed(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		body := message(t, told("7", portal.PurchasePaid, 1))
		for range 2 {
			in, err := o.service.Rehearse().TakeNotification(ctx, portal.ByCommand, "acme", "", body, plain)
			if err != nil || in.State != portal.InboundApplied {
				t.Errorf("the verdict is %+v, %v", in, err)
			}
		}
		if all, err := o.service.Inbounds(ctx, "acme", "", 9); err != nil || len(all) != 0 {
			t.Errorf("kept: %+v, %v", all, err)
		}
		if _, err := o.store.Purchase(ctx, acme("7")); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("mirrored: %v", err)
		}
	})
}

// Any number of workers apply each message once.
func TestEachMessageIsAppliedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		for i := range 30 {
			_, err := o.service.ReceiveNotification(ctx, "acme", "", message(t, told(fmt.Sprint(7000+i), portal.PurchasePaid, 1)))
			o.must(err)
		}
		var done atomic.Int64
		together(4, func(int) {
			n, err := o.service.RunInbox(ctx, plain)
			if err != nil {
				t.Error(err)
			}
			done.Add(int64(n))
		})
		if done.Load() != 30 {
			t.Errorf("%d messages were settled", done.Load())
		}
		entries, err := o.store.Audit(ctx, "acme", 0, 1000)
		o.must(err)
		applied := 0
		for _, e := range entries {
			if e.Act == "notification.applied" {
				applied++
			}
		}
		if applied != 30 {
			t.Errorf("%d entries of the trail", applied)
		}
	})
}

// What was delivered is kept sealed, and whoever reads it is on record.
func TestAMessageIsKeptSealed(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		body := []byte(`[{"secret":"https://files.example/invoice/1.pdf?c=00"}]`)
		in, err := o.service.ReceiveNotification(ctx, "acme", "application/json", body)
		o.must(err)
		row, err := o.store.Inbound(ctx, portal.Key{Account: "acme", ID: in.ID})
		o.must(err)
		if bytes.Contains(row.Sealed, []byte("files.example")) {
			t.Error("the body lies open")
		}
		got, err := o.service.InboundBody(ctx, portal.ByAdmin("adm_1"), portal.Key{Account: "acme", ID: in.ID})
		if err != nil || !bytes.Equal(got, body) {
			t.Errorf("opened as %q, %v", got, err)
		}
		entries, err := o.store.Timeline(ctx, "acme", "notification", in.ID, 10)
		o.must(err)
		if len(entries) != 1 || entries[0].Act != "notification.read" || entries[0].Actor != "admin:adm_1" {
			t.Errorf("the trail says %+v", entries)
		}
	})
}

// The inbox has one password, which opens no other account's.
func TestTheInboxHasAPassword(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		o.account("other")
		first, err := o.service.RotateInboxKey(ctx, portal.ByCommand, "acme")
		o.must(err)
		second, err := o.service.RotateInboxKey(ctx, portal.ByCommand, "acme")
		o.must(err)
		for _, c := range []struct {
			account, password string
			want              bool
		}{{"acme", second, true}, {"acme", first, false}, {"acme", "", false}, {"other", second, false}, {"other", "", false}, {"nobody", second, false}} {
			if got, err := o.service.OpensInbox(ctx, c.account, c.password); err != nil || got != c.want {
				t.Errorf("%s opens with %q: %t, %v", c.account, c.password, got, err)
			}
		}
		if _, err := o.service.RotateInboxKey(ctx, portal.ByCommand, "nobody"); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("a password of nobody: %v", err)
		}
	})
}
