package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The window of the requests that these tests add, unix seconds.
const (
	opens = int64(1_773_000_000)
	ends  = opens + 7*86400
)

// later is after noon, when a verb is called that is told the time.
var later = noon.Add(time.Hour)

// partners adds accounts, each with the partners "books", whose links we mail,
// and "cars", which brings them itself.
func partners(t *testing.T, s portal.Store, accounts ...string) {
	t.Helper()
	seed(t, s, accounts...)
	in(t, s, func(tx portal.Tx) error {
		for _, account := range accounts {
			books := portal.Partner{Account: account, ID: "books", Name: "Books", Delivery: portal.ByMail}
			cars := portal.Partner{Account: account, ID: "cars", Delivery: portal.ByPartner}
			if err := tx.PutPartner(ctx, books); err != nil {
				return err
			}
			if err := tx.PutPartner(ctx, cars); err != nil {
				return err
			}
		}
		return nil
	})
}

// asked is a pending request of the tenant of the same name, with its first
// attempt, that only these clients could answer.
func asked(id string, clients ...string) portal.LinkRequest {
	return portal.LinkRequest{Key: key("demo", id), Partner: "books", Tenant: id, Status: portal.Pending,
		Attempt: 1, Start: opens, End: ends, TTLDays: 7, Clients: clients, Email: "z@example.org",
		RequestedAt: noon, CreatedAt: noon, UpdatedAt: noon}
}

// issueOf is the attempt of a request that is in force.
func issueOf(r portal.LinkRequest) portal.Attempt {
	return portal.Attempt{Account: r.Account, Request: r.ID, Number: r.Attempt, Start: r.Start, End: r.End,
		IssuedBy: "partner:books", IssuedAt: r.RequestedAt}
}

func ask(t *testing.T, s portal.Store, all ...portal.LinkRequest) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, r := range all {
			if err := tx.AddRequest(ctx, r, issueOf(r)); err != nil {
				return err
			}
		}
		return nil
	})
}

// decided is r after a decision.
func decided(r portal.LinkRequest, to portal.RequestStatus) portal.LinkRequest {
	r.Status, r.Client, r.DecidedAt, r.UpdatedAt, r.FormValue = to, "c1", later, later, "form"
	return r
}

func tryDecide(s portal.Store, r portal.LinkRequest, attempt, now int64) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.Decide(ctx, r, attempt, now) })
}

func tryExpire(s portal.Store, k portal.Key, attempt, now int64) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.Expire(ctx, k, attempt, now, later) })
}

func tryWithdraw(s portal.Store, k portal.Key, attempt int64) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.Withdraw(ctx, k, attempt, later) })
}

// renewal is the attempt that follows r's, with a window of 7 days from at.
func renewal(r portal.LinkRequest, at int64) portal.Attempt {
	return portal.Attempt{Account: r.Account, Request: r.ID, Number: r.Attempt + 1, Start: at, End: at + 7*86400,
		IssuedBy: "admin:1", IssuedAt: later}
}

func tryRenew(s portal.Store, r portal.LinkRequest, from portal.RequestStatus, a portal.Attempt) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.Renew(ctx, r, from, a) })
}

// wantAttempts checks how the attempts of a request ended, in order; "" for one
// that is in force.
func wantAttempts(t *testing.T, s portal.Store, k portal.Key, reasons ...string) {
	t.Helper()
	all, err := s.Attempts(ctx, k)
	have := []string{}
	for i, a := range all {
		have = append(have, a.EndReason)
		if a.Number != int64(i+1) || a.EndedAt.IsZero() != (a.EndReason == "") {
			t.Errorf("attempt %d of %s is %+v", i+1, k.ID, a)
		}
	}
	got(t, reasons)(have, err)
}

func requestIDs(all []portal.LinkRequest, err error) ([]string, error) {
	ids := []string{}
	for _, r := range all {
		ids = append(ids, r.ID)
	}
	return ids, err
}
