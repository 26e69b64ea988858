package meter

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Queue is how much waits of one kind of message.
type Queue struct {
	Due, Waiting int64     // to be tried now; to be tried later
	Oldest       time.Time // since when the longest due one is due; zero: none is
}

// Figures are what a scrape looks up. A map that is nil, like a number below
// zero, is not known and left out.
type Figures struct {
	Requests  map[string]int64 // link requests by state
	Overdue   time.Time        // end of the pending request that is over longest; zero: none is
	Queues    map[string]Queue // by kind: "mail", "webhook"
	Endpoints map[string]int64 // webhook endpoints by state
	Now       time.Time        // by the clock that the times above are of
}

// Sources are where figures are looked up; nil: they are not known here.
type Sources struct {
	// Figures asks the database. It is asked at most once in figuresKept, however
	// many scrape, and has figuresWait to answer.
	Figures func(context.Context) (Figures, error)
	// DiskFree, DiskSize and WAL are in bytes; false: not known.
	DiskFree, DiskSize, WAL func() (uint64, bool)
	// WriteQueue is how many changes wait for the database.
	WriteQueue func() int
	// Suppressed is how many log lines were left out so far.
	Suppressed func() uint64
	// Backup is when the last good backup was made, and how many bytes it has.
	Backup func() (at time.Time, bytes int64, known bool)
	// AuditOK says whether the trail was whole when it was last verified.
	AuditOK func() (ok, known bool)
	// Steady counts time from any moment on; nobody can set it.
	Steady func() time.Duration
}

const (
	figuresKept = 30 * time.Second
	figuresWait = 2 * time.Second
)

// Watch adds the figures that are looked up when somebody scrapes. It is called
// once.
func (m *Meter) Watch(from Sources) {
	m.registry.MustRegister(&watched{Sources: from, failed: m.unknown})
}

// The metrics that are looked up.
var (
	requestsDesc   = desc("link_requests", "Link requests by state, counted up to 100,000 of each.", "state")
	lagDesc        = desc("sweep_lag_seconds", "For how long the request that is over longest has not been reported.")
	messagesDesc   = desc("outbox_messages", "Messages that wait, by kind and by whether they are due, counted up to 100,000 of each.", "kind", "state")
	oldestDesc     = desc("outbox_oldest_due_age_seconds", "For how long the message that is due longest has been due.", "kind")
	endpointsDesc  = desc("webhook_endpoints", "Webhook endpoints by state.", "state")
	queueDesc      = desc("db_write_queue_length", "Changes that wait for the database.")
	walDesc        = desc("sqlite_wal_bytes", "Size of SQLite's write-ahead log.")
	diskDesc       = desc("disk_free_bytes", "Bytes free where SQLite's file lies.")
	diskSizeDesc   = desc("disk_size_bytes", "Bytes of the disk where SQLite's file lies.")
	backupDesc     = desc("backup_last_success_timestamp_seconds", "When the last good backup was made, in unix seconds.")
	backupSizeDesc = desc("backup_last_bytes", "Size of the last good backup.")
	auditDesc      = desc("audit_chain_ok", "1 where the audit trail was whole when it was last verified, else 0.")
	suppressedDesc = desc("log_lines_suppressed_total", "Log lines that were left out because many alike came.")
)

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prefix+"_"+name, help, labels, nil)
}

// watched is the collector of them.
type watched struct {
	Sources
	failed prometheus.Counter

	mu    sync.Mutex
	asked bool
	at    time.Duration // by Steady
	kept  Figures
	known bool
}

// Describe tells nothing, which makes the collector an unchecked one: what is
// not known is left out, and that is no inconsistency.
func (w *watched) Describe(chan<- *prometheus.Desc) {}

// Collect looks the figures up.
func (w *watched) Collect(to chan<- prometheus.Metric) {
	tell := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	if f, ok := w.figures(); ok {
		tellFigures(f, tell)
	}
	for d, size := range map[*prometheus.Desc]func() (uint64, bool){diskDesc: w.DiskFree, diskSizeDesc: w.DiskSize, walDesc: w.WAL} {
		if size == nil {
			continue
		}
		if n, ok := size(); ok {
			tell(d, float64(n))
		}
	}
	if w.WriteQueue != nil {
		tell(queueDesc, float64(w.WriteQueue()))
	}
	w.tellBackup(tell)
	if w.AuditOK != nil {
		if ok, known := w.AuditOK(); known {
			tell(auditDesc, truth(ok))
		}
	}
	if w.Suppressed != nil {
		to <- prometheus.MustNewConstMetric(suppressedDesc, prometheus.CounterValue, float64(w.Suppressed()))
	}
}

func (w *watched) tellBackup(tell func(*prometheus.Desc, float64, ...string)) {
	if w.Backup == nil {
		return
	}
	if at, bytes, known := w.Backup(); known {
		tell(backupDesc, seconds(at))
		tell(backupSizeDesc, float64(bytes))
	}
}

// figures asks the database, or gives what it was told a moment ago.
func (w *watched) figures() (Figures, bool) {
	if w.Figures == nil {
		return Figures{}, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := w.Steady(); w.asked && now-w.at < figuresKept {
		return w.kept, w.known
	}
	ctx, cancel := context.WithTimeout(context.Background(), figuresWait)
	defer cancel()
	f, err := w.Figures(ctx)
	w.asked, w.at, w.kept, w.known = true, w.Steady(), f, err == nil
	if err != nil {
		w.failed.Inc()
	}
	return w.kept, w.known
}

func tellFigures(f Figures, tell func(*prometheus.Desc, float64, ...string)) {
	for state, n := range f.Requests {
		tell(requestsDesc, float64(n), state)
	}
	tell(lagDesc, age(f.Now, f.Overdue))
	for kind, q := range f.Queues {
		tell(messagesDesc, float64(q.Due), kind, "due")
		tell(messagesDesc, float64(q.Waiting), kind, "waiting")
		tell(oldestDesc, age(f.Now, q.Oldest), kind)
	}
	for state, n := range f.Endpoints {
		tell(endpointsDesc, float64(n), state)
	}
}

// age is how long ago a time was; 0: it is none, or not over.
func age(now, at time.Time) float64 {
	if at.IsZero() {
		return 0
	}
	return max(0, now.Sub(at).Seconds())
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
