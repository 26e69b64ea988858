package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// The scripts in testdata say what visitors see, line by line, in words that
// need no programmer to review. testdata/README.md lists the verbs. Each script
// has a site and a database of its own, and is run on both stores.

func TestScriptsHoldOnSQLite(t *testing.T) {
	runScripts(t, func(t *testing.T) portal.Store { return storetest.SQLite(t) })
}

func TestScriptsHoldOnPostgreSQL(t *testing.T) {
	runScripts(t, func(t *testing.T) portal.Store { return storetest.Postgres(t) })
}

func runScripts(t *testing.T, open func(*testing.T) portal.Store) {
	files, err := filepath.Glob("testdata/*.web")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".web"), func(t *testing.T) {
			runScript(t, file, open(t))
		})
	}
}

// script is one run of a file: a world, the link in force and the last answer.
type script struct {
	*world
	place    string // "expired.web:12", in front of every complaint
	target   string // of the next request
	next     map[string]string
	last     answer
	previous answer
	checked  bool // a line looked at the last answer
	asked    asked
	typed    map[string]string // into fields of the next form; see fill
	billing  *billing          // what stands behind the pages of what is billed
}

func runScript(t *testing.T, file string, store portal.Store) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := newScript(t, store)
	s.run(filepath.Base(file), 1, strings.Split(string(text), "\n"))
}

func newScript(t *testing.T, store portal.Store) *script {
	t.Helper()
	b := newBilling()
	return &script{world: newWorld(t, store, b.wired), next: map[string]string{}, checked: true, typed: map[string]string{}, billing: b}
}

// run runs lines, of which the first is the file's line number first.
func (s *script) run(file string, first int, lines []string) {
	s.t.Helper()
	for i, text := range lines {
		s.place = fmt.Sprintf("%s:%d", file, first+i)
		s.line(text)
	}
	if !s.checked {
		s.t.Fatalf("%s: nothing looks at the last answer", s.place)
	}
}

// line runs one line: a verb and its words.
func (s *script) line(text string) {
	s.t.Helper()
	words := s.words(text)
	if len(words) == 0 {
		return
	}
	name, args := words[0], words[1:]
	if verb, ok := asking[name]; ok {
		if !s.checked {
			s.complain("the answer before this request was not looked at")
		}
		s.previous, s.checked = s.last, false
		verb(s, args)
		return
	}
	if verb, ok := checking[name]; ok {
		s.checked = true
		verb(s, args)
		return
	}
	verb, ok := preparing[name]
	if !ok {
		s.complain("there is no verb %q", name)
	}
	verb(s, args)
}

// words splits a line at spaces; "what stands in quotes" is one word, and a
// word that begins with # begins a remark.
func (s *script) words(text string) (words []string) {
	s.t.Helper()
	for {
		text = strings.TrimLeft(text, " \t")
		if text == "" || text[0] == '#' {
			return words
		}
		if text[0] != '"' {
			end := strings.IndexAny(text+" ", " \t")
			words, text = append(words, text[:end]), text[end:]
			continue
		}
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			s.complain("a quotation does not end: %s", text)
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			s.complain("quotation %s: %v", quoted, err)
		}
		words, text = append(words, word), text[len(quoted):]
	}
}

// complain ends the script; its test names the line and shows the answer.
func (s *script) complain(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("%s: %s\nlast answer: status %d, page %q\n%s", s.place, fmt.Sprintf(format, args...),
		s.last.status, s.last.page(), readable(s.last.body))
}

// need ends the script where a verb has too few words.
func (s *script) need(args []string, n int) {
	s.t.Helper()
	if len(args) < n {
		s.complain("%d more words are needed", n-len(args))
	}
}

func (s *script) number(word string) int {
	s.t.Helper()
	n, err := strconv.Atoi(word)
	if err != nil {
		s.complain("%q is no number", word)
	}
	return n
}

// span reads "30d", "-9d", "5m", "1h", "59s".
func (s *script) span(word string) time.Duration {
	s.t.Helper()
	if days, ok := strings.CutSuffix(word, "d"); ok {
		return time.Duration(s.number(days)) * 24 * time.Hour
	}
	d, err := time.ParseDuration(word)
	if err != nil {
		s.complain("%q is no span of time", word)
	}
	return d
}
