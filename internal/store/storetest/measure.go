package storetest

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
)

// BenchLinks is how many links a benchmark is run with: what the environment
// variable LATCHKEY_BENCH_LINKS says, else 2,000.
func BenchLinks(b *testing.B) int {
	b.Helper()
	text := os.Getenv("LATCHKEY_BENCH_LINKS")
	if text == "" {
		return 2000
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1000 {
		b.Fatalf("LATCHKEY_BENCH_LINKS=%q is no number of links from 1000 on", text)
	}
	return n
}

// BenchEngines runs a benchmark on both engines, each time with the name of a
// database that is not there yet.
func BenchEngines(b *testing.B, bench func(b *testing.B, dsn string)) {
	b.Run("SQLite", func(b *testing.B) { bench(b, "sqlite:"+filepath.Join(b.TempDir(), "latchkey.db")) })
	b.Run("PostgreSQL", func(b *testing.B) { bench(b, pgtest.URL(b)) })
}

// Measure runs f over and over, and reports beside the mean what half of the runs
// took at most, what the longest took, and with how many links.
func Measure(b *testing.B, links int, f func()) {
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		f()
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "p50-ms")
	b.ReportMetric(ms(took[len(took)-1]), "max-ms")
	b.ReportMetric(float64(links), "links")
}
