package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// program is a server command that runs inside the test.
type program struct {
	t      *testing.T
	addr   string // where it listens
	first  string // first line of its standard output
	rest   chan string
	stderr *safeBuffer
	client *http.Client
	cancel context.CancelFunc
	code   chan int
}

// safeBuffer may be written to while it is read.
type safeBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// patience is how long a test waits for what happens elsewhere.
const patience = 30 * time.Second

// startProgram runs a command up to its first line, which names the address.
func startProgram(t *testing.T, env map[string]string, args ...string) *program {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	p := &program{t: t, stderr: &safeBuffer{}, cancel: cancel, code: make(chan int, 1), rest: make(chan string, 1)}
	go func() {
		p.code <- run(ctx, args, from(env), strings.NewReader(""), in, p.stderr)
		_ = in.Close()
	}()
	t.Cleanup(cancel)
	reader := bufio.NewReader(out)
	line, err := reader.ReadString('\n')
	if err != nil {
		t.Fatalf("%v ended before it was ready: %s", args, p.stderr)
	}
	go func() {
		rest, _ := io.ReadAll(reader)
		p.rest <- string(rest)
	}()
	p.first = line
	p.addr = regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(line)
	p.client = &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, p.addr)
		}},
	}
	return p
}

func from(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

// page is an answer, read to its end.
type page struct {
	status   int
	name     string // of the meta element latchkey-page
	location string
	header   http.Header
	body     string
}

var pageName = regexp.MustCompile(`<meta name="latchkey-page" content="([^"]*)"`)

// get opens a link or a path of the installation.
func (p *program) get(url string) page {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodGet, p.local(url), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.do(r)
}

func (p *program) post(url, contentType, body string) page {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodPost, p.local(url), strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	return p.do(r)
}

// local is the URL without TLS, which a proxy in front would have ended.
func (p *program) local(url string) string {
	if strings.HasPrefix(url, "/") {
		return "http://pay.example.com" + url
	}
	return strings.Replace(url, "https://", "http://", 1)
}

func (p *program) do(r *http.Request) page {
	p.t.Helper()
	resp, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	answer := page{status: resp.StatusCode, location: resp.Header.Get("Location"), header: resp.Header, body: string(body)}
	if m := pageName.FindStringSubmatch(answer.body); m != nil {
		answer.name = m[1]
	}
	return answer
}

// stop ends the program as SIGTERM does, and returns its exit code.
func (p *program) stop() int {
	p.t.Helper()
	p.cancel()
	return p.ended()
}

func (p *program) ended() int {
	p.t.Helper()
	select {
	case code := <-p.code:
		return code
	case <-time.After(patience):
		p.t.Fatalf("it does not end: %s", p.stderr)
		return 0
	}
}

// eventually waits for something that another goroutine brings about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); !holds(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

// nothingLeft fails when a goroutine of the program outlives it.
func nothingLeft(t *testing.T) {
	t.Helper()
	eventually(t, "every goroutine of the program ends", func() bool { return leftovers() == "" })
}

// leftovers is the stack of a goroutine that runs code of this module or serves
// HTTP, and belongs to no test.
func leftovers() string {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for _, stack := range strings.Split(string(stacks), "\n\n") {
		ours := strings.Contains(stack, "latchkey-portal/latchkey") || strings.Contains(stack, "net/http.(*conn)") || strings.Contains(stack, "database/sql")
		if ours && !strings.Contains(stack, "testing.") && !strings.Contains(stack, "pgtest") && !strings.Contains(stack, "_test.go") {
			return stack
		}
	}
	return ""
}

// testEnv is a test installation on a database; its clock stands at now.
func testEnv(dsn, now string) map[string]string {
	return map[string]string{
		"LATCHKEY_MODE": "test", "LATCHKEY_TEST_CLOCK": now, "LATCHKEY_BASE_URL": "https://pay.example.com",
		"LATCHKEY_DATABASE": dsn, "LATCHKEY_MASTER_KEY": masterKey, "LATCHKEY_ADDR": "127.0.0.1:0",
	}
}

// furnishedDatabase makes the database of env and loads installation.json.
func furnishedDatabase(t *testing.T, env map[string]string) {
	t.Helper()
	for _, args := range [][]string{{"init"}, {"load", filepath.Join("testdata", "installation.json")}} {
		var stderr bytes.Buffer
		if code := run(context.Background(), args, from(env), strings.NewReader(""), io.Discard, &stderr); code != exitDone {
			t.Fatalf("%v: exit code %d: %s", args, code, &stderr)
		}
	}
}
