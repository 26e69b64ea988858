package meter

import (
	"net/http"
	"strconv"
	"time"
)

// Answered counts a request. route is the pattern of its path, check how the
// link on it stood; empty: it carried none.
func (m *Meter) Answered(route string, status int, took time.Duration, check string) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.duration.WithLabelValues(route).Observe(took.Seconds())
	if check != "" {
		m.checks.WithLabelValues(check).Inc()
	}
}

// Shed counts a request that was refused because there was too much to do.
func (m *Meter) Shed(reason string) { m.shed.WithLabelValues(reason).Inc() }

// Connection counts connections by what http.Server says of them.
func (m *Meter) Connection(state http.ConnState) {
	switch state {
	case http.StateNew:
		m.connections.Inc()
	case http.StateClosed, http.StateHijacked:
		m.connections.Dec()
	}
}

// Repeated counts a request with an Idempotency-Key: "first", "replayed",
// "conflict" or "in_progress".
func (m *Meter) Repeated(result string) { m.idempotency.WithLabelValues(result).Inc() }

// Swept tells of a sweep that ended at a time after took; err is how.
func (m *Meter) Swept(at time.Time, took time.Duration, err error) {
	m.sweepSeconds.Observe(took.Seconds())
	if err == nil {
		m.sweepSuccess.Set(seconds(at))
	}
}

// Jumped tells by how much the clock moved against its steady count.
func (m *Meter) Jumped(by time.Duration) { m.clockJump.Set(by.Abs().Seconds()) }

// Committed tells of a commit that carried so many changes.
func (m *Meter) Committed(took time.Duration, changes int) {
	m.commitSeconds.Observe(took.Seconds())
	m.commitBatch.Observe(float64(changes))
}

// Failed counts an error of the database by its own code: "SQLITE_FULL",
// "57P01", or "connection" where there is none.
func (m *Meter) Failed(code string) { m.dbErrors.WithLabelValues(code).Inc() }

// seconds is a time as unix seconds.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
