// Package meter counts what the program does, for Prometheus: it declares every
// metric (docs/monitoring.md lists them), is told what happens by whoever wires
// the program, and asks the database a few bounded questions when it is scraped.
//
// It leaves out how anything is done, and what is wrong: alert rules decide that
// (docs/deploy/alerts.yml). No label holds an id, an address, an account or a
// secret: each is of a closed set.
//
// Use: New once, give its methods to those who have something to tell, Watch for
// the figures that are looked up, Handler for /metrics.
package meter

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Build says what the program was made from.
type Build struct{ Version, Revision, Go string }

// Meter has the counts of one process. Its methods may be called from anywhere
// at once.
type Meter struct {
	registry *prometheus.Registry
	metrics
}

// New returns a Meter that has counted nothing yet.
func New(build Build) *Meter {
	m := &Meter{registry: prometheus.NewRegistry(), metrics: declare()}
	m.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	m.registry.MustRegister(m.all()...)
	m.begin()
	m.buildInfo.WithLabelValues(build.Version, build.Revision, build.Go).Set(1)
	return m
}

// scrapeTimeout is how long a scrape may take before it is answered with 503:
// less than the ten seconds after which Prometheus gives up by default.
const scrapeTimeout = 5 * time.Second

// scrapesAtOnce is how many scrapes are answered at the same time.
const scrapesAtOnce = 3

// Handler answers /metrics. A figure that cannot be had is left out, and the
// others are told.
func (m *Meter) Handler(log *slog.Logger) http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog:            slog.NewLogLogger(log.Handler(), slog.LevelError),
		ErrorHandling:       promhttp.ContinueOnError,
		MaxRequestsInFlight: scrapesAtOnce,
		Timeout:             scrapeTimeout,
	})
}
