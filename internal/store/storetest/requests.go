package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func requests(t *testing.T, s portal.Store) {
	partners(t, s, "demo", "other")
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	full := portal.LinkRequest{Key: key("demo", "lr_1"), Reference: "7F3Q-2M9D", Partner: "books",
		Tenant: "Tenant " + text, Status: portal.RequestExpired, Attempt: 3, Start: opens, End: ends, TTLDays: 30,
		Clients: []string{"z", "a"}, Client: "z", Email: "z@example.org", Person: text,
		Submitted: `{"client": {"name": "Nordlys"}}`, ReturnURL: "https://app.example.com/?a=1",
		RequestedAt: hour(1), DecidedAt: hour(2), EndedAt: hour(3), ExpiredAt: hour(4), Reason: text,
		FormValue: "form", Reminders: 2, RemindedAt: hour(5), Sequence: 9, CreatedAt: hour(6), UpdatedAt: hour(7)}
	first := issueOf(full)
	first.EndedAt, first.EndReason = hour(8), "superseded"
	bare := portal.LinkRequest{Key: key("demo", "lr_2"), Partner: "books"}
	foreign := full
	foreign.Account = "other"
	in(t, s, func(tx portal.Tx) error { return tx.AddRequest(ctx, full, first) })
	ask(t, s, bare, foreign)

	got(t, full)(s.Request(ctx, full.Key))
	got(t, bare)(s.Request(ctx, bare.Key))
	got(t, foreign)(s.TenantRequest(ctx, "other", "books", full.Tenant))
	got(t, full)(s.TenantRequest(ctx, "demo", "books", full.Tenant))
	got(t, []portal.Attempt{first})(s.Attempts(ctx, full.Key))
	got(t, []portal.Attempt{issueOf(foreign)})(s.Attempts(ctx, foreign.Key))
	for _, tenant := range []string{"tenant " + text, "none"} {
		_, err := s.TenantRequest(ctx, "demo", "books", tenant)
		wantErr(t, portal.ErrNotFound, err)
	}
	for _, k := range []portal.Key{key("demo", "none"), key("none", "lr_1"), {}} {
		_, err := s.Request(ctx, k)
		wantErr(t, portal.ErrNotFound, err)
	}
	sameTenant, sameID := asked("lr_3"), asked("lr_1")
	sameTenant.Tenant = full.Tenant
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrExists, tx.AddRequest(ctx, sameTenant, issueOf(sameTenant)))
		wantErr(t, portal.ErrExists, tx.AddRequest(ctx, sameID, issueOf(sameID)))
		return nil
	})
	sameTenant.Partner = "cars"
	ask(t, s, sameTenant)
}

func oneRequestPerTenant(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	won := together(t, 16, func(i int) (bool, error) {
		r := asked(fmt.Sprint("lr_", i))
		r.Tenant = "one"
		err := s.InTx(ctx, func(tx portal.Tx) error { return tx.AddRequest(ctx, r, issueOf(r)) })
		return err == nil, ignore(err, portal.ErrExists)
	})
	if n := count(won); n != 1 {
		t.Errorf("the tenant has %d requests", n)
	}
}

func requestSearch(t *testing.T, s portal.Store) {
	register(t, s)
	for q, want := range map[string][]string{
		"nordlys interiors": {"live"}, "NORD": {"live"}, "tenant-4": {"live"}, "TENANT-42": {"live"},
		"on.file@": {"live"}, "llll-0001": {"live"}, "maja@nordlys": {"live"}, "help@nordlys.example": {"live"},
		"interiors": {}, "%": {}, "not json": {}, "over": {"over"},
	} {
		got(t, want)(requestIDs(s.Requests(ctx, portal.RequestFilter{Account: "demo", Query: q})))
	}
	got(t, []string{})(requestIDs(s.Requests(ctx, portal.RequestFilter{Account: "other", Query: "nord"})))

	hit := portal.Hit{Kind: link.Approve, Key: key("demo", "live"), Title: "Request for Nordlys  Interiors",
		Subtitle: "Books", Reference: "LLLL-0001"}
	for _, q := range []string{"live", "llll-0001", "tenant-42", "on.file@example.org", "nordlys"} {
		got(t, []portal.Hit{hit})(searched(s, q, 9))
	}
	got(t, []portal.Hit{{Kind: link.Approve, Key: key("demo", "said"), Title: "Request for said",
		Subtitle: "Books"}})(searched(s, "said", 9))

	// A merge and a renewal replace what is found.
	r := asked("live")
	r.Tenant, r.Submitted, r.Email = "Tenant-42", `{"client": {"name": "Sydlys"}}`, "new@example.org"
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) { return tx.MergeRequest(ctx, r, 1) }))
	got(t, []string{})(hits(s, "nordlys", 9))
	got(t, []string{"approve live"})(hits(s, "sydlys", 9))
	got(t, []string{"approve live"})(hits(s, "tenant-42", 9))
	r.Submitted = `{"client": {"name": "Vestlys"}}`
	got(t, true)(tryRenew(s, r, portal.Pending, renewal(r, opens)))
	got(t, []string{})(hits(s, "sydlys", 9))
	found, err := searched(s, "vestlys", 9)
	if err != nil || len(found) != 1 || found[0].Title != "Request for Vestlys" {
		t.Errorf("have %+v, %v", found, err)
	}
}

func sequences(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	ask(t, s, asked("1"), asked("2"))
	together(t, 8, func(int) (bool, error) {
		err := s.InTx(ctx, func(tx portal.Tx) error { _, err := tx.NextSequence(ctx, key("demo", "1")); return err })
		return true, err
	})
	in(t, s, func(tx portal.Tx) error {
		got(t, int64(9))(tx.NextSequence(ctx, key("demo", "1")))
		got(t, int64(1))(tx.NextSequence(ctx, key("demo", "2")))
		_, err := tx.NextSequence(ctx, key("demo", "none"))
		wantErr(t, portal.ErrNotFound, err)
		return nil
	})
	want := asked("1")
	want.Sequence = 9
	got(t, want)(s.Request(ctx, want.Key))
}
