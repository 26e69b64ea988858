package store_test

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// BenchmarkSearch asks what people ask, where there are as many links as
// LATCHKEY_BENCH_LINKS says, and a hundredth of them in a second account. Each
// answer has to come within 100 ms.
func BenchmarkSearch(b *testing.B) {
	storetest.BenchEngines(b, func(b *testing.B, dsn string) {
		s, n, began := storetest.Open(b, dsn), storetest.BenchLinks(b), time.Now()
		storetest.Grow(b, s, dsn, "small", n/100, began)
		storetest.Grow(b, s, dsn, "big", n, began)
		b.Logf("%d links in %v", n, time.Since(began).Round(time.Second))
		benchmarkSearches(b, s, n)
	})
}

func benchmarkSearches(b *testing.B, s portal.Store, n int) {
	name := storetest.GrownName(7)
	misspelt := name[:2] + name[3:]
	for _, q := range []struct {
		name, text string
		in         portal.Accounts
	}{
		{"key", storetest.GrownID(n/2 + 1 - n/2%2), portal.Accounts{}},
		{"key beginning", "INV-10", portal.Accounts{}},
		{"email", "billing@c1000070.example", portal.Accounts{}},
		{"email beginning", "billing@c1", portal.Accounts{}},
		{"name", name + " 1000070", portal.Accounts{}},
		{"name beginning", name[:4], portal.Accounts{}},
		{"common word", "aps", portal.Accounts{}},
		{"two beginnings", "har pin", portal.Accounts{}},
		{"common words that never meet", "harbour gmbh", portal.Accounts{}},
		{"one letter and a common word", "a gmbh", portal.Accounts{}},
		{"rare word among common ones", "1000070 aps gmbh ltd ag", portal.Accounts{}},
		{"misspelt", misspelt, portal.Accounts{}},
		{"misspelt common word", "harbuor", portal.Accounts{}},
		{"two words, one misspelt", "harbuor robotics", portal.Accounts{}},
		{"run together", "harbourpine", portal.Accounts{}},
		{"four words, none known", "harborek pinoram norduri velamin", portal.Accounts{}},
		{"nothing", "xqzwvyk", portal.Accounts{}},
		{"name in one account", name, portal.OnlyAccounts("small")},
		{"common word in one account", "aps", portal.OnlyAccounts("small")},
		{"common words that never meet in one account", "harbour gmbh", portal.OnlyAccounts("small")},
	} {
		b.Run(q.name, func(b *testing.B) {
			storetest.Measure(b, n, func() {
				if _, err := s.Search(ctx, portal.SearchQuery{Text: q.text, Accounts: q.in, Limit: 6}); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}
