package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func partnerRows(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Partner{Account: "demo", ID: "z", Name: text, About: "accounting software",
		KeyHash: []byte{0, 1, 255}, TTLDays: 30, Delivery: portal.ByPartner,
		ReturnOrigins: []string{"https://app.example.com"}, DisabledAt: noon, CreatedAt: noon}
	bare, foreign := portal.Partner{Account: "demo", ID: "a"}, portal.Partner{Account: "other", ID: "z"}
	put := func(p portal.Partner) error {
		return s.InTx(ctx, func(tx portal.Tx) error { return tx.PutPartner(ctx, p) })
	}
	for _, p := range []portal.Partner{full, bare, foreign} {
		wantErr(t, nil, put(p))
	}
	got(t, full)(s.Partner(ctx, "demo", "z"))
	got(t, foreign)(s.Partner(ctx, "other", "z"))
	got(t, full)(s.PartnerByKey(ctx, full.KeyHash))
	got(t, []portal.Partner{bare, full})(s.Partners(ctx, "demo"))
	_, err := s.PartnerByKey(ctx, nil) // there are partners without a key
	wantErr(t, portal.ErrNotFound, err)

	full.OldKeyHash, full.OldKeyUntil = []byte{9, 9}, later
	wantErr(t, nil, put(full))
	got(t, full)(s.PartnerByKey(ctx, []byte{9, 9}))

	foreign.KeyHash = full.KeyHash
	wantErr(t, portal.ErrExists, put(foreign))
	full.KeyHash, full.Name, full.DisabledAt = []byte{7}, "renamed", time.Time{}
	wantErr(t, nil, put(full))
	wantErr(t, nil, put(full))
	got(t, full)(s.PartnerByKey(ctx, []byte{7}))
	wantErr(t, nil, put(foreign)) // the key is free now
}

func apiKeys(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.APIKey{Account: "demo", ID: "a", Name: text, KeyHash: []byte{0, 255},
		Scopes: []string{"links:read", "*"}, CreatedAt: later, ExpiresAt: later, RevokedAt: later, LastUsed: later}
	bare := portal.APIKey{Account: "demo", ID: "b", KeyHash: []byte{1}}
	foreign := portal.APIKey{Account: "other", ID: "b", KeyHash: []byte{2}}
	in(t, s, func(tx portal.Tx) error {
		for _, k := range []portal.APIKey{full, bare, foreign} {
			wantErr(t, nil, tx.AddAPIKey(ctx, k))
		}
		wantErr(t, portal.ErrExists, tx.AddAPIKey(ctx, portal.APIKey{Account: "demo", ID: "a", KeyHash: []byte{3}}))
		wantErr(t, portal.ErrExists, tx.AddAPIKey(ctx, portal.APIKey{Account: "other", ID: "a", KeyHash: []byte{1}}))
		wantErr(t, portal.ErrNotFound, tx.RevokeAPIKey(ctx, "demo", "none", noon))
		return nil
	})
	got(t, full)(s.APIKeyByHash(ctx, full.KeyHash))
	got(t, []portal.APIKey{bare, full})(s.APIKeys(ctx, "demo"))
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.TouchAPIKey(ctx, "demo", "b", later))
		wantErr(t, nil, tx.TouchAPIKey(ctx, "demo", "b", noon)) // came late
		wantErr(t, nil, tx.RevokeAPIKey(ctx, "demo", "b", noon))
		wantErr(t, nil, tx.RevokeAPIKey(ctx, "demo", "b", later)) // revoked already
		wantErr(t, nil, tx.TouchAPIKey(ctx, "demo", "b", later.Add(time.Hour)))
		return nil
	})
	bare.LastUsed, bare.RevokedAt = later, noon
	got(t, bare)(s.APIKeyByHash(ctx, bare.KeyHash))
	got(t, []portal.APIKey{foreign})(s.APIKeys(ctx, "other"))
}

func clientsByEmail(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	one := portal.Customer{Key: key("demo", "1"), Name: text, Email: " Zoë@Example.ORG ", RegistrationNumber: "DK1",
		OnboardingDone: true, Users: []portal.User{{ID: "u1", Name: text, Email: "Maja@example.org"}, {ID: "u2"}}}
	two := portal.Customer{Key: key("demo", "2"), Email: "maja@example.org"}
	foreign := portal.Customer{Key: key("other", "1"), Email: "maja@example.org"}
	store := func(all ...portal.Customer) {
		in(t, s, func(tx portal.Tx) error {
			for _, c := range all {
				if err := put(tx.PutCustomer(ctx, c)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	store(two, one, foreign)
	got(t, one)(s.Customer(ctx, one.Key))
	find := func(account string, emails ...string) []string {
		t.Helper()
		all, err := s.ClientsByEmail(ctx, account, emails)
		ids := []string{}
		for _, c := range all {
			ids = append(ids, c.Account+" "+c.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	got(t, []portal.Customer{one, two})(s.ClientsByEmail(ctx, "demo", []string{"none", "maja@example.org", "zoë@example.org"}))
	got(t, []string{"demo 1"})(find("demo", "zoë@example.org"), nil)
	got(t, []string{"other 1"})(find("other", "zoë@example.org", "maja@example.org"), nil)
	for _, none := range [][]string{nil, {""}, {"example.org"}, {"maja@example.or_"}, {"%"}} {
		got(t, []string{})(find("demo", none...), nil)
	}
	one.Users = nil
	store(one)
	got(t, []string{"demo 2"})(find("demo", "maja@example.org"), nil)
	got(t, one)(s.Customer(ctx, one.Key))
}

func tryConnect(s portal.Store, c portal.Connection) error {
	return s.InTx(ctx, func(tx portal.Tx) error { return tx.AddConnection(ctx, c) })
}

func connections(t *testing.T, s portal.Store) {
	partners(t, s, "demo", "other")
	full := portal.Connection{Account: "demo", ID: "1", Partner: "books", Client: "c1", Tenant: "Tenant",
		Request: "lr_1", LinkedAt: noon}
	wantErr(t, nil, tryConnect(s, full))
	got(t, full)(s.ActiveConnection(ctx, "demo", "c1"))
	got(t, full)(s.TenantConnection(ctx, "demo", "books", "Tenant"))
	foreign := full
	foreign.Account = "other"
	wantErr(t, nil, tryConnect(s, foreign))
	for what, c := range map[string]portal.Connection{
		"client": {Account: "demo", ID: "2", Partner: "cars", Client: "c1", Tenant: "x"},
		"tenant": {Account: "demo", ID: "2", Partner: "books", Client: "c2", Tenant: "Tenant"},
		"id":     {Account: "demo", ID: "1", Partner: "cars", Client: "c2", Tenant: "x"},
	} {
		t.Log(what)
		wantErr(t, portal.ErrExists, tryConnect(s, c))
	}
	for _, tenant := range []string{"tenant", "x"} {
		_, err := s.TenantConnection(ctx, "demo", "books", tenant)
		wantErr(t, portal.ErrNotFound, err)
	}
	archive := func() (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.ArchiveConnection(ctx, "demo", "1", later) })
	}
	got(t, true)(archive())
	got(t, false)(archive())
	_, err := s.ActiveConnection(ctx, "demo", "c1")
	wantErr(t, portal.ErrNotFound, err)
	got(t, foreign)(s.ActiveConnection(ctx, "other", "c1"))
	full.ID = "2"
	wantErr(t, nil, tryConnect(s, full)) // both are free again
}

func connectionRace(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for round := range 5 {
		client := string(rune('a' + round))
		won := together(t, 16, func(i int) (bool, error) {
			id := client + string(rune('a'+i))
			err := tryConnect(s, portal.Connection{Account: "demo", ID: id, Partner: "books", Client: client, Tenant: id})
			return err == nil, ignore(err, portal.ErrExists)
		})
		if n := count(won); n != 1 {
			t.Errorf("client %s was connected %d times", client, n)
		}
	}
}
