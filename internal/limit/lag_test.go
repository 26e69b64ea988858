package limit

import (
	"runtime"
	"sync"
	"testing"
	"time"
)

func TestTheLagIsWhatAShareDoesNotGoBeyond(t *testing.T) {
	buckets := []float64{0, 0.1, 0.2, 0.4, 0.8}
	for _, c := range []struct {
		counts []uint64
		want   time.Duration
	}{
		{[]uint64{0, 0, 0, 0}, 0},
		{[]uint64{95, 5, 0, 0}, 0},
		{[]uint64{90, 5, 5, 0}, 100 * time.Millisecond},
		{[]uint64{10, 0, 0, 10}, 400 * time.Millisecond},
	} {
		if got := quantile(c.counts, buckets, 0.95); got != c.want {
			t.Errorf("%v: %s, want %s", c.counts, got, c.want)
		}
	}
}

// Many that compute at once on one processor wait for each other, and it shows.
func TestWorkThatWaitsForAProcessorShows(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	l := NewLag()
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			for began := time.Now(); time.Since(began) < 2*time.Millisecond; {
			}
			runtime.Gosched()
		})
	}
	all.Wait()
	now := time.Now()
	if l.At(now) == 0 {
		t.Error("200 goroutines of 2 ms each made no lag")
	}
	for range 20 { // nobody works any more
		now = now.Add(lagEvery)
		l.At(now)
	}
	if got := l.At(now); got > 10*time.Millisecond {
		t.Errorf("the lag stays at %s", got)
	}
}
