package web_test

import (
	"context"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// requestsFixture has a link request in every state; in the one that was
// reissued the second attempt is in force.
const requestsFixture = `{"version": 1, "now": 1760000000, "accounts": [{
	"slug": "acme", "name": "Acme", "locale": "en", "zone": "UTC",
	"v2keys": [{"id": "a1", "hex": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "state": "active"}],
	"partners": [{"id": "ledgerly", "name": "Ledgerly", "apiKey": "lkp_one", "ttlDays": 7}, {"id": "rival", "name": "Rival", "apiKey": "lkp_two", "ttlDays": 30}],
	"clients": [
		{"id": "c1", "name": "One", "country": "DK", "users": [{"id": "u1", "name": "Maja", "email": "maja@one.example"}]},
		{"id": "c2", "name": "Two", "country": "DK", "users": [{"id": "u2", "name": "Ole", "email": "ole@two.example"}]}],
	"linkRequests": [
		{"id": "open", "partner": "ledgerly", "externalTenantId": "1", "client": "c1", "state": "pending", "attempt": 1, "ttlDays": 7, "s": 1759900000, "e": 1760500000,
			"cases": [{"creditorReference": "R-1", "currencyCode": "EUR", "debtor": {"type": "Company", "name": "B"}}]},
		{"id": "again", "partner": "ledgerly", "externalTenantId": "2", "client": "c1", "state": "pending", "attempt": 2, "ttlDays": 7, "s": 1759900000, "e": 1760500000,
			"attempts": [{"attempt": 1, "s": 1759800000, "e": 1760400000}, {"attempt": 2, "s": 1759900000, "e": 1760500000}]},
		{"id": "no", "partner": "ledgerly", "externalTenantId": "3", "client": "c1", "state": "declined", "attempt": 1, "ttlDays": 7, "s": 1759900000, "e": 1760500000, "decidedAt": 1759950000, "reason": "not ours"},
		{"id": "late", "partner": "ledgerly", "externalTenantId": "4", "client": "c1", "state": "expired", "attempt": 1, "ttlDays": 7, "s": 1759000000, "e": 1759590000, "expiredAt": 1759590041},
		{"id": "back", "partner": "ledgerly", "externalTenantId": "5", "client": "c1", "state": "withdrawn", "attempt": 1, "ttlDays": 7, "s": 1759900000, "e": 1760500000, "endedAt": 1759950000},
		{"id": "yes", "partner": "rival", "externalTenantId": "6", "client": "c2", "state": "approved", "attempt": 1, "ttlDays": 7, "s": 1759900000, "e": 1760500000, "decidedAt": 1759950000,
			"cases": [{"creditorReference": "R-2", "currencyCode": "EUR", "debtor": {"type": "Company", "name": "B"}}]},
		{"id": "rivals", "partner": "ledgerly", "externalTenantId": "7", "client": "c2", "state": "blocked", "attempt": 1, "ttlDays": 7, "s": 1759900000, "e": 1760500000, "endedAt": 1759950000}
	]}]}`

func TestRequestsOfAFixtureStandAsItSays(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	fixture, err := intake.ReadFixture([]byte(requestsFixture))
	w.must(err)
	w.must(w.service.LoadFixture(context.Background(), fixture))
	w.clock.Store(noon)
	for id, want := range map[string]struct {
		window [2]int64
		status int
		page   string
	}{
		"open.1":   {[2]int64{1759900000, 1760500000}, 200, "question"},
		"again.1":  {[2]int64{1759800000, 1760400000}, 410, "superseded"},
		"again.2":  {[2]int64{1759900000, 1760500000}, 200, "question"},
		"no.1":     {[2]int64{1759900000, 1760500000}, 200, "declined"},
		"late.1":   {[2]int64{1759000000, 1759590000}, 410, "expired"},
		"back.1":   {[2]int64{1759900000, 1760500000}, 410, "withdrawn"},
		"yes.1":    {[2]int64{1759900000, 1760500000}, 200, "used"},
		"rivals.1": {[2]int64{1759900000, 1760500000}, 410, "blocked"},
	} {
		target := w.sign(formula{account: "acme", kind: "approve", id: id, start: want.window[0], end: want.window[1]}, false)
		if a := w.get(target); a.status != want.status || a.page() != want.page {
			t.Errorf("%s: status %d, page %q, want %d, %q", id, a.status, a.page(), want.status, want.page)
		}
	}
	conn, err := w.store.ActiveConnection(context.Background(), "acme", "c2")
	w.must(err)
	p, err := w.service.PartnerOf(context.Background(), "lkp_two")
	w.must(err)
	cases, err := w.store.Cases(context.Background(), portal.Key{Account: "acme", ID: "yes"})
	w.must(err)
	if conn.Partner != p.ID || len(cases) != 1 || cases[0].State != portal.CaseLanded || len(w.told("acme")) != 0 {
		t.Errorf("connected to %s, cases %+v, events %v", conn.Partner, cases, w.told("acme"))
	}
}
