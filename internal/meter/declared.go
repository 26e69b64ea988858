package meter

import (
	"maps"
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// prefix is in front of every name of ours.
const prefix = "latchkey"

// Limits of the histograms, in seconds. Those of requests have 0.3, the promise
// for link pages; those of mail and webhooks have 5 and 60, the promises for
// first tries and for handing over.
var (
	requestBuckets  = []float64{.005, .01, .025, .05, .1, .2, .3, .5, 1, 2.5, 5, 10}
	commitBuckets   = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
	deliveryBuckets = []float64{.1, .5, 1, 2.5, 5, 10, 15, 30, 60, 300, 1800, 3600}
	handoverBuckets = []float64{1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 14400}
	sweepBuckets    = []float64{.01, .05, .1, .5, 1, 5, 15, 30, 60}
	batchBuckets    = []float64{1, 2, 4, 8, 16, 32, 64}
)

// metrics are those that are told. Those that are looked up stand in watched.go.
type metrics struct {
	requests    *prometheus.CounterVec
	duration    *prometheus.HistogramVec
	shed        *prometheus.CounterVec
	connections prometheus.Gauge

	links       *prometheus.CounterVec
	checks      *prometheus.CounterVec
	decisions   *prometheus.CounterVec
	idempotency *prometheus.CounterVec

	sweepSeconds prometheus.Histogram
	sweepSuccess prometheus.Gauge
	clockJump    prometheus.Gauge

	hookTries   *prometheus.CounterVec
	hookSeconds prometheus.Histogram
	mailTries   *prometheus.CounterVec
	mailSeconds prometheus.Histogram
	bounces     *prometheus.CounterVec
	givenUp     *prometheus.CounterVec

	commitSeconds prometheus.Histogram
	commitBatch   prometheus.Histogram
	dbErrors      *prometheus.CounterVec

	panics    prometheus.Counter
	lines     *prometheus.CounterVec
	unknown   prometheus.Counter
	buildInfo *prometheus.GaugeVec
}

func declare() metrics {
	return metrics{
		requests:    counters("http_requests_total", "Requests answered, by pattern of the path and status.", "route", "code"),
		duration:    histograms("http_request_duration_seconds", "How long answers took, by pattern of the path.", requestBuckets, "route"),
		shed:        counters("http_requests_shed_total", "Requests refused because there was too much to do, by what was full.", "reason"),
		connections: gauge("http_connections", "Connections open to the public listener."),

		links:       counters("links_total", "Links made, mailed again or ended, by kind and by what was done.", "kind", "result"),
		checks:      counters("link_checks_total", "Links opened, by how they stood.", "result"),
		decisions:   counters("decisions_total", "Decisions recorded, and what became of them.", "outcome"),
		idempotency: counters("idempotency_requests_total", "Requests with an Idempotency-Key, by what the key was found to be.", "result"),

		sweepSeconds: histogram("sweep_duration_seconds", "How long a sweep took.", sweepBuckets),
		sweepSuccess: gauge("sweep_last_success_timestamp_seconds", "When a sweep last came to its end, in unix seconds."),
		clockJump:    gauge("clock_jump_seconds", "By how much the clock was off its own steady count when that was last looked at."),

		hookTries:   counters("webhook_attempts_total", "Tries to deliver a webhook, by class of the answer.", "code_class"),
		hookSeconds: histogram("webhook_delivery_seconds", "From queueing a webhook to the answer to its first try.", deliveryBuckets),
		mailTries:   counters("email_attempts_total", "Tries to hand over a mail, by how they ended.", "result"),
		mailSeconds: histogram("email_handover_seconds", "From queueing a mail to the mail server's taking it.", handoverBuckets),
		bounces:     counters("email_bounces_total", "Mails that were told to have failed or to be unwanted, of those told to this process.", "type"),
		givenUp:     counters("outbox_given_up_total", "Messages that were given up.", "kind"),

		commitSeconds: histogram("db_commit_seconds", "How long commits took.", commitBuckets),
		commitBatch:   histogram("db_commit_batch_size", "Changes that one commit carried.", batchBuckets),
		dbErrors:      counters("db_errors_total", "Errors of the database, by its own code.", "code"),

		panics:    counter("panics_total", "Faults of the program that were caught."),
		lines:     counters("log_lines_total", "Lines logged, by level.", "level"),
		unknown:   counter("figures_failed_total", "Times that figures could not be looked up for a scrape."),
		buildInfo: gauges("build_info", "What the program was made from; always 1.", "version", "revision", "goversion"),
	}
}

// all lists them for the registry.
func (m *metrics) all() []prometheus.Collector {
	return []prometheus.Collector{
		m.requests, m.duration, m.shed, m.connections, m.links, m.checks, m.decisions, m.idempotency,
		m.sweepSeconds, m.sweepSuccess, m.clockJump, m.hookTries, m.hookSeconds, m.mailTries, m.mailSeconds,
		m.bounces, m.givenUp, m.commitSeconds, m.commitBatch, m.dbErrors, m.panics, m.lines, m.unknown, m.buildInfo,
	}
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Namespace: prefix, Name: name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: prefix, Name: name, Help: help}, labels)
}

func gauge(name, help string) prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: prefix, Name: name, Help: help})
}

func gauges(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: prefix, Name: name, Help: help}, labels)
}

func histogram(name, help string, buckets []float64) prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: prefix, Name: name, Help: help, Buckets: buckets})
}

func histograms(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: prefix, Name: name, Help: help, Buckets: buckets}, labels)
}

// begin makes the counters that alerts look at begin at zero: what a counter
// begins with is no increase.
func (m *metrics) begin() {
	for _, v := range []struct {
		of     *prometheus.CounterVec
		labels []string
	}{
		{m.checks, []string{"good", "damaged", "tampered", "policy", "withdrawn", "superseded", "not_yet", "expired", "approved", "declined", "blocked", "answered"}},
		{m.idempotency, []string{"first", "replayed", "conflict", "in_progress"}},
		{m.hookTries, []string{"1xx", "2xx", "3xx", "4xx", "5xx", "none"}},
		{m.mailTries, []string{"sent", "retry", "failed", "lapsed"}},
		{m.bounces, slices.Collect(maps.Values(bounceTypes))},
		{m.decisions, slices.Collect(maps.Values(outcomes))},
		{m.givenUp, []string{"mail", "webhook"}},
		{m.dbErrors, []string{"SQLITE_CORRUPT", "SQLITE_IOERR", "SQLITE_NOTADB", "SQLITE_FULL", "SQLITE_BUSY", "connection"}},
		{m.shed, []string{"full", "waited", "displaced", "gone", "address", "link", "key", "checksum"}},
		{m.lines, []string{"debug", "info", "warn", "error"}},
	} {
		for _, label := range v.labels {
			v.of.WithLabelValues(label)
		}
	}
	for _, kind := range link.Kinds() {
		for _, result := range linkResults {
			m.links.WithLabelValues(string(kind), result)
		}
	}
}
