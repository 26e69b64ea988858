package portal_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// noon is when every office opens.
const (
	noon = 1760000000
	day  = 86400
)

var ctx = context.Background()

// office is a service on a real store, with a clock that stands until a test
// moves it.
type office struct {
	t       testing.TB
	store   portal.Store
	service *portal.Service
	clock   atomic.Int64
}

func newOffice(t testing.TB, store portal.Store) *office {
	t.Helper()
	o := &office{t: t, store: store}
	o.clock.Store(noon)
	o.service = portal.New(store, vaultOf(t, 7), o.now, "https://pay.example.com")
	return o
}

func (o *office) now() time.Time { return time.Unix(o.clock.Load(), 0).UTC() }

// onBoth runs a test on an office of each store.
func onBoth(t *testing.T, test func(t *testing.T, o *office)) {
	t.Run("SQLite", func(t *testing.T) { test(t, newOffice(t, storetest.SQLite(t))) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, newOffice(t, storetest.Postgres(t))) })
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// account makes an account and partners of these ids.
func (o *office) account(slug string, partners ...string) {
	o.t.Helper()
	a := portal.Account{Slug: slug, Name: slug, Locale: "en", Zone: "Europe/Berlin"}
	o.must(o.service.CreateAccount(ctx, portal.ByCommand, a, nil))
	for _, id := range partners {
		_, _, err := o.service.CreatePartner(ctx, portal.ByCommand, portal.Partner{Account: slug, ID: id, Name: id})
		o.must(err)
	}
}

func (o *office) partner(account, id string) portal.Partner {
	o.t.Helper()
	p, err := o.store.Partner(ctx, account, id)
	o.must(err)
	return p
}

// client makes a company that one person can be written to at.
func (o *office) client(account, id string) {
	o.t.Helper()
	c := portal.Customer{
		Key: portal.Key{Account: account, ID: id}, Name: "Company " + id, Type: "business", Country: "DK",
		Users: []portal.User{{ID: "u-" + id, Name: "Maja Holm", Email: addressOf(id)}},
	}
	o.must(o.service.Mirror(ctx, portal.BySystem, []portal.Customer{c}, nil))
}

func addressOf(client string) string { return client + "@client.example" }

// submission asks for the client with this id.
func submission(tenant, client string, references ...string) portal.Submission {
	sub := portal.Submission{
		Tenant: tenant, Name: "Company " + client, Country: "DK", Support: "support@elsewhere.example",
		Users: []portal.SubmittedUser{{Name: "Maja Holm", Email: addressOf(client)}},
		Raw:   json.RawMessage(`{"client":{"name":"Company"}}`),
	}
	for _, reference := range references {
		payload := fmt.Sprintf(`{"creditorReference":%q,"currencyCode":"EUR","debtor":{"type":"Company","name":"Brise"}}`, reference)
		sub.Cases = append(sub.Cases, portal.SubmittedCase{Reference: reference, Payload: json.RawMessage(payload)})
	}
	return sub
}

// ask has a partner ask, and expects that the client has to approve.
func (o *office) ask(account, partner string, sub portal.Submission) portal.NeedsApproval {
	o.t.Helper()
	got, err := o.service.AskConnection(ctx, o.partner(account, partner), sub)
	o.must(err)
	needs, ok := got.(portal.NeedsApproval)
	if !ok {
		o.t.Fatalf("the answer is %+v", got)
	}
	return needs
}

// admit opens a link as a browser does.
func (o *office) admit(url string) portal.Admission {
	o.t.Helper()
	adm, err := open(o.service, url)
	o.must(err)
	return adm
}

func open(s *portal.Service, url string) (portal.Admission, error) {
	raw, query, _ := strings.Cut(strings.TrimPrefix(url, "https://pay.example.com"), "?")
	path, ok := link.ParsePath(raw)
	if !ok {
		return portal.Admission{}, fmt.Errorf("no path of a link: %s", raw)
	}
	return s.Admit(ctx, path, query)
}

// grant is what the holder of a link that can be answered has.
func (o *office) grant(url string) link.Grant {
	o.t.Helper()
	adm := o.admit(url)
	if adm.Standing != portal.Good {
		o.t.Fatalf("standing %v of a link that should be good", adm.Standing)
	}
	return adm.Grant
}

func (o *office) request(k portal.Key) portal.LinkRequest {
	o.t.Helper()
	r, err := o.store.Request(ctx, k)
	o.must(err)
	return r
}

// told counts an object's events by their type.
func (o *office) told(k portal.Key) map[string]int {
	o.t.Helper()
	events, err := o.store.Events(ctx, k.Account, "", 0, 100_000)
	o.must(err)
	counts := map[string]int{}
	for _, e := range events {
		if e.ObjectID == k.ID {
			counts[e.Type]++
		}
	}
	return counts
}

// acts counts the audit entries about a request by what was done.
func (o *office) acts(k portal.Key) map[string]int {
	o.t.Helper()
	entries, err := o.store.Timeline(ctx, k.Account, string(link.Approve), k.ID, 1000)
	o.must(err)
	counts := map[string]int{}
	for _, e := range entries {
		counts[e.Act]++
	}
	return counts
}

// mails counts the mails about a request by their template.
func (o *office) mails(k portal.Key) map[string]int {
	o.t.Helper()
	all, err := o.store.Messages(ctx, portal.ObjectKey{Account: k.Account, Kind: link.Approve, ID: k.ID}, 1000)
	o.must(err)
	counts := map[string]int{}
	for _, m := range all {
		counts[m.Template]++
	}
	return counts
}

// together starts n goroutines at one moment and waits for them.
func together(n int, do func(i int)) {
	var ready, done sync.WaitGroup
	gate := make(chan struct{})
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			<-gate
			do(i)
		})
	}
	ready.Wait()
	close(gate)
	done.Wait()
}
