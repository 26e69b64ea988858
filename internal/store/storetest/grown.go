package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

const (
	grownDays  = 90     // over which the links of a grown store were made
	grownBatch = 1000   // links of one transaction
	grownSeed  = 20_000 // links that are made one by one, before they are copied
	grownTTL   = 7      // days
)

// Grow puts about n links into an account, as 90 days of use leave them: half are
// requests that were approved, declined, withdrawn, ran out or wait, half open
// invoices; each was mailed, two of three were opened. For every ten there is a
// customer, whose names are those of a register of companies: a few words stand in
// very many. The same n makes the same links. It adds the account and its partners
// "ledger" and "fakturo". dsn is where the store keeps them.
//
// The first 20,000 go through the portal's own methods; the rest are copies of
// these under other numbers and some seconds apart, which the engine makes.
func Grow(t testing.TB, s portal.Store, dsn, account string, n int, now time.Time) {
	t.Helper()
	copies := (n + grownSeed - 1) / grownSeed
	each := max((n+copies-1)/copies/10, 1) * 10
	g := grower{account: account, now: now.Truncate(time.Second), dice: rand.New(rand.NewPCG(7, 11))}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.InTx(ctx, g.begin))
	for from := 0; from < each; from += grownBatch {
		state, entries := *g.dice, g.entries // a transaction may run twice, and is to make the same links again
		must(s.InTx(ctx, func(tx portal.Tx) error {
			*g.dice, g.entries = state, entries
			for i := from; i < min(from+grownBatch, each); i++ {
				if err := g.link(tx, i, each); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	if copies > 1 {
		must(multiply(dsn, account, copies-1, each))
	}
}

// GrownID is the id of the i'th link of a grown store: a request's where i is
// even, else an invoice's.
func GrownID(i int) string {
	if i%2 == 1 {
		return "INV-" + grownNumber(i)
	}
	return "lr_" + grownNumber(i)
}

// grownNumber has seven digits. It stands in every id and reference, address and
// name of what belongs to a link, so that a copy is the row with another number.
func grownNumber(i int) string { return fmt.Sprint(1_000_000 + i) }

type grower struct {
	account string
	now     time.Time
	dice    *rand.Rand
	entries int64 // of the audit trail
}

func (g *grower) begin(tx portal.Tx) error {
	a := portal.Account{Slug: g.account, Name: "Grown", Locale: "en", Zone: "Europe/Berlin", LinkDays: 30, CreatedAt: g.now}
	if err := tx.AddAccount(ctx, a); err != nil {
		return err
	}
	for _, id := range []string{"ledger", "fakturo"} {
		p := portal.Partner{Account: g.account, ID: id, Name: id, TTLDays: grownTTL, Delivery: portal.ByMail, CreatedAt: g.now}
		if err := tx.PutPartner(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// link makes the i'th of n links; the first one is the oldest.
func (g *grower) link(tx portal.Tx, i, n int) error {
	age := time.Duration(n-i) * (grownDays * 24 * time.Hour / time.Duration(n))
	made := g.now.Add(-age)
	if i%10 == 0 {
		if err := g.customer(tx, i, made); err != nil {
			return err
		}
	}
	way := g.request
	if i%2 == 1 {
		way = g.invoice
	}
	if err := way(tx, i, made); err != nil {
		return err
	}
	g.entries++
	return tx.AppendAudit(ctx, portal.Entry{
		Account: g.account, Seq: g.entries, At: made, Actor: "system", Act: "link-issued", Kind: "link", Object: GrownID(i), Data: "{}", Hash: []byte{1},
	})
}

// customer adds one, now and then with a purchase, its link and a decision.
func (g *grower) customer(tx portal.Tx, i int, made time.Time) error {
	id := grownNumber(i)
	c := portal.Customer{Key: portal.Key{Account: g.account, ID: id}, Name: GrownName(i/10) + " " + id, Type: "business", Email: "billing@c" + id + ".example"}
	if _, err := tx.PutCustomer(ctx, c); err != nil || i%400 > 0 {
		return err
	}
	p := portal.Purchase{Key: c.Key, Reference: "P" + id, Customer: id, CreatedAt: made}
	if _, err := tx.PutPurchase(ctx, p); err != nil {
		return err
	}
	k := portal.ObjectKey{Account: g.account, Kind: link.Confirmation, ID: id}
	st := portal.LinkState{ObjectKey: k, Generation: 1, Start: made.Unix(), End: made.Add(30 * 24 * time.Hour).Unix(), KeyID: "k1", IssuedAt: made, IssuedBy: "admin:ada"}
	if _, err := tx.Issue(ctx, st); err != nil {
		return err
	}
	_, err := tx.AddBillingDecision(ctx, portal.BillingDecision{
		Account: g.account, ID: "bd_" + id, Reference: "D" + id, Class: portal.Wish, Action: portal.ActionRenew, Object: k,
		Subject: portal.Subject{Type: "purchase", ID: id}, State: portal.DecisionApplied, CreatedAt: made, UpdatedAt: made, DoneAt: made,
	})
	return err
}

func (g *grower) request(tx portal.Tx, i int, made time.Time) error {
	id, number := GrownID(i), grownNumber(i)
	end := made.Add(grownTTL * 24 * time.Hour)
	r := portal.LinkRequest{
		Key: portal.Key{Account: g.account, ID: id}, Reference: "G" + number, Partner: []string{"ledger", "fakturo"}[i/2%2],
		Tenant: "tenant-" + number, Status: portal.Pending, Attempt: 1, Start: made.Unix(), End: end.Unix(), TTLDays: grownTTL,
		Email: "person" + grownNumber(i) + "@client.example", Submitted: fmt.Sprintf(`{"client":{"name":%q}}`, company(i)),
		RequestedAt: made, CreatedAt: made, UpdatedAt: made,
	}
	first := portal.Attempt{Account: g.account, Request: id, Number: 1, Start: r.Start, End: r.End, IssuedBy: "system", IssuedAt: made}
	if err := tx.AddRequest(ctx, r, first); err != nil {
		return err
	}
	k := portal.ObjectKey{Account: g.account, Kind: link.Approve, ID: id}
	if err := g.mailAndLook(tx, k, i, r.Start, r.End, 1); err != nil {
		return err
	}
	return g.end(tx, r)
}

// end lets a request end in one of its ways, if it has by now.
func (g *grower) end(tx portal.Tx, r portal.LinkRequest) error {
	way := g.dice.IntN(10)
	decided := r.CreatedAt.Add(time.Duration(1+g.dice.IntN(100)) * time.Hour)
	r.DecidedAt, r.UpdatedAt = decided, decided
	var err error
	switch over := unixTime(r.End); {
	case way < 6 && decided.Before(g.now):
		r.Status = portal.Approved
		_, err = tx.Decide(ctx, r, 1, decided.Unix())
	case way == 6 && decided.Before(g.now):
		r.Status = portal.Declined
		_, err = tx.Decide(ctx, r, 1, decided.Unix())
	case way == 7 && decided.Before(g.now):
		_, err = tx.Withdraw(ctx, r.Key, 1, decided)
	case way > 7 && over.Before(g.now):
		_, err = tx.Expire(ctx, r.Key, 1, over.Unix(), over)
	}
	return err
}

func (g *grower) invoice(tx portal.Tx, i int, made time.Time) error {
	id, number := GrownID(i), grownNumber(i)
	err := tx.AddInvoice(ctx, portal.Invoice{
		Key: portal.Key{Account: g.account, ID: id}, Number: id, Kind: portal.KindInvoice, Reference: "H" + number, Currency: "EUR", Customer: grownNumber(i / 10 * 10),
		Content: &portal.Content{Buyer: portal.Party{Name: company(i)}}, IssuedOn: portal.Date(made.Format(time.DateOnly)), CreatedAt: made, AsOf: made,
	})
	if err != nil {
		return err
	}
	k := portal.ObjectKey{Account: g.account, Kind: link.Invoice, ID: id}
	st := portal.LinkState{ObjectKey: k, Generation: 1, Start: made.Unix(), End: made.Add(30 * 24 * time.Hour).Unix(), KeyID: "k1", IssuedAt: made, IssuedBy: "system"}
	if _, err := tx.Issue(ctx, st); err != nil {
		return err
	}
	if i%200 == 1 {
		if _, err := tx.Revoke(ctx, k, 1, made.Unix(), made.Add(time.Hour)); err != nil {
			return err
		}
	}
	return g.mailAndLook(tx, k, i, st.Start, st.End, 0)
}

// mailAndLook mails a link and lets it be opened, now and then too late.
func (g *grower) mailAndLook(tx portal.Tx, k portal.ObjectKey, i int, start, end, attempt int64) error {
	sent := unixTime(start)
	state := portal.Sent
	if g.dice.IntN(500) == 0 {
		state = portal.Failed
	}
	err := tx.AddMessage(ctx, portal.Message{
		ID: "msg_" + k.Account + grownNumber(i), Account: k.Account, Template: "new-link", To: "person" + grownNumber(i) + "@client.example", Object: k,
		Start: start, End: end, State: state, Attempts: 1, CreatedAt: sent, SentAt: sent,
	})
	if err != nil || g.dice.IntN(3) == 0 {
		return err
	}
	v := portal.Visit{Object: k, Start: start, Attempt: attempt, Who: portal.VisitPerson, Page: "document", Client: "Safari on iPhone", Count: 1}
	v.First = sent.Add(time.Duration(1+g.dice.IntN(60)) * time.Hour)
	if g.dice.IntN(20) == 0 {
		v.Page, v.First = "expired", unixTime(end).Add(time.Duration(1+g.dice.IntN(30))*time.Hour)
	}
	v.Last = v.First
	return tx.AddVisits(ctx, []portal.Visit{v})
}

func unixTime(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
