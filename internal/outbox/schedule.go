package outbox

import (
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// waits are the pauses between tries. The first is short for servers that greet
// strangers with "try again", the sum is three days and seventeen hours, so
// that a mail server may be away over a long weekend (RFC 5321 4.5.4.1 asks for
// four to five days of servers; this is the way to the first of them).
var waits = []time.Duration{
	30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour,
	24 * time.Hour, 24 * time.Hour, 24 * time.Hour,
}

// spread is how far a pause may be off either way, so that what failed together
// does not come back together.
const spread = 0.2

// settle returns the message as it stands after a try that ended with err. The
// try was counted when the message was claimed.
func settle(m portal.Message, err error, now time.Time) portal.Message {
	m.LastError = ""
	if err != nil {
		m.LastError = Scrub(err.Error())
	}
	switch {
	case err == nil:
		m.State, m.SentAt = portal.Sent, now
	case errors.Is(err, portal.ErrLapsed):
		m.State = portal.Lapsed
	case errors.Is(err, ErrPermanent) || m.Attempts > len(waits):
		m.State = portal.Failed
	default:
		m.State, m.NextAt = portal.Queued, now.Add(jitter(waits[max(m.Attempts, 1)-1]))
	}
	return m
}

func jitter(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (1 - spread + 2*spread*rand.Float64()))
}

// maxError is how much of an error is kept: a sentence, not a transcript.
const maxError = 300 // bytes

// Scrub takes out of an error what must stand neither in the log nor on a page
// without need: every word that could be an address or hold a link. Senders
// should leave them out themselves; this also runs over what they forget.
func Scrub(s string) string {
	words := strings.Fields(strings.ToValidUTF8(s, ""))
	for i, w := range words {
		if strings.ContainsAny(w, "@?") || strings.Contains(w, "://") {
			words[i] = "…"
		}
	}
	s = strings.Join(words, " ")
	if len(s) > maxError {
		s = strings.ToValidUTF8(s[:maxError], "") + "…"
	}
	return s
}
