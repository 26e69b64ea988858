package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// damageHarness is F17: the program is started on files that are not what it
// wrote. It has to refuse them, or to say what is wrong; silence is what counts
// against it, wherever SQLite or `latchkey verify` finds something.
func damageHarness() harness {
	return harness{
		id:      "F17",
		promise: "1,000 damaged databases: no silent start on what verify can see, no start on an empty or a wrong database",
		run:     runDamage,
		faults: []fault{
			plant("the quick check is left out", "internal/store/serving.go", "if doubt {", "if doubt = false; doubt {"),
			plant("the instance is not compared", "cmd/latchkey/instance.go", `if i.config.InstanceID == "" {`, `if true {`),
			plant("rows and documents are not verified behind the start", "cmd/latchkey/verifier.go",
				"for _, f := range found.Findings {", "for _, f := range found.Findings[:0] {"),
		},
	}
}

// damageCrowd is how many programs are started at once.
const damageCrowd = 4

// specimen is what the damage is done to: the files of a site in order, and
// what else was captured of it.
type specimen struct {
	site   *site
	id     string // INSTANCE_ID
	whole  []byte
	log    []byte // a write-ahead log of earlier
	other  []byte // the database of another installation
	others []byte // and its log
	empty  []byte // a database that init made
}

// damage is one way to spoil a file. It writes what is started into dir.
type damage struct {
	name string
	do   func(x *specimen, seed func(n int) int, path string) error
	// must says that the program has to refuse to start.
	must bool
}

var damages = []damage{
	{"bytes", changeBytes, false},
	{"many bytes", changeManyBytes, false},
	{"row bytes", changeText, false},
	{"zeroed page", zeroPage, false},
	{"cut short", func(x *specimen, seed func(int) int, path string) error {
		return os.WriteFile(path, x.whole[:seed(len(x.whole)-1)+1], 0o600)
	}, true},
	{"empty file", func(_ *specimen, _ func(int) int, path string) error { return os.WriteFile(path, nil, 0o600) }, true},
	{"no file", func(*specimen, func(int) int, string) error { return nil }, true},
	{"new and empty database", func(x *specimen, _ func(int) int, path string) error { return os.WriteFile(path, x.empty, 0o600) }, true},
	{"another installation", func(x *specimen, _ func(int) int, path string) error { return os.WriteFile(path, x.other, 0o600) }, true},
	{"header", func(x *specimen, seed func(int) int, path string) error {
		b := slices.Clone(x.whole)
		clear(b[:seed(100)+1])
		return os.WriteFile(path, b, 0o600)
	}, true},
	{"stale log", func(x *specimen, _ func(int) int, path string) error { return withLog(path, x.whole, x.log) }, false},
	{"another's log", func(x *specimen, _ func(int) int, path string) error { return withLog(path, x.whole, x.others) }, false},
}

func withLog(path string, body, log []byte) error {
	return errors.Join(os.WriteFile(path, body, 0o600), os.WriteFile(path+"-wal", log, 0o600))
}

func changeBytes(x *specimen, seed func(int) int, path string) error {
	b := slices.Clone(x.whole)
	at := seed(len(b) - 16)
	for i := range 1 + seed(16) {
		b[at+i] ^= byte(1 + seed(255))
	}
	return os.WriteFile(path, b, 0o600)
}

func changeManyBytes(x *specimen, seed func(int) int, path string) error {
	b := slices.Clone(x.whole)
	for range 64 {
		b[seed(len(b))] ^= byte(1 + seed(255))
	}
	return os.WriteFile(path, b, 0o600)
}

// changeText changes what stands in a row and leaves the page in order.
func changeText(x *specimen, seed func(int) int, path string) error {
	b := slices.Clone(x.whole)
	words := [][]byte{[]byte("approved"), []byte("declined"), []byte("link.approved"), []byte("client.linked"), []byte("requestId"), []byte("system")}
	for range 40 {
		word := words[seed(len(words))]
		from := seed(len(b))
		if at := bytes.Index(b[from:], word); at >= 0 {
			b[from+at] ^= 1
			break
		}
	}
	return os.WriteFile(path, b, 0o600)
}

func zeroPage(x *specimen, seed func(int) int, path string) error {
	const page = 4096
	b := slices.Clone(x.whole)
	at := seed(len(b)/page) * page
	clear(b[at : at+page])
	return os.WriteFile(path, b, 0o600)
}

func runDamage(l *lab) (report, error) {
	var r report
	x, err := l.specimen()
	if err != nil {
		return r, err
	}
	tally := damageTally{r: &r}
	count := l.count(96, 1000)
	var next counter
	errs := make([]error, damageCrowd)
	var seeds sync.Mutex
	seed := func(n int) int { seeds.Lock(); defer seeds.Unlock(); return l.rand.IntN(max(1, n)) }
	crowd(damageCrowd, func(w int) {
		for i := next.next(); i < count && errs[w] == nil; i = next.next() {
			errs[w] = l.damaged(x, damages[i%len(damages)], i, seed, &tally)
			if i%100 == 99 {
				l.say("%d of %d", i+1, count)
			}
		}
	})
	r.figure("%s databases", number(count))
	r.figure("%s refused, %s started and told, %s started with nothing to be seen", number(tally.refused), number(tally.told), number(tally.harmless))
	r.none(tally.silent, "silent starts")
	r.none(tally.wrong, "starts that had to be refused")
	return r, errors.Join(errs...)
}

// damageTally counts what became of the starts.
type damageTally struct {
	mu                                     sync.Mutex
	r                                      *report
	refused, told, harmless, silent, wrong int
}

func (t *damageTally) count(n *int, broken string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	*n++
	if broken != "" {
		t.r.breaks("%s", broken)
	}
}

// damaged spoils a database, starts the program on it and judges what it says.
func (l *lab) damaged(x *specimen, d damage, i int, seed func(int) int, t *damageTally) error {
	dir := filepath.Join(l.dir, fmt.Sprintf("case-%d", i))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(dir) // thousands of them would fill a disk
	s := *x.site
	s.dir, s.database = dir, "sqlite:"+filepath.Join(dir, "latchkey.db")
	s.settings = append(slices.Clone(x.site.settings), "LATCHKEY_DATABASE="+s.database, "LATCHKEY_INSTANCE_ID="+x.id)
	if err := d.do(x, seed, s.file()); err != nil {
		return err
	}
	seen := seenBySQLite(l.ctx, s.file(), filepath.Join(dir, "oracle.db"))
	n, err := s.node()
	if err != nil {
		return err
	}
	defer n.kill()
	if err := n.launch(); err != nil {
		return err
	}
	started, said, err := n.outcome()
	if err != nil {
		return err
	}
	n.kill()
	switch {
	case !started && strings.Contains(said, "address already in use"):
		return fmt.Errorf("%s: %s", d.name, said)
	case !started && !strings.Contains(said, "latchkey: "):
		t.count(&t.silent, d.name+": it ended without a word: "+said)
	case !started:
		t.count(&t.refused, "")
	case d.must:
		t.count(&t.wrong, d.name+": it started")
	case seen != "":
		t.count(&t.wrong, d.name+": it started though SQLite's quick check says "+seen)
	case strings.Contains(said, `"runbook":"database-corrupt"`) || strings.Contains(said, "runbook=database-corrupt"):
		t.count(&t.told, "")
	default:
		if out, err := s.prepare("verify"); err != nil {
			t.count(&t.silent, fmt.Sprintf("%s: it started and said nothing, but verify says %s", d.name, firstLine(string(out)+err.Error())))
			return nil
		}
		t.count(&t.harmless, "")
	}
	return nil
}

// outcome waits until the program has ended, or has read its whole database.
func (n *node) outcome() (started bool, said string, err error) {
	took := stopwatch()
	for {
		body, err := os.ReadFile(n.log)
		if err != nil {
			return false, "", err
		}
		said = string(body)
		if !n.running() {
			body, err := os.ReadFile(n.log)
			return false, string(body), err
		}
		// "task failed" is the verification that could not even read.
		for _, word := range []string{"the database is verified", `"task":"verification"`} {
			if strings.Contains(said, word) {
				return true, said, nil
			}
		}
		if took() > damagePatience { // a program that never verifies
			return true, said, nil
		}
		if !n.site.lab.pause(10 * time.Millisecond) {
			return false, said, n.site.lab.ctx.Err()
		}
	}
}

// damagePatience is how long a program may take to say what it found.
const damagePatience = 8 * time.Second

// seenBySQLite is what SQLite's quick check says of a copy of the files; empty:
// nothing, or there is no database.
func seenBySQLite(ctx context.Context, path, copied string) string {
	for _, ending := range []string{"", "-wal"} {
		if body, err := os.ReadFile(path + ending); err == nil && os.WriteFile(copied+ending, body, 0o600) != nil {
			return ""
		}
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: copied, RawQuery: "mode=rw"}).String())
	if err != nil {
		return ""
	}
	defer db.Close()
	var said string
	if err := db.QueryRowContext(ctx, "pragma quick_check(1)").Scan(&said); err != nil {
		return err.Error()
	}
	if said == "ok" {
		return ""
	}
	return said
}

// specimen makes a site with some of everything, and what is put in its place.
func (l *lab) specimen() (*specimen, error) {
	x := &specimen{}
	s, body, log, id, err := l.livedIn(24)
	if err != nil {
		return nil, err
	}
	x.site, x.whole, x.log, x.id = s, body, log, id
	if _, x.other, x.others, _, err = l.livedIn(8); err != nil {
		return nil, err
	}
	bare, err := os.MkdirTemp(l.dir, "bare-")
	if err != nil {
		return nil, err
	}
	fresh := *s
	fresh.dir, fresh.database = bare, "sqlite:"+filepath.Join(bare, "latchkey.db")
	fresh.settings = append(slices.Clone(s.settings), "LATCHKEY_DATABASE="+fresh.database)
	if _, err := fresh.prepare("init"); err != nil {
		return nil, err
	}
	x.empty, err = os.ReadFile(fresh.file())
	return x, err
}

// livedIn is a site whose clients decided; log is its write-ahead log of a
// moment before it was stopped.
func (l *lab) livedIn(links int) (s *site, body, log []byte, id string, err error) {
	fail := func(err error) (*site, []byte, []byte, string, error) { return nil, nil, nil, "", err }
	if s, err = l.site(plan{partners: 2, clients: links}); err != nil {
		return fail(err)
	}
	var made struct{ InstanceID string }
	if err := s.read(&made, "init", "--json"); err != nil {
		return fail(err)
	}
	n, err := s.node()
	if err != nil {
		return fail(err)
	}
	if _, err := n.start(); err != nil {
		return fail(err)
	}
	v := newVisitor(1)
	for i := range links {
		got, a, ok, err := v.ask(l.ctx, n, s.partners[i%2], i, "")
		if err != nil || !ok {
			return fail(fmt.Errorf("ask: status %d, %v", a.status, err))
		}
		form, _, err := v.form(l.ctx, n, got.target)
		if err != nil {
			return fail(err)
		}
		if _, err := v.press(l.ctx, n, got.target, []string{"approve", "decline"}[i%2], form); err != nil {
			return fail(err)
		}
		if i == links/2 {
			if log, err = os.ReadFile(s.file() + "-wal"); err != nil {
				return fail(err)
			}
		}
	}
	if err := n.stop(); err != nil {
		return fail(err)
	}
	body, err = os.ReadFile(s.file())
	return s, body, log, made.InstanceID, err
}
