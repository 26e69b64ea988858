package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/meter"
)

// opsAddr is where the operator's listener of a program answers.
var opsAddr = regexp.MustCompile(`"metrics and profiles are served","address":"(127\.0\.0\.1:\d+)"`)

func (p *program) ops(path string) (int, string) {
	p.t.Helper()
	at := opsAddr.FindStringSubmatch(p.stderr.String())
	if at == nil {
		p.t.Fatalf("nothing says where metrics are served: %s", p.stderr)
	}
	a, err := http.Get("http://" + at[1] + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return a.StatusCode, string(body)
}

// promised are the metrics of a server with all there is to be looked up; a
// histogram is named without its ending.
var promised = strings.Fields(`
	http_requests_total http_request_duration_seconds http_connections link_checks_total links_total decisions_total link_requests
	sweep_duration_seconds sweep_lag_seconds sweep_last_success_timestamp_seconds outbox_messages outbox_oldest_due_age_seconds
	webhook_attempts_total webhook_delivery_seconds webhook_endpoints email_attempts_total email_handover_seconds email_bounces_total
	idempotency_requests_total db_commit_seconds db_commit_batch_size db_errors_total sqlite_wal_bytes disk_free_bytes disk_size_bytes clock_jump_seconds
	http_requests_shed_total db_write_queue_length log_lines_suppressed_total panics_total build_info`)

func TestTheOperatorScrapesARunningServer(t *testing.T) {
	sink := newSMTPSink(t)
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	env["LATCHKEY_OPS_ADDR"], env["LATCHKEY_SMTP_URL"], env["LATCHKEY_MAIL_FROM"] = "127.0.0.1:0", sink.url, "Acme <billing@acme.example>"
	furnishedDatabase(t, env)
	p := startProgram(t, env, "serve")
	for path, want := range map[string]string{"/livez": "ok\n", "/startupz": "started\n", "/readyz": "ready\n"} {
		if status, body := p.ops(path); status != http.StatusOK || body != want {
			t.Errorf("%s: %d %q", path, status, body)
		}
	}
	fresh := p.renewed(sink)
	p.get(fresh)
	p.get("/nowhere?email=anna@harbour.example")
	status, text := p.ops("/metrics")
	if testing.Verbose() {
		t.Log(text)
	}
	if status != http.StatusOK {
		t.Fatalf("/metrics: %d", status)
	}
	for _, name := range promised {
		if !strings.Contains(text, "# TYPE latchkey_"+name+" ") {
			t.Errorf("there is no latchkey_%s", name)
		}
	}
	for _, line := range []string{
		`latchkey_link_checks_total{result="good"} 1`, `latchkey_links_total{kind="p",result="reissued"} 1`,
		`latchkey_email_attempts_total{result="sent"} 1`, `latchkey_outbox_messages{kind="mail",state="due"} 0`,
		`latchkey_http_requests_total{code="200",route="/{account}/p/{id}"} 2`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
	if !regexp.MustCompile(`latchkey_db_commit_batch_size_count [1-9]`).MatchString(text) {
		t.Error("no commit was told of")
	}
	labelsHoldNothing(t, text, fresh)
	if status, body := p.ops("/debug/pprof/goroutine?debug=1"); status != http.StatusOK || !strings.Contains(body, "goroutine profile") {
		t.Errorf("profiles: %d", status)
	}
	if a := p.get("/metrics"); a.status != http.StatusNotFound {
		t.Errorf("the public listener has /metrics: %d", a.status)
	}
	if code := p.stop(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	nothingLeft(t)
}

// labelsHoldNothing looks at every label of a scrape.
func labelsHoldNothing(t *testing.T, text, link string) {
	t.Helper()
	_, checksum, _ := strings.Cut(link, "&c=")
	known := []string{"code", "code_class", "goversion", "kind", "le", "level", "outcome", "quantile", "reason", "result", "revision", "route", "state", "type", "version"}
	labels := regexp.MustCompile(`([a-z_]+)="([^"]*)"`).FindAllStringSubmatch(text, -1)
	if len(labels) < 100 {
		t.Errorf("found %d labels only", len(labels))
	}
	for _, l := range labels {
		if !slices.Contains(known, l[1]) {
			t.Errorf("label %s is none that is known to be bounded", l[1])
		}
		for _, secret := range []string{checksum, "366332011", "acme", "@", "harbour", "127.0.0.1", "c="} {
			if strings.Contains(l[2], secret) {
				t.Errorf("%s=%q holds %q", l[1], l[2], secret)
			}
		}
	}
}

func TestTheOperatorIsAnsweredBeforeTheServerIsUp(t *testing.T) {
	o := &ops{meter: meter.New(meter.Build{})}
	routes := o.routes(slog.New(slog.DiscardHandler))
	for path, want := range map[string]string{"/livez": "200 ok\n", "/startupz": "503 starting\n", "/readyz": "503 starting\n"} {
		rec := httptest.NewRecorder()
		routes.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		if got := fmt.Sprintf("%d %s", rec.Code, rec.Body); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// The process is alive whatever the database does, and says that it is not ready.
func TestLivenessNeverAsksTheDatabase(t *testing.T) {
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	a := &app{ctx: context.Background(), env: from(env), stderr: io.Discard}
	a.watch.meter = meter.New(meter.Build{})
	i, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	a.ops = &ops{meter: a.watch.meter}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	running, err := a.start(i, listener)
	if err != nil {
		t.Fatal(err)
	}
	i.close() // under the feet of the server
	routes := a.ops.routes(slog.New(slog.DiscardHandler))
	for path, want := range map[string]int{"/livez": 200, "/startupz": 200, "/readyz": 503, "/metrics": 200} {
		rec := httptest.NewRecorder()
		routes.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		if rec.Code != want {
			t.Errorf("%s: %d, want %d", path, rec.Code, want)
		}
	}
	cancel()
	_ = running.wait(ctx) // the database is gone: what it says is none of this test's
}

func TestDoctorSpeaksOfAnAddressThatOthersReach(t *testing.T) {
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	env["LATCHKEY_OPS_ADDR"] = "0.0.0.0:9090"
	if code, said := doctor(t, env); code != exitRefused || !strings.Contains(said, "set OPS_ALLOW_PUBLIC=on") {
		t.Errorf("exit code %d: %s", code, said)
	}
	env["LATCHKEY_OPS_ALLOW_PUBLIC"] = "on"
	if code, said := doctor(t, env); code != exitDone || !strings.Contains(said, "note  operator's listener: ") {
		t.Errorf("exit code %d: %s", code, said)
	}
	env["LATCHKEY_OPS_ADDR"] = "127.0.0.1:9090"
	if _, said := doctor(t, env); strings.Contains(said, "operator's listener") {
		t.Error(said)
	}
}

func TestTheOperatorsAddressMayBeTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	env["LATCHKEY_OPS_ADDR"] = taken.Addr().String()
	var stdout, stderr safeBuffer
	code := run(context.Background(), []string{"serve"}, from(env), strings.NewReader(""), &stdout, &stderr)
	if code != exitRefused || !strings.Contains(stderr.String(), "--ops-addr") || stdout.String() != "" {
		t.Errorf("exit code %d, %q, %q", code, &stdout, &stderr)
	}
	nothingLeft(t)
}
