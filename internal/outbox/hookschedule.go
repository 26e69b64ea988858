package outbox

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// hookWaits are the pauses between tries of a delivery: with the first at once,
// ten tries over three days and three and a half hours (the schedule that
// Standard Webhooks recommends), so that a receiver may be down over a weekend.
var hookWaits = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// exhaustedMost is how many different events in a row an endpoint may leave
// untaken before it is disabled.
const exhaustedMost = 3

// settleHook returns the delivery as it stands after a try. The try was counted
// when the delivery was claimed. One that was answered with 410 stays queued:
// it is held with the rest when its endpoint is disabled.
func settleHook(d portal.HookDelivery, a Answer, now time.Time) portal.HookDelivery {
	d.LastStatus, d.LastError = a.Status, a.Error
	switch {
	case a.Error == "":
		d.State, d.DoneAt = portal.DeliveryDone, now
	case a.Gone:
		d.State, d.NextAt = portal.DeliveryQueued, now
	case a.final || d.Attempts > len(hookWaits):
		d.State, d.DoneAt = portal.DeliveryExhausted, now
	default:
		d.State, d.NextAt = portal.DeliveryQueued, now.Add(max(jitter(hookWaits[max(d.Attempts, 1)-1]), a.Pause))
	}
	return d
}
