package archtest

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// required matches a line of go.mod that asks for a module.
var required = regexp.MustCompile(`(?m)^(?:require)?\s+([a-zA-Z0-9-]+\.[a-zA-Z0-9./_-]+) (v\S+)`)

// modules are the modules a go.mod asks for, with their versions.
func modules(gomod string) map[string]string {
	list := map[string]string{}
	for _, m := range required.FindAllStringSubmatch(gomod, -1) {
		list[m[1]] = m[2]
	}
	return list
}

// toolLine matches the tools of go.mod, in a block or alone.
var toolLine = regexp.MustCompile(`(?m)^(?:tool)?\s+([a-zA-Z0-9./_-]+)$`)

// direct are the modules that our code or our tools name themselves.
func direct(t *testing.T, all tree) map[string]bool {
	t.Helper()
	known := modules(all["go.mod"])
	named := []string{}
	for _, s := range all.sources(t) {
		named = append(named, s.imports()...)
	}
	for _, m := range toolLine.FindAllStringSubmatch(all["go.mod"], -1) {
		named = append(named, m[1])
	}
	found := map[string]bool{}
	for _, p := range named {
		if m := moduleOf(p, known); m != "" {
			found[m] = true
		}
	}
	return found
}

// moduleOf is the longest module path that an import path lies below.
func moduleOf(p string, known map[string]string) string {
	best := ""
	for m := range known {
		if within(p, m) && len(m) > len(best) {
			best = m
		}
	}
	return best
}

func TestEveryDirectDependencyIsExplained(t *testing.T) {
	all := readTree(t)
	for _, why := range unexplained(direct(t, all), modules(all["go.mod"]), all["docs/dependencies.md"]) {
		t.Error(why)
	}
}

// explained matches the rows of docs/dependencies.md: the module path comes
// first, in code quotes.
var explained = regexp.MustCompile("(?m)^\\| `([^`]+)`")

func unexplained(direct map[string]bool, known map[string]string, page string) []string {
	var wrong []string
	rows := map[string]bool{}
	for _, m := range explained.FindAllStringSubmatch(page, -1) {
		rows[m[1]] = true
		if known[m[1]] == "" {
			wrong = append(wrong, fmt.Sprintf("docs/dependencies.md explains %s, which go.mod does not have", m[1]))
		}
	}
	for m := range direct {
		if !rows[m] {
			wrong = append(wrong, fmt.Sprintf("docs/dependencies.md does not say what %s is for", m))
		}
	}
	return sorted(wrong)
}

// SQLite's Go code is made for one version of its C library and breaks, in
// places nobody tests, under another (modernc.org/sqlite, README).
func TestLibcIsTheVersionThatSQLiteAsksFor(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped by -short: it asks the go command; run without -short")
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite").Output()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	want, have := modules(string(theirs))["modernc.org/libc"], modules(readTree(t)["go.mod"])["modernc.org/libc"]
	if want == "" || want != have {
		t.Errorf("go.mod has modernc.org/libc %q, modernc.org/sqlite asks for %q", have, want)
	}
}

func TestModulesAreReadFromBothFormsOfRequire(t *testing.T) {
	got := modules("module m\n\ngo 1.26.0\n\nrequire gopkg.in/a.v2 v2.1.0\n\nrequire (\n\texample.org/b/v3 v3.0.0 // indirect\n)\n")
	if len(got) != 2 || got["gopkg.in/a.v2"] != "v2.1.0" || got["example.org/b/v3"] != "v3.0.0" {
		t.Errorf("got %v", got)
	}
}

func TestAMissingOrStaleExplanationShows(t *testing.T) {
	page := "| module | for |\n| `example.org/gone` | nothing |\n"
	wrong := unexplained(map[string]bool{"example.org/new": true}, map[string]string{"example.org/new": "v1.0.0"}, page)
	if len(wrong) != 2 {
		t.Errorf("got %q", wrong)
	}
}
