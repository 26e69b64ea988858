package main

import (
	"slices"
	"sync/atomic"
	"time"
)

// percentile is the smallest duration that p of 100 do not exceed; 0: there are
// none.
func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}

// text is the first of the texts that many set.
type text struct{ atomic.Pointer[string] }

func (t *text) set(s string) { t.CompareAndSwap(nil, &s) }
