package archtest

import (
	"maps"
	"strings"
	"testing"
)

func TestTheHouseKeepsItsShape(t *testing.T) {
	all := readTree(t)
	code := all.sources(t)
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, why := range r.check(t, all, code) {
				t.Error(why)
			}
		})
	}
}

// sound is a small repository that breaks no rule.
func sound() tree {
	all := tree{
		"go.mod": "module x\n", "go.sum": "", "Makefile": "", "LICENSE": "", "CHANGELOG.md": "# Changes\n",
		"README.md":              "# Name\n\nSee [the house](docs/architecture.md#the-house-itself), [docs](docs), [web](https://example.org/none.md).\n",
		"docs/architecture.md":   "# Architecture\n\n## The house, itself\n\n```\n[no](link.md)\n```\n",
		"internal/link/link.go":  "// Package link is.\npackage link\n\nimport \"strings\"\n\nvar _ = strings.Cut\n",
		"static/static.go":       "// Package static is; see docs/architecture.md.\npackage static\n\nimport \"net/http\"\n\nvar _ http.Handler\n",
		"views/doc.go":           "// Package views is.\npackage views\n",
		"views/a.templ":          "package views\n",
		"views/a_templ.go":       templHeader + "\n// templ: version\npackage views\n",
		"web/web.go":             "// Package web is; its cases: testdata/README.md.\npackage web\n",
		"web/testdata/README.md": "# Cases\n",
		"cmd/latchkey/main.go":   "// Command latchkey is.\npackage main\n\nimport \"" + module + "/web\"\n\nvar _ = web.New\n",
	}
	return all
}

func TestASoundTreeBreaksNoRule(t *testing.T) {
	all := sound()
	code := all.sources(t)
	for _, r := range rules {
		for _, why := range r.check(t, all, code) {
			t.Errorf("%s: %s", r.name, why)
		}
	}
}

// gone stands for the text of a file that is taken out of the sound tree.
const gone = "\x00"

// planted are trees that each break one rule, and what the rule has to say.
var planted = []struct {
	name string
	path string // the file that is planted into a sound tree
	text string // gone: the file is taken away
	says string
}{
	{"a package that nobody declared", "internal/util/util.go", "// Package util is.\npackage util\n", "internal/util/util.go: package internal/util is not in the house"},
	{"link that knows the portal", "internal/link/up.go", "package link\n\nimport _ \"" + module + "/internal/portal\"\n", "internal/link/up.go imports " + module + "/internal/portal: internal/link may not know it"},
	{"the portal that knows the store", "internal/portal/p.go", "// Package portal is.\npackage portal\n\nimport _ \"" + module + "/internal/store\"\n", "internal/portal may not know it"},
	{"a view that knows the portal", "views/v.go", "package views\n\nimport _ \"" + module + "/internal/portal\"\n", "views may not know it"},
	{"somebody who imports web", "internal/mail/m.go", "// Package mail is.\npackage mail\n\nimport _ \"" + module + "/web\"\n", "nobody imports web but cmd"},
	{"a test that reaches too far", "internal/link/x_test.go", "package link\n\nimport _ \"" + module + "/internal/store\"\n", "the tests of internal/link may not know it"},
	{"a library in a second room", "web/pdf.go", "package web\n\nimport _ \"codeberg.org/go-pdf/fpdf\"\n", "web/pdf.go imports codeberg.org/go-pdf/fpdf: the library is not one that web uses"},
	{"HTTP in the portal", "internal/portal/h.go", "// Package portal is.\npackage portal\n\nimport _ \"net/http\"\n", "HTTP begins and ends in web"},
	{"what lies below HTTP", "internal/portal/h.go", "// Package portal is.\npackage portal\n\nimport _ \"net/http/httptest\"\n", "HTTP begins and ends in web"},
	{"SQL in the web", "web/sql.go", "package web\n\nimport _ \"database/sql\"\n", "SQL is the store's alone"},
	{"SQL in a test of the web", "web/sql_test.go", "package web\n\nimport _ \"database/sql\"\n", "SQL is the store's alone"},
	{"a link that reads a URL", "internal/link/u.go", "package link\n\nimport _ \"net/url\"\n", "no I/O and no clock"},
	{"a link that knows time", "internal/link/t.go", "package link\n\nimport _ \"time\"\n", "no I/O and no clock"},
	{"a link with a library", "internal/link/l.go", "package link\n\nimport _ \"golang.org/x/crypto/hkdf\"\n", "the library is not one that internal/link uses"},
	{"a view that asks the time", "views/t.go", "package views\n\nimport _ \"time\"\n", "views draw what they are given"},
	{"a clock in the portal", "internal/portal/c.go", "// Package portal is.\npackage portal\n\nimport \"time\"\n\nvar at = time.Now()\n", "internal/portal/c.go:6 reads the clock"},
	{"a clock passed on", "web/c.go", "package web\n\nimport \"time\"\n\nvar clock = time.Now\n", "web/c.go:5 reads the clock"},
	{"a clock under another name", "web/c.go", "package web\n\nimport t \"time\"\n\nvar at = t.Now()\n", "web/c.go:5 reads the clock"},
	{"time that went by", "web/c.go", "package web\n\nimport \"time\"\n\nfunc f(t time.Time) any { return time.Since(t) }\n", "web/c.go:5 reads the clock"},
	{"an exception nobody needs", "web/guard.go", "package web\n", "web/guard.go reads no clock any more"},
	{"a migration with a clock", "internal/store/migrations/1.sql", "create table a (\n  at bigint default (Now()));\n", "internal/store/migrations/1.sql:2 asks the database"},
	{"a query with a clock", "internal/store/q.go", "// Package store is.\npackage store\n\nconst q = `select 1 where at < CURRENT_TIMESTAMP`\n", "internal/store/q.go:4 asks the database"},
	{"SQLite's clock", "internal/store/q.go", "// Package store is.\npackage store\n\nconst q = `select datetime('now')`\n", "internal/store/q.go:4 asks the database"},
	{"a package without a comment", "internal/job/job.go", "package job\n", "internal/job has no package comment"},
	{"a comment that only templ wrote", "views/doc.go", gone, "views has no package comment"},
	{"a program without a comment", "cmd/latchkey/main.go", "// Package main is.\npackage main\n", "cmd/latchkey has no package comment"},
	{"a file without end", "web/long.go", "package web\n" + strings.Repeat("\n", tooLongFile), "web/long.go has 401 lines"},
	{"a drawn file changed by hand", "views/a_templ.go", "package views\n", "does not begin with templ's header"},
	{"a drawn file left behind", "views/b_templ.go", templHeader + "package views\n", "has no views/b.templ"},
	{"a template that was not drawn", "views/b.templ", "package views\n", "has no views/b_templ.go"},
	{"work left in code", "web/t.go", "package web\n\n// TO" + "DO: later\n", "web/t.go:3 says"},
	{"work left in SQL", "internal/store/migrations/1.sql", "-- FIX" + "ME\n", "1.sql:1 says"},
	{"work left in a document", "docs/a.md", "# A\n\nTO" + "DO\n", "docs/a.md:3 says"},
	{"a stranger at the top", "scripts/run.sh", "", "scripts does not belong to the top level"},
	{"a document that is missing at the top", "LICENSE", gone, "LICENSE is missing"},
	{"a comment that leads nowhere", "web/n.go", "package web\n\n// See docs/none.md.\n", "web/n.go:3 sends its reader to docs/none.md"},
	{"a link to no file", "docs/a.md", "# A\n\n[b](b.md)\n", "docs/a.md links to b.md: there is no docs/b.md"},
	{"a picture that is not there", "docs/a.md", "![b](b.png)\n", "there is no docs/b.png"},
	{"a link to no heading", "docs/a.md", "[b](architecture.md#roof)\n", "docs/architecture.md has no heading of that name"},
	{"a link to no heading of its own", "docs/a.md", "# A\n\n[b](#b)\n", "docs/a.md has no heading of that name"},
}

func TestEachRuleBites(t *testing.T) {
	for _, p := range planted {
		t.Run(p.name, func(t *testing.T) {
			all := maps.Clone(sound())
			all[p.path] = p.text
			if p.text == gone {
				delete(all, p.path)
			}
			code := all.sources(t)
			var said []string
			for _, r := range rules {
				said = append(said, r.check(t, all, code)...)
			}
			if !strings.Contains(strings.Join(said, "\n"), p.says) {
				t.Errorf("nobody said %q, but:\n%s", p.says, strings.Join(said, "\n"))
			}
		})
	}
}
