//go:build e2e

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// front is a proxy that runs with the file of docs/deploy, moved to ports of the
// test and without TLS.
type front struct {
	t    *testing.T
	addr string
	dir  string // its logs lie here
}

// freeAddr is a loopback address that nobody listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// deployFile reads a file of docs/deploy; the pairs are what a test replaces in it,
// each of which has to be there.
func deployFile(t *testing.T, name string, pairs ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	s := string(text)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(s, pairs[i]) {
			t.Fatalf("%s has no %q", name, pairs[i])
		}
		s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
	}
	return s
}

func needs(t *testing.T, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("skipped: there is no %s; apt-get install %s to run this test", name, pkg)
	}
	return path
}

func (f *front) runs(path string, args ...string) {
	f.t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "HOME="+f.dir, "XDG_DATA_HOME="+f.dir, "XDG_CONFIG_HOME="+f.dir)
	var said safeBuffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if f.t.Failed() {
			f.t.Logf("%s: %s", path, &said)
		}
	})
	eventually(f.t, path+" listens", func() bool {
		c, err := net.Dial("tcp", f.addr)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

func caddyFront(t *testing.T, behind string) *front {
	f := &front{t: t, addr: freeAddr(t), dir: t.TempDir()}
	path := needs(t, "caddy", "caddy")
	text := deployFile(t, "Caddyfile", "pay.example.com {", "http://"+f.addr+" {", "127.0.0.1:8080", behind, "/var/log/caddy", f.dir)
	text = strings.Replace(text, "{\n", "{\n\tadmin off\n\tauto_https off\n", 1)
	file := filepath.Join(f.dir, "Caddyfile")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f.runs(path, "run", "--config", file, "--adapter", "caddyfile")
	return f
}

func nginxFront(t *testing.T, behind string) *front {
	f := &front{t: t, addr: freeAddr(t), dir: t.TempDir()}
	path := needs(t, "nginx", "nginx-light")
	site := deployFile(t, "nginx.conf", "listen 443 ssl http2", "listen "+f.addr, "127.0.0.1:8080", behind, "/var/log/nginx", f.dir,
		"ssl_certificate /etc", "#", "ssl_certificate_key /etc", "#")
	whole := fmt.Sprintf("daemon off; master_process off; pid %[1]s/pid; error_log %[1]s/start.log crit;\nevents {}\nhttp {\n", f.dir)
	for _, temp := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		whole += fmt.Sprintf("%s_temp_path %s/%s;\n", temp, f.dir, temp)
	}
	file := filepath.Join(f.dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(whole+site+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.runs(path, "-c", file, "-p", f.dir, "-e", filepath.Join(f.dir, "start.log"))
	return f
}

// get asks the proxy for a target, byte by byte, with made-up headers.
func (f *front) get(target string, headers ...string) (status int, body string, header http.Header) {
	f.t.Helper()
	c, err := net.DialTimeout("tcp", f.addr, patience)
	if err != nil {
		f.t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(patience))
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n", target, f.addr, strings.Join(append(headers, ""), "\r\n"))
	return readAnswer(f.t, c)
}

func (f *front) logs() string {
	f.t.Helper()
	files, err := filepath.Glob(filepath.Join(f.dir, "*.log"))
	if err != nil {
		f.t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// echo stands behind a proxy and says what it was asked.
func echo(t *testing.T, status int) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/readyz" {
			return
		}
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(status)
		fmt.Fprintf(w, "uri=%s host=%s for=%s id=%s", r.RequestURI, r.Host, strings.Join(r.Header.Values("X-Forwarded-For"), "|"), r.Header.Get("X-Request-Id"))
	})}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return l.Addr().String()
}

var fronts = []struct {
	name string
	make func(*testing.T, string) *front
}{{"Caddy", caddyFront}, {"nginx", nginxFront}}

// odd is a target that a proxy which tidies up would change.
const odd = "/acme//invoice/018304%20-%20x.pdf?s=1&e=2&c=CANARY33ddc6a52e&x=a%2Fb%3F+c"

func TestProxiesPassALinkOnUnchanged(t *testing.T) {
	for _, p := range fronts {
		t.Run(p.name, func(t *testing.T) {
			f := p.make(t, echo(t, 503))
			status, body, header := f.get(odd, "X-Forwarded-For: 203.0.113.9", "X-Request-Id: made-up-by-a-visitor")
			if status != 503 || !strings.Contains(body, "uri="+odd+" ") || !strings.Contains(body, "host="+f.addr+" ") || header.Get("Retry-After") != "3" {
				t.Errorf("%d %v: %s", status, header, body)
			}
			if !strings.Contains(body, "for=127.0.0.1 ") || strings.Contains(body, "made-up") || strings.HasSuffix(body, "id=") {
				t.Errorf("a visitor chooses address or name: %s", body)
			}
			eventually(t, "the request is logged", func() bool { return strings.Contains(f.logs(), "invoice") })
			if log := f.logs(); strings.Contains(log, "CANARY") || strings.Contains(log, "?s=") {
				t.Errorf("the log has the query: %s", log)
			}
		})
	}
}

func TestProxiesKeepTheQueryOutOfTheErrorLog(t *testing.T) {
	for _, p := range fronts {
		t.Run(p.name, func(t *testing.T) {
			f := p.make(t, freeAddr(t)) // nobody is there
			status, body, _ := f.get("/acme/p/1?s=1&e=2&c=CANARY33ddc6a52e", "Referer: http://x/?c=CANARY2", "Cookie: a=CANARY3")
			if status != 502 && status != 503 || strings.Contains(body, "CANARY") {
				t.Errorf("%d %s", status, body)
			}
			eventually(t, "the request is logged", func() bool { return strings.Contains(f.logs(), "/acme/p/1") })
			if log := f.logs(); strings.Contains(log, "CANARY") {
				t.Errorf("a log has the query: %s", log)
			}
		})
	}
}

// The whole of it: a server behind the proxy, which believes the proxy's word for
// the visitor's address, and is started anew while visitors come.
func TestCaddyBridgesARestart(t *testing.T) {
	needs(t, "caddy", "caddy")
	behind := freeAddr(t)
	f := caddyFront(t, behind)
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	env["LATCHKEY_ADDR"], env["LATCHKEY_BASE_URL"], env["LATCHKEY_TRUSTED_PROXIES"] = behind, "http://"+f.addr, "127.0.0.1"
	furnishedDatabase(t, env)
	p := startProgram(t, env, "serve")
	link := strings.TrimPrefix(linkB1, "https://pay.example.com")
	if status, body, _ := f.get(link); status != http.StatusGone || !strings.Contains(body, "latchkey-page") {
		t.Fatalf("through the proxy: %d %s", status, body)
	}
	for range 3 {
		if code := p.stop(); code != exitDone {
			t.Fatalf("exit code %d", code)
		}
		asked := make(chan int, 5)
		for range cap(asked) {
			go func() {
				a, err := http.Get("http://" + f.addr + link)
				if err != nil {
					asked <- 0
					return
				}
				_, _ = io.Copy(io.Discard, a.Body)
				a.Body.Close()
				asked <- a.StatusCode
			}()
		}
		p = startProgram(t, env, "serve")
		for range cap(asked) {
			if status := <-asked; status != http.StatusGone {
				t.Errorf("while it restarted: status %d", status)
			}
		}
	}
	p.stop()
}

// nginx has no patience with a refused connection; it says so kindly.
func TestNginxSaysThatTheLinkIsFine(t *testing.T) {
	f := nginxFront(t, freeAddr(t))
	status, body, header := f.get("/acme/p/1?c=1")
	if status != 503 || !strings.Contains(body, "Your link is fine") || header.Get("Retry-After") != "5" || header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v %s", status, header, body)
	}
}

func readAnswer(t *testing.T, c net.Conn) (status int, body string, header http.Header) {
	t.Helper()
	a, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(text), a.Header
}
