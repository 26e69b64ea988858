package meter_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/meter"
)

// names is every metric there is to be; docs/monitoring.md says what each means.
var names = strings.Fields(`
	http_requests_total http_request_duration_seconds http_requests_shed_total http_connections
	links_total link_checks_total decisions_total link_requests
	sweep_duration_seconds sweep_lag_seconds sweep_last_success_timestamp_seconds
	outbox_messages outbox_oldest_due_age_seconds
	webhook_attempts_total webhook_delivery_seconds webhook_endpoints
	email_attempts_total email_handover_seconds email_bounces_total
	idempotency_requests_total
	db_commit_seconds db_commit_batch_size db_write_queue_length db_errors_total
	sqlite_wal_bytes disk_free_bytes disk_size_bytes clock_jump_seconds
	backup_last_success_timestamp_seconds backup_last_bytes audit_chain_ok
	log_lines_suppressed_total panics_total build_info
	outbox_given_up_total log_lines_total figures_failed_total`)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// scrape is what Prometheus reads.
func scrape(t *testing.T, m *meter.Meter) string {
	t.Helper()
	rec := httptest.NewRecorder()
	m.Handler(quiet).ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if rec.Code != http.StatusOK {
		t.Fatalf("status %d: %s", rec.Code, rec.Body)
	}
	return rec.Body.String()
}

// whole is a meter that was told of everything once, and can look everything up.
func whole(steady func() time.Duration, figures func(context.Context) (meter.Figures, error)) *meter.Meter {
	m := meter.New(meter.Build{Version: "v1", Revision: "abc", Go: "go1"})
	m.Answered("/{account}/p/{id}", 200, 30*time.Millisecond, "good")
	m.Shed("handlers")
	m.Connection(http.StateNew)
	m.Repeated("first")
	m.Swept(time.Unix(1_760_000_000, 0), time.Second, nil)
	m.Jumped(-2 * time.Second)
	m.Committed(time.Millisecond, 3)
	m.Failed("SQLITE_FULL")
	size := func() (uint64, bool) { return 7, true }
	m.Watch(meter.Sources{
		Steady: steady, Figures: figures, DiskFree: size, DiskSize: size, WAL: size,
		WriteQueue: func() int { return 5 }, Suppressed: func() uint64 { return 6 },
		Backup:  func() (time.Time, int64, bool) { return time.Unix(1_760_000_000, 0), 99, true },
		AuditOK: func() (bool, bool) { return true, true },
	})
	return m
}

func someFigures(context.Context) (meter.Figures, error) {
	now := time.Unix(1_760_000_000, 0)
	return meter.Figures{
		Now: now, Overdue: now.Add(-90 * time.Second), Requests: map[string]int64{"pending": 4},
		Queues:    map[string]meter.Queue{"mail": {Due: 1, Waiting: 2, Oldest: now.Add(-time.Minute)}, "webhook": {}},
		Endpoints: map[string]int64{"on": 1},
	}, nil
}

func standing() time.Duration { return 0 }

func TestEveryPromisedMetricIsThere(t *testing.T) {
	text := scrape(t, whole(standing, someFigures))
	for _, name := range names {
		if !strings.Contains(text, "# TYPE latchkey_"+name+" ") {
			t.Errorf("there is no latchkey_%s", name)
		}
	}
	for _, other := range []string{"go_goroutines", "process_resident_memory_bytes"} {
		if !strings.Contains(text, other) {
			t.Errorf("there is no %s", other)
		}
	}
	for _, m := range regexp.MustCompile(`# TYPE latchkey_(\S+)`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+m[1]+" ") {
			t.Errorf("latchkey_%s is told and stands in no list", m[1])
		}
	}
	for _, line := range []string{
		`latchkey_http_requests_total{code="200",route="/{account}/p/{id}"} 1`, `latchkey_link_requests{state="pending"} 4`,
		`latchkey_outbox_oldest_due_age_seconds{kind="mail"} 60`, `latchkey_outbox_oldest_due_age_seconds{kind="webhook"} 0`,
		`latchkey_sweep_lag_seconds 90`, `latchkey_clock_jump_seconds 2`, `latchkey_sweep_last_success_timestamp_seconds 1.76e+09`,
		`latchkey_db_errors_total{code="SQLITE_CORRUPT"} 0`, `latchkey_db_errors_total{code="SQLITE_FULL"} 1`,
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

// promtool knows the customs of names, units and help texts.
func TestPromtoolFindsNothingWrong(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		if os.Getenv("LATCHKEY_TEST_REQUIRE_PROMTOOL") != "" {
			t.Fatal("there is no promtool: apt-get install prometheus")
		}
		t.Skip("skipped: there is no promtool; apt-get install prometheus to run this test")
	}
	check := exec.Command(promtool, "check", "metrics")
	check.Stdin = strings.NewReader(scrape(t, whole(standing, someFigures)))
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestFiguresAreLookedUpOnceForManyScrapes(t *testing.T) {
	var now time.Duration
	asked := 0
	var fail error
	m := whole(func() time.Duration { return now }, func(ctx context.Context) (meter.Figures, error) {
		if _, bounded := ctx.Deadline(); !bounded {
			t.Error("the question may take for ever")
		}
		asked++
		f, _ := someFigures(ctx)
		return f, fail
	})
	for range 3 {
		scrape(t, m)
	}
	if now = 29 * time.Second; asked != 1 || !strings.Contains(scrape(t, m), "latchkey_link_requests{") || asked != 1 {
		t.Errorf("asked %d times within half a minute", asked)
	}
	// What is not known is left out rather than told as it was.
	now, fail = 30*time.Second, errors.New("database is locked")
	text := scrape(t, m)
	if asked != 2 || strings.Contains(text, "latchkey_link_requests{") || !strings.Contains(text, "latchkey_disk_free_bytes 7") {
		t.Errorf("asked %d times: %s", asked, text)
	}
	if text = scrape(t, m); asked != 2 || !strings.Contains(text, "latchkey_figures_failed_total 1\n") {
		t.Errorf("asked %d times while the database is down", asked)
	}
}

func TestFaultsAndLinesAreCountedWhereTheyAreLogged(t *testing.T) {
	var out bytes.Buffer
	m := whole(standing, someFigures)
	log := slog.New(m.Logged(slog.NewTextHandler(&out, nil)))
	log.Error("handler panicked", "fault", "x")
	log.With("task", "mail").WithGroup("g").Error("task panicked")
	log.Info("nobody panicked today")
	text := scrape(t, m)
	for _, line := range []string{"latchkey_panics_total 2", `latchkey_log_lines_total{level="error"} 2`, `latchkey_log_lines_total{level="info"} 1`} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
	if strings.Count(out.String(), "\n") != 3 {
		t.Errorf("logged %s", &out)
	}
}

// docs/monitoring.md has a row for each metric, and none for what is not there.
func TestThePageListsEveryMetric(t *testing.T) {
	page, err := os.ReadFile("../../docs/monitoring.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)(?:\\{[a-z_,]+\\})?` \\| (?:counter|gauge|histogram)").FindAllStringSubmatch(string(page), -1) {
		listed[m[1]] = true
	}
	for _, name := range names {
		if !listed[name] {
			t.Errorf("docs/monitoring.md has no row for %s", name)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("docs/monitoring.md has a row for %s, which nobody tells", name)
	}
}
