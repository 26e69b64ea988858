package web

import (
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
)

// called counts a call of a key, tells its caller in the answer's headers what is
// left, and says how long to wait where it was one too many.
//
// The headers are those of draft-ietf-httpapi-ratelimit-headers-10: the policy is
// the burst and the seconds it takes to come back; what is left of it, and after
// how many seconds all of it is there again.
func (s *server) called(w http.ResponseWriter, r *http.Request, key string) (wait time.Duration, ok bool) {
	if s.Limits.spares(visitOf(r).address) {
		return 0, true
	}
	b := s.keyed.Take(key, s.Limits.Now())
	tellRate(w.Header(), s.keyed.Rate(), b)
	if !b.OK {
		s.shed(shedKey)
	}
	return b.Wait, b.OK
}

func tellRate(h http.Header, rate limit.Rate, b limit.Budget) {
	h.Set("RateLimit-Policy", fmt.Sprintf(`"key";q=%d;w=%d`, rate.Burst, int(math.Ceil(rate.Refill().Seconds()))))
	h.Set("RateLimit", fmt.Sprintf(`"key";r=%d;t=%d`, b.Left, seconds(b.Full)))
}
