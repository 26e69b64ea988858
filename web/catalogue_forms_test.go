package web_test

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What lines of the catalogue about approvals need: requests sent before theirs,
// several at once, and values of forms that a page has to be fetched for.

// earlier is a request that is sent before the line's own. What it does not name
// it takes from the line, but one that names a method names the rest too.
type earlier struct {
	Method    string            `json:"method"`
	Target    string            `json:"target"`
	Headers   map[string]string `json:"headers"`
	Body      *string           `json:"body"`
	Repeat    int               `json:"repeat"`
	Elsewhere bool              `json:"elsewhere"`
}

// elsewhere is how far away another client's address is.
const elsewhere = 30_000

// of is the request as a line of its own.
func (e earlier) of(l catalogueLine) catalogueLine {
	l.Request.Repeat = e.Repeat
	if e.Target != "" {
		l.Request.Target = e.Target
	}
	if e.Method != "" {
		l.Method, l.Request.Headers, l.Request.Body = e.Method, nil, ""
	}
	if e.Headers != nil {
		l.Request.Headers = e.Headers
	}
	if e.Body != nil {
		l.Request.Body = *e.Body
	}
	return l
}

// send sends a line with all that comes before it, and returns the answers that
// have to fit: of requests at once all, of repeated ones the last.
func (c *catalogueRun) send(t *testing.T, to *site, i int, l catalogueLine) []answer {
	t.Helper()
	var before []catalogueLine
	for _, e := range l.Request.Before {
		before = append(before, c.filled(t, i, e.of(l)))
	}
	copies := c.copies(t, i, l)
	for n, b := range before {
		from := i
		if l.Request.Before[n].Elsewhere {
			from += elsewhere
		}
		for range max(b.Request.Repeat, 1) {
			to.raw(t, b, from)
		}
	}
	if len(copies) > 1 {
		answers := make([]answer, len(copies))
		together(len(copies), func(n int) { answers[n] = to.raw(t, copies[n], i) })
		return answers
	}
	var a answer
	for range max(l.Request.Repeat, 1) {
		a = to.raw(t, copies[0], i)
	}
	return []answer{a}
}

// copies are the requests that a line sends at once; one, if it sends one.
func (c *catalogueRun) copies(t *testing.T, i int, l catalogueLine) []catalogueLine {
	t.Helper()
	bodies := l.Request.Bodies
	if len(bodies) == 0 {
		bodies = []string{l.Request.Body}
	}
	var different []catalogueLine
	for _, body := range bodies {
		l.Request.Body = body
		different = append(different, c.filled(t, i, l))
	}
	var all []catalogueLine
	for n := range max(l.Request.Concurrency, 1) {
		all = append(all, different[n%len(different)])
	}
	return all
}

var formPlace = regexp.MustCompile(`@(?:form|stale|forged)(?:\(([^)]*)\))?`)

// filled puts values of forms where a body asks for them.
func (c *catalogueRun) filled(t *testing.T, i int, l catalogueLine) catalogueLine {
	t.Helper()
	l.Request.Body = formPlace.ReplaceAllStringFunc(l.Request.Body, func(place string) string {
		target := l.Request.Target
		if name := formPlace.FindStringSubmatch(place)[1]; name != "" {
			target = c.links["acme"][name]
		}
		value := c.formOf(t, i, target)
		switch {
		case strings.HasPrefix(place, "@stale"):
			t.Fatalf("%s moves the clock: no run for that", l.ID)
		case strings.HasPrefix(place, "@forged") && value == "":
			random := make([]byte, 40)
			rand.Read(random)
			return hex.EncodeToString(random)
		case strings.HasPrefix(place, "@forged"):
			return changed(value)
		}
		return value
	})
	return l
}

var formField = regexp.MustCompile(`<input type="hidden" name="n" value="([^"]*)"`)

// formOf is the form value of the page that a link opens; empty: it has none.
func (c *catalogueRun) formOf(t *testing.T, i int, target string) string {
	t.Helper()
	page := catalogueLine{Method: "GET"}
	page.Request.Target = target
	if m := formField.FindSubmatch(c.trusted.raw(t, page, i).body); m != nil {
		return string(m[1])
	}
	return ""
}

// requestLinks are the genuine links of all attempts, by account and "id.attempt".
func requestLinks(t *testing.T) map[string]map[string]string {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(shared(t, "catalogue"), "requests.json"))
	if err != nil {
		t.Fatal(err)
	}
	var links map[string]map[string]string
	if err := json.Unmarshal(file, &links); err != nil {
		t.Fatal(err)
	}
	return maps.Clone(links)
}
