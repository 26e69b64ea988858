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
	grownDays  = 90   // over which the links of a grown store were made
	grownBatch = 1000 // links of one transaction
	grownTTL   = 7    // days
)

// Grow puts n links into an account, as 90 days of use leave them: half are
// requests that were approved, declined, withdrawn, ran out or wait, half open
// invoices; each was mailed, two of three were opened. The same n makes the same
// links, through the same methods as the portal's own. It adds the account and
// its partners "ledger" and "fakturo".
func Grow(t testing.TB, s portal.Store, account string, n int, now time.Time) {
	t.Helper()
	g := grower{account: account, now: now.Truncate(time.Second), dice: rand.New(rand.NewPCG(7, 11))}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.InTx(ctx, g.begin))
	for from := 0; from < n; from += grownBatch {
		state := *g.dice // a transaction may run twice, and is to make the same links again
		must(s.InTx(ctx, func(tx portal.Tx) error {
			*g.dice = state
			for i := from; i < min(from+grownBatch, n); i++ {
				if err := g.link(tx, i, n); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

type grower struct {
	account string
	now     time.Time
	dice    *rand.Rand
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
	if i%2 == 1 {
		return g.invoice(tx, i, made)
	}
	return g.request(tx, i, made)
}

var (
	grownFirst  = []string{"Harbour", "Nordlys", "Skovby", "Fjell", "Brise", "Lindhardt", "Müller", "Østergaard", "Garden", "Copper", "Vester", "Silver"}
	grownSecond = []string{"Pine", "Interiors", "Tømrer", "Regnskap", "Café", "Transport", "Energie", "Robotics", "Bakery", "Design"}
)

// company is one of 120 names with a number, so that each has its own.
func company(i int) string {
	return fmt.Sprintf("%s & %s %d ApS", grownFirst[i%len(grownFirst)], grownSecond[i/len(grownFirst)%len(grownSecond)], i)
}

func (g *grower) request(tx portal.Tx, i int, made time.Time) error {
	id := fmt.Sprintf("lr_%07d", i)
	end := made.Add(grownTTL * 24 * time.Hour)
	r := portal.LinkRequest{
		Key: portal.Key{Account: g.account, ID: id}, Reference: fmt.Sprintf("G%03d-%04d", i/10_000, i%10_000), Partner: []string{"ledger", "fakturo"}[i/2%2],
		Tenant: fmt.Sprintf("tenant-%07d", i), Status: portal.Pending, Attempt: 1, Start: made.Unix(), End: end.Unix(), TTLDays: grownTTL,
		Email: fmt.Sprintf("person%d@client.example", i), Submitted: fmt.Sprintf(`{"client":{"name":%q}}`, company(i)),
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
	id := fmt.Sprintf("INV-%07d", i)
	err := tx.AddInvoice(ctx, portal.Invoice{
		Key: portal.Key{Account: g.account, ID: id}, Number: id, Kind: portal.KindInvoice, Reference: fmt.Sprintf("H%03d-%04d", i/10_000, i%10_000), Currency: "EUR",
		Content: &portal.Content{Buyer: portal.Party{Name: company(i)}}, IssuedOn: portal.Date(made.Format(time.DateOnly)), CreatedAt: made, AsOf: made,
	})
	if err != nil {
		return err
	}
	k := portal.ObjectKey{Account: g.account, Kind: link.Invoice, ID: id}
	st := portal.LinkState{ObjectKey: k, Generation: 1, Start: made.Unix(), End: made.Add(30 * 24 * time.Hour).Unix(), KeyID: "k1", IssuedAt: made}
	if _, err := tx.Issue(ctx, st); err != nil {
		return err
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
		ID: fmt.Sprintf("msg_%07d", i), Account: k.Account, Template: "new-link", To: fmt.Sprintf("person%d@client.example", i), Object: k,
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
