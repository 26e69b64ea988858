package store_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// BenchmarkSearch asks what people ask, of as many invoices as
// LATCHKEY_BENCH_ROWS says (10,000). Each answer has to come within 100 ms.
func BenchmarkSearch(b *testing.B) {
	rows := 10000
	if text := os.Getenv("LATCHKEY_BENCH_ROWS"); text != "" {
		var err error
		if rows, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	for engine, open := range map[string]func(testing.TB) portal.Store{
		"sqlite":   func(b testing.TB) portal.Store { return storetest.SQLite(b) },
		"postgres": func(b testing.TB) portal.Store { return storetest.Postgres(b) },
	} {
		b.Run(engine, func(b *testing.B) {
			s := open(b)
			began := time.Now()
			storetest.Fill(b, s, rows)
			b.Logf("%d invoices in %v, %v each", rows, time.Since(began).Round(time.Millisecond), time.Since(began)/time.Duration(rows))
			benchmarkSearches(b, s)
		})
	}
}

func benchmarkSearches(b *testing.B, s portal.Store) {
	name := storetest.FillName(7)
	misspelt := name[:2] + name[3:]
	for _, q := range []struct {
		name, text string
		in         portal.Accounts
	}{
		{"key", "INV-1000007", portal.Accounts{}},
		{"key beginning", "INV-10", portal.Accounts{}},
		{"email", "billing@c100007.example", portal.Accounts{}},
		{"email beginning", "billing@c1", portal.Accounts{}},
		{"name", name, portal.Accounts{}},
		{"name beginning", name[:4], portal.Accounts{}},
		{"common word", "gmbh", portal.Accounts{}},
		{"common words", "gmbh ltd", portal.Accounts{}},
		{"one letter and a common word", "a gmbh", portal.Accounts{}},
		{"misspelt", misspelt, portal.Accounts{}},
		{"misspelt word", misspelt[:min(8, len(misspelt))], portal.Accounts{}},
		{"run together", "harborpinegmbh", portal.Accounts{}},
		{"four words, none known", "harborek pinoram norduri velamin", portal.Accounts{}},
		{"nothing", "xqzwvyk", portal.Accounts{}},
		{"name in one account", name, portal.OnlyAccounts("small")},
		{"common word in one account", "gmbh", portal.OnlyAccounts("small")},
	} {
		b.Run(q.name, func(b *testing.B) {
			var longest time.Duration
			for b.Loop() {
				began := time.Now()
				if _, err := s.Search(ctx, portal.SearchQuery{Text: q.text, Accounts: q.in, Limit: 6}); err != nil {
					b.Fatal(err)
				}
				longest = max(longest, time.Since(began))
			}
			b.ReportMetric(float64(longest.Microseconds())/1000, "ms-longest")
		})
	}
}
