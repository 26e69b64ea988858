package portal_test

import (
	"errors"
	"io"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// listed are records as the rows of a file.
type listed struct {
	records []portal.Record
	at      int
}

func (l *listed) Next() (portal.Row, error) {
	if l.at == len(l.records) {
		return portal.Row{}, io.EOF
	}
	l.at++
	return portal.Row{Number: int64(l.at), Record: l.records[l.at-1]}, nil
}

// imports takes records in by a job, and returns it when it is over.
func (s *shop) imports(records ...portal.Record) portal.ImportJob {
	s.t.Helper()
	s.n++
	j, err := s.service.QueueImport(ctx, portal.ImportJob{Account: seller, Format: "ndjson", Actor: "admin:a1"}, []byte(strconv.Itoa(s.n)))
	s.must(err)
	return s.works(j.ID, records...)
}

// works does what waits, reading these records from any file.
func (s *shop) works(job string, records ...portal.Record) portal.ImportJob {
	s.t.Helper()
	_, err := s.service.RunImports(ctx, func(string, string, io.Reader) (portal.Rows, error) { return &listed{records: records}, nil })
	s.must(err)
	j, err := s.service.ImportJob(ctx, key(job))
	s.must(err)
	return j
}

// mirrored is one word about everything that can be mirrored.
func mirrored(version int64, name, status string) []portal.Record {
	source := portal.Source{Version: version}
	return []portal.Record{
		portal.Customer{Key: key("9001"), Name: name, Type: "business", Email: name + "@client.example", Source: source},
		portal.Purchase{
			Key: key("9002"), Customer: "9001", Status: "open", Currency: "EUR", Totals: portal.Totals{Gross: "1.00"}, Source: source,
			Items: []portal.Item{{RunningNo: 1, Name: name, Quantity: "1"}},
		},
		portal.Subscription{
			Key: key("9003"), Customer: "9001", Status: status, Source: source, Details: portal.SubscriptionDetails{Renewal: "auto"},
			Items: []portal.SubscriptionItem{{RunningNo: 1, Name: name, Quantity: "1"}},
		},
		portal.Offer{Key: key("s1:2"), Subscription: "9003", Item: 1, ProductID: "x", Name: name, Effective: "now", Source: source},
		portal.Quote{Key: key("9002"), Number: "Q-" + name, State: "open", ValidUntil: "2030-01-01", Source: source},
		portal.PaymentMethod{Key: key("M9"), Customer: "9001", Label: portal.MethodLabel{Kind: "card", Last4: "0001", Brand: name}, State: "active", Source: source},
		portal.IssuedDocument{
			Key: key("d9"), Number: "INV-9", Kind: "invoice", Customer: "9001", IssuedOn: "2025-01-02", Currency: "EUR",
			Totals: portal.Totals{Gross: "1.00"}, Details: portal.InvoiceDetails{State: "issued", PaidWith: name}, Source: source,
		},
	}
}

// everything is what is kept of mirrored, without when it was last heard of.
func (s *shop) everything() []any {
	s.t.Helper()
	c, errC := s.store.Customer(ctx, key("9001"))
	p, errP := s.store.Purchase(ctx, key("9002"))
	b, errB := s.store.Subscription(ctx, key("9003"))
	o, errO := s.store.SubscriptionOffers(ctx, key("9003"))
	q, errQ := s.store.Quote(ctx, key("9002"))
	m, errM := s.store.PaymentMethod(ctx, key("M9"))
	d, errD := s.store.Invoice(ctx, key("INV-9"))
	for _, err := range []error{errC, errP, errB, errO, errQ, errM, errD} {
		if err != nil && !errors.Is(err, portal.ErrNotFound) {
			s.t.Fatal(err)
		}
	}
	p.AsOf, b.AsOf, q.AsOf, m.AsOf, d.AsOf = time.Time{}, time.Time{}, time.Time{}, time.Time{}, time.Time{}
	for i := range o {
		o[i].AsOf = time.Time{}
	}
	hits, err := s.service.Find(ctx, portal.SearchQuery{Text: "9001", Limit: 9})
	s.must(err)
	return []any{c, p, b, o, q, m, d, len(hits.Hits)}
}

func (s *shop) undo(job string) portal.UndoOutcome {
	s.t.Helper()
	o, err := s.service.UndoImport(ctx, "admin:a2", key(job))
	s.must(err)
	return o
}

func TestAnImportThatMadeThingsIsTakenBackWhole(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		before := s.everything()
		j := s.imports(mirrored(1, "one", "active")...)
		if j.Counts[portal.RowImported] != 7 {
			t.Fatalf("counts %v", j.Counts)
		}
		if _, ok := s.undo(j.ID).(portal.UndoBegun); !ok {
			t.Fatal("it was not begun")
		}
		j = s.works(j.ID)
		if j.State != portal.ImportUndone || j.Counts[portal.RowRemoved] != 7 || j.UndoneBy != "admin:a2" || j.UndoneAt.IsZero() {
			t.Errorf("job %+v", j)
		}
		if after := s.everything(); !reflect.DeepEqual(before, after) {
			t.Errorf("left behind:\n%+v", after)
		}
		if o, ok := s.undo(j.ID).(portal.UndoNot); !ok {
			t.Errorf("a second time: %T", o)
		}
		again := s.imports(mirrored(1, "one", "active")...)
		if again.Counts[portal.RowImported] != 7 {
			t.Errorf("once more: %v", again.Counts)
		}
	})
}

func TestAnImportThatReplacedThingsPutsTheEarlierWordBack(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.imports(mirrored(4, "one", "active")...)
		before := s.everything()
		s.pass(time.Hour)
		j := s.imports(mirrored(5, "two", "finished")...)
		if j.Counts[portal.RowUpdated] != 7 || reflect.DeepEqual(before, s.everything()) {
			t.Fatalf("nothing was replaced: %v", j.Counts)
		}
		s.undo(j.ID)
		if j = s.works(j.ID); j.Counts[portal.RowRestored] != 7 {
			t.Errorf("counts %v", j.Counts)
		}
		if after := s.everything(); !reflect.DeepEqual(before, after) {
			t.Errorf("have:\n%+v\nwant:\n%+v", after, before)
		}
	})
}

func TestAnImportThatSomebodyActedOnStays(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		version := int64(0)
		acts := map[string]func(){
			"a new link": func() {
				_, err := s.service.Reissue(ctx, portal.Ask{
					Actor: "admin:a1", Object: portal.ObjectKey{Account: seller, Kind: link.Invoice, ID: "INV-9"}, Days: 7,
				})
				s.must(err)
			},
			"a visit": func() {
				s.put(func(tx portal.Tx) error {
					return tx.AddVisits(ctx, []portal.Visit{{
						Object: portal.ObjectKey{Account: seller, Kind: link.Payment, ID: "S9003"}, Who: "person", Page: "confirm",
						First: s.now(), Last: s.now(), Count: 1,
					}})
				})
			},
			"a later word": func() { s.imports(mirrored(version+1, "three", "finished")...) },
		}
		for name, act := range acts {
			version += 10
			j := s.imports(mirrored(version, name, "active")...)
			s.pass(time.Minute)
			act()
			before := s.everything()
			o, ok := s.undo(j.ID).(portal.UndoActedOn)
			if !ok || len(o.Rows) == 0 {
				t.Errorf("%s: %+v", name, o)
			}
			if j = s.works(j.ID); j.State != portal.ImportDone || !reflect.DeepEqual(before, s.everything()) {
				t.Errorf("%s: it was taken back: %+v", name, j)
			}
			s.pass(time.Minute)
		}
	})
}

// A row that somebody acts on between the look and the work is kept, and said.
func TestARowActedOnMeanwhileIsKept(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		j := s.imports(mirrored(1, "one", "active")...)
		s.undo(j.ID)
		_, err := s.service.Reissue(ctx, portal.Ask{
			Actor: "admin:a1", Object: portal.ObjectKey{Account: seller, Kind: link.Invoice, ID: "INV-9"}, Days: 7,
		})
		s.must(err)
		if j = s.works(j.ID); j.State != portal.ImportUndone || j.Counts[portal.RowKept] != 1 || j.Counts[portal.RowRemoved] != 6 {
			t.Errorf("job %+v", j)
		}
		if _, err := s.store.Invoice(ctx, key("INV-9")); err != nil {
			t.Errorf("the invoice with a link is gone: %v", err)
		}
	})
}
