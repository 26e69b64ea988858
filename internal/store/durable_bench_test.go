package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// BenchmarkDurable measures decisions that are on the disk, each with its audit
// head, of 1, 8 and 64 clients at once, and says how many times the rate of bare
// flushes of the same disk that is. The flushes are measured before and after,
// since a machine is not equally busy all the time.
func BenchmarkDurable(b *testing.B) {
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("%d clients", clients), func(b *testing.B) {
			s := storetest.SQLite(b)
			if err := addAccount(s, "acme"); err != nil {
				b.Fatal(err)
			}
			bare := flushes(b)
			before := s.Figures()
			b.ResetTimer()
			var wg sync.WaitGroup
			for c := range clients {
				wg.Go(func() {
					for i := c; i < b.N; i += clients {
						if err := approve(s, i); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			bare = (bare + flushes(b)) / 2
			now := s.Figures()
			rate := float64(b.N) / b.Elapsed().Seconds()
			b.ReportMetric(rate, "approvals/s")
			b.ReportMetric(bare, "flushes/s")
			b.ReportMetric(rate/bare, "approvals/flush")
			b.ReportMetric(float64(now.Members-before.Members)/float64(now.Commits-before.Commits), "members/commit")
		})
	}
}

// approve writes what an approval writes: a decision, an event and an audit
// entry.
func approve(s portal.Store, i int) error {
	id := fmt.Sprintf("r%d", i)
	return s.InTx(ctx, func(tx portal.Tx) error {
		seq, _, err := tx.AuditHead(ctx, "acme")
		if err != nil {
			return err
		}
		at := time.Unix(1760000000, 0)
		d := portal.BillingDecision{Account: "acme", ID: id, Slot: id, State: portal.DecisionRecorded, CreatedAt: at}
		if won, err := tx.AddBillingDecision(ctx, d); err != nil || !won {
			return fmt.Errorf("decision %s: %t, %w", id, won, err)
		}
		if _, err := tx.AppendEvent(ctx, portal.Event{Account: "acme", ID: "evt_" + id, Type: "approved", Data: "{}", OccurredAt: at}); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, portal.Entry{Account: "acme", Seq: seq + 1, At: at, Act: "approved", Data: "{}", Hash: []byte{1}})
	})
}

// flushes is how often a second the disk takes a page that is appended and
// flushed.
func flushes(b *testing.B) float64 {
	f, err := os.Create(filepath.Join(b.TempDir(), "bare"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 4096)
	n := 0
	began := time.Now()
	for ; time.Since(began) < 300*time.Millisecond; n++ {
		if _, err := f.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	return float64(n) / time.Since(began).Seconds()
}
