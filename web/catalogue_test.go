package web_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// The catalogue is a file of requests with the answers they must get. Each is
// sent byte for byte over TCP to the real handler, on both stores.

func TestCatalogueHoldsOnSQLite(t *testing.T)     { runCatalogue(t, storetest.SQLite(t)) }
func TestCatalogueHoldsOnPostgreSQL(t *testing.T) { runCatalogue(t, storetest.Postgres(t)) }

// catalogueLine is a line of links.jsonl; its README says what the fields mean.
type catalogueLine struct {
	ID      string `json:"id"`
	Class   string `json:"class"`
	Method  string `json:"method"`
	Request struct {
		Target      string            `json:"target"`
		Headers     map[string]string `json:"headers"`
		Body        string            `json:"body"`
		Bodies      []string          `json:"bodies"`
		Before      []earlier         `json:"before"`
		Repeat      int               `json:"repeat"`
		Concurrency int               `json:"concurrency"`
		Untrusted   bool              `json:"untrusted"`
	} `json:"request"`
	State  json.RawMessage            `json:"expect_state"`
	Status json.RawMessage            `json:"expect_status"`
	Page   json.RawMessage            `json:"expect_page"`
	Header map[string]json.RawMessage `json:"expect_header"`
	Why    string                     `json:"why"`
}

func runCatalogue(t *testing.T, store portal.Store) {
	file, err := os.ReadFile(filepath.Join(shared(t, "catalogue"), "links.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	trusted := start(t, store, trusting)
	trusted.loadFixtures()
	run := catalogueRun{trusted: trusted, untrusted: start(t, store), tampered: map[string][]byte{}, links: requestLinks(t)}
	for i, text := range bytes.Split(bytes.TrimSpace(file), []byte("\n")) {
		var line catalogueLine
		if err := json.Unmarshal(text, &line); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if wrong := run.line(t, i, line); wrong != "" {
			t.Errorf("%s %s %s: %s\n  why: %s", line.ID, line.Method, line.Request.Target, wrong, line.Why)
		}
	}
	run.logHoldsNoSecret(t)
}

type catalogueRun struct {
	trusted, untrusted *site
	tampered           map[string][]byte // body of the tampered page, by Accept header
	links              map[string]map[string]string
}

// line sends a line and says what is wrong with the answer; empty: nothing.
func (c *catalogueRun) line(t *testing.T, i int, line catalogueLine) string {
	to := c.trusted
	if line.Request.Untrusted {
		to = c.untrusted
	}
	told := c.trusted.eventTypes(t, line)
	for _, a := range c.send(t, to, i, line) {
		for _, wrong := range []string{line.judge(a), everyAnswer(line, a), c.sameTampered(line, a)} {
			if wrong != "" {
				return wrong
			}
		}
	}
	return c.judgeState(t, i, line, told)
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

var pageMeta = regexp.MustCompile(`<meta name="latchkey-page" content="([^"]*)">`)

func (a answer) page() string {
	if m := pageMeta.FindSubmatch(a.body); m != nil {
		return string(m[1])
	}
	return ""
}

// raw sends a request as it stands: no client library may tidy it up.
func (s *site) raw(t testing.TB, line catalogueLine, i int) answer {
	t.Helper()
	headers := map[string]string{
		"Host": "pay.example.com", "Connection": "close", "X-Forwarded-For": fmt.Sprintf("10.%d.%d.1", i/250, i%250),
	}
	for name, value := range line.Request.Headers {
		headers[name] = value
	}
	if line.Request.Body != "" {
		headers["Content-Length"] = fmt.Sprint(len(line.Request.Body))
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", line.Method, latin1(line.Request.Target))
	for _, name := range sortedKeys(headers) {
		fmt.Fprintf(&b, "%s: %s\r\n", name, headers[name])
	}
	b.WriteString("\r\n" + line.Request.Body)
	return s.exchange(t, line.Method, b.Bytes())
}

func (s *site) exchange(t testing.TB, method string, request []byte) answer {
	t.Helper()
	conn, err := net.DialTimeout("tcp", s.addr, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(request); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("read answer to %q: %v", request, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, body}
}

// latin1 writes each character as one byte.
func latin1(text string) string {
	b := make([]byte, 0, len(text))
	for _, r := range text {
		b = append(b, byte(r))
	}
	return string(b)
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// judge compares an answer with what the line expects.
func (l catalogueLine) judge(a answer) string {
	if !slices.Contains(anyOf[int](l.Status), a.status) {
		return fmt.Sprintf("status %d, want %s (page %q)", a.status, l.Status, a.page())
	}
	if pages := anyOf[string](l.Page); len(pages) > 0 && a.status != http.StatusSeeOther && !slices.Contains(pages, a.page()) {
		return fmt.Sprintf("page %q, want %s", a.page(), l.Page)
	}
	for name, want := range l.Header {
		if wrong := judgeHeader(name, want, a); wrong != "" {
			return wrong
		}
	}
	return ""
}

// anyOf reads a value or a list of values; null is the empty list.
func anyOf[T any](raw json.RawMessage) []T {
	var list []T
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var one T
	if json.Unmarshal(raw, &one) == nil {
		return []T{one}
	}
	return nil
}

func judgeHeader(name string, raw json.RawMessage, a answer) string {
	if name == "#body" {
		return "" // compared over the whole run
	}
	got := strings.Join(a.header.Values(name), ", ")
	if string(raw) == "null" {
		if len(a.header.Values(name)) > 0 {
			return fmt.Sprintf("header %s is %q, want none", name, got)
		}
		return ""
	}
	if name == "Allow" {
		return judgeAllow(anyOf[string](raw), got)
	}
	if name == "Location" {
		got = strings.TrimPrefix(got, "https://pay.example.com")
		if want := anyOf[string](raw); len(want) != 1 || got != want[0] {
			return fmt.Sprintf("Location %q, want %s", got, raw)
		}
		return ""
	}
	if len(a.header.Values(name)) == 0 {
		return "header " + name + " is not there"
	}
	for _, part := range anyOf[string](raw) {
		if !strings.Contains(got, part) {
			return fmt.Sprintf("header %s is %q, want it to contain %q", name, got, part)
		}
	}
	return ""
}

func judgeAllow(want []string, got string) string {
	have := strings.Split(strings.ReplaceAll(got, " ", ""), ",")
	have = slices.DeleteFunc(have, func(m string) bool { return m == "OPTIONS" })
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		return fmt.Sprintf("Allow %v, want %v", have, want)
	}
	return ""
}

// everyAnswer is what holds for every answer, besides what its line says.
func everyAnswer(l catalogueLine, a answer) string {
	path, _, _ := strings.Cut(l.Request.Target, "?")
	served := a.status != http.StatusBadRequest || a.page() != ""
	service := path == "/healthz" || path == "/readyz" || path == "/robots.txt" || strings.HasPrefix(path, "/.well-known/") || strings.HasPrefix(path, "/api/")
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "X-Content-Type-Options": "nosniff"} {
		if served && !service && a.header.Get(name) != want {
			return fmt.Sprintf("header %s is %q, want %q", name, a.header.Get(name), want)
		}
	}
	location, err := url.Parse(a.header.Get("Location"))
	switch {
	case served && !service && !strings.Contains(a.header.Get("X-Robots-Tag"), "noindex"):
		return "no noindex"
	case l.Method == http.MethodHead && len(a.body) > 0:
		return "HEAD has a body"
	case !isData(path, a) && (bytes.Contains(a.body, []byte("<script")) || bytes.Contains(a.body, []byte("alert(1)"))):
		return "the body echoes a script"
	case err != nil || location.Host != "" && location.Host != "pay.example.com":
		return "Location leaves the site"
	case a.header.Get("Set-Cookie") != "" && !strings.HasPrefix(path, "/admin"):
		return "a cookie on a customer page"
	}
	return ""
}

// isData says whether an answer is the API's data, which may hold what a customer
// wrote before: with nosniff, no browser runs it.
func isData(path string, a answer) bool {
	return strings.HasPrefix(path, "/api/") && a.header.Get("Content-Type") == "application/json" &&
		a.header.Get("X-Content-Type-Options") == "nosniff"
}

// sameTampered holds law 6: every tampered page is the same, byte for byte.
func (c *catalogueRun) sameTampered(l catalogueLine, a answer) string {
	if a.page() != "tampered" {
		return ""
	}
	accept := l.Request.Headers["Accept"]
	first, seen := c.tampered[accept]
	if !seen {
		c.tampered[accept] = a.body
		return ""
	}
	if !bytes.Equal(first, a.body) {
		return "this tampered page differs from the others"
	}
	return ""
}

var (
	checksumLike = regexp.MustCompile(`\b(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b`)
	addressLike  = regexp.MustCompile(`[\w.+-]+@[\w-]+\.example`)
)

// logHoldsNoSecret greps the log of the whole run.
func (c *catalogueRun) logHoldsNoSecret(t *testing.T) {
	t.Helper()
	for _, s := range []*site{c.trusted, c.untrusted} {
		text := s.log.String()
		if !strings.Contains(text, `"msg":"request"`) {
			t.Error("the log is empty: grepping it proves nothing")
		}
		for name, secret := range map[string]*regexp.Regexp{"a checksum": checksumLike, "an address": addressLike, "a query": regexp.MustCompile(`[?&](s|e|c|k)=`)} {
			if found := secret.FindString(text); found != "" {
				t.Errorf("the log holds %s: %s", name, found)
			}
		}
	}
}
