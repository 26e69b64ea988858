package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rule finds what is wrong with a tree and the Go files in it, which are parsed
// once for all rules: one sentence each, that names the file, what stands there,
// and the rule it breaks.
type rule struct {
	name  string
	check func(*testing.T, tree, []source) []string
}

var rules = []rule{
	{"only the packages of the house exist", checkRooms},
	{"packages import what the house lets them", checkImports},
	{"HTTP and SQL stay in their rooms", checkOwned},
	{"pure packages do no I/O", checkPure},
	{"nobody asks the time", checkClocks},
	{"SQL asks no time", checkSQL},
	{"every package says what it is", checkComments},
	{"files are short", checkLength},
	{"drawn code is marked and has its source", checkGenerated},
	{"nothing is left for later", checkLeft},
	{"the top level is what a newcomer expects", checkTop},
	{"comments name documents that exist", checkNamed},
	{"documents link to places that exist", checkLinks},
}

func checkRooms(_ *testing.T, _ tree, code []source) []string {
	var wrong []string
	for _, s := range code {
		if _, ok := house[s.room]; !ok {
			wrong = append(wrong, fmt.Sprintf("%s: package %s is not in the house; give it a room in house_test.go and docs/architecture.md", s.path, s.room))
		}
	}
	return wrong
}

func checkImports(_ *testing.T, _ tree, code []source) []string {
	var wrong []string
	for _, s := range code {
		for _, p := range s.imports() {
			if why := forbidden(s, p); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", s.path, p, why))
			}
		}
	}
	return wrong
}

// forbidden says why a file may not import a path; empty: it may.
func forbidden(s source, p string) string {
	may := house[s.room]
	if own, ok := strings.CutPrefix(p, module+"/"); ok {
		switch {
		case own == s.room && s.test, slices.Contains(may.ours, own), s.test && slices.Contains(may.tests, own):
			return ""
		case own == "web":
			return "nobody imports web but cmd"
		case s.test:
			return "the tests of " + s.room + " may not know it"
		}
		return s.room + " may not know it"
	}
	if standard(p) || s.test || withinAny(p, may.libs) {
		return ""
	}
	return "the library is not one that " + s.room + " uses; each is hidden in as few packages as can be"
}

func checkOwned(_ *testing.T, _ tree, code []source) []string {
	var wrong []string
	for _, s := range code {
		for _, p := range s.imports() {
			for _, o := range owned {
				if within(p, o.path) && !slices.Contains(o.rooms, s.room) && (!s.test || o.inTests) {
					wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", s.path, p, o.reason))
				}
			}
		}
	}
	return wrong
}

func checkPure(_ *testing.T, _ tree, code []source) []string {
	var wrong []string
	for _, s := range code {
		for _, p := range s.imports() {
			for _, pure := range pure {
				if s.room == pure.room && !s.test && withinAny(p, pure.banned) {
					wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", s.path, p, pure.reason))
				}
			}
		}
	}
	return wrong
}

// checkClocks looks for the functions of package time that read the clock. It
// also finds exceptions that nobody needs any more.
func checkClocks(_ *testing.T, all tree, code []source) []string {
	var wrong []string
	used := map[string]bool{}
	for _, s := range code {
		if s.test {
			continue
		}
		for _, call := range clockReads(s) {
			used[s.path] = true
			if clocks[s.path] == "" {
				wrong = append(wrong, fmt.Sprintf("%s:%d reads the clock: take the time as a parameter; only cmd makes a clock", s.path, s.line(call)))
			}
		}
	}
	for name := range clocks {
		if _, there := all[name]; there && !used[name] {
			wrong = append(wrong, name+" reads no clock any more: take it off the list in house_test.go")
		}
	}
	return wrong
}

// clockReads finds time.Now, time.Since and time.Until, called or passed on.
func clockReads(s source) []ast.Node {
	var found []ast.Node
	clock := s.localName("time")
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if ok && pkg.Name == clock && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
			found = append(found, n)
		}
		return true
	})
	return found
}

// sqlClock finds what asks the database for the time, in both dialects.
var sqlClock = regexp.MustCompile(`(?i)\bnow\s*\(\s*\)|\bcurrent_(timestamp|date|time)\b|\bclock_timestamp\b|\b(datetime|date|strftime|unixepoch|julianday)\s*\([^)]*'now'`)

func checkSQL(_ *testing.T, all tree, code []source) []string {
	var wrong []string
	for _, name := range all.names(".sql") {
		for i, line := range strings.Split(all[name], "\n") {
			text, _, _ := strings.Cut(line, "--")
			if sqlClock.MatchString(text) {
				wrong = append(wrong, fmt.Sprintf("%s:%d asks the database for the time: times are parameters", name, i+1))
			}
		}
	}
	for _, s := range code {
		if s.room == "internal/archtest" || sqlClocks[s.path] != "" {
			continue // the planted examples, and who has a reason
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(lit.Value); err == nil && sqlClock.MatchString(text) {
				wrong = append(wrong, fmt.Sprintf("%s:%d asks the database for the time: times are parameters", s.path, s.line(lit)))
			}
			return true
		})
	}
	return wrong
}

// checkComments wants one comment per package that begins as go doc shows it,
// in a file that people write.
func checkComments(_ *testing.T, _ tree, code []source) []string {
	said := map[string]bool{}
	for _, s := range code {
		if s.test {
			continue
		}
		begin := "Package " + s.file.Name.Name + " "
		if s.file.Name.Name == "main" {
			begin = "Command "
		}
		said[s.room] = said[s.room] || !s.generated && strings.HasPrefix(s.file.Doc.Text(), begin)
	}
	var wrong []string
	for room, ok := range said {
		if !ok {
			wrong = append(wrong, room+" has no package comment: say what it is, what it leaves out and how to use it")
		}
	}
	return sorted(wrong)
}

func checkLength(t *testing.T, all tree, code []source) []string {
	var wrong []string
	for _, s := range code {
		n := strings.Count(all[s.path], "\n")
		switch {
		case s.generated:
		case n > tooLongFile:
			wrong = append(wrong, fmt.Sprintf("%s has %d lines, %d at most: a file holds one thing", s.path, n, tooLongFile))
		case n > longFile:
			t.Logf("%s has %d lines: does it hold one thing?", s.path, n)
		}
	}
	return wrong
}

// templHeader is the first line of what templ generates.
const templHeader = "// Code generated by templ - DO NOT EDIT.\n"

func checkGenerated(_ *testing.T, all tree, _ []source) []string {
	var wrong []string
	for _, name := range all.names("_templ.go") {
		if !strings.HasPrefix(all[name], templHeader) {
			wrong = append(wrong, name+" does not begin with templ's header: it was written or changed by hand")
		}
		if from := strings.TrimSuffix(name, "_templ.go") + ".templ"; !all.has(from) {
			wrong = append(wrong, name+" has no "+from+": it was left behind")
		}
	}
	for _, name := range all.names(".templ") {
		if to := strings.TrimSuffix(name, ".templ") + "_templ.go"; !all.has(to) {
			wrong = append(wrong, name+" has no "+to+": run make generate")
		}
	}
	return wrong
}

func (all tree) has(name string) bool { _, ok := all[name]; return ok }

// leftWord is written in two pieces so that this file passes its own rule.
var leftWord = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b`)

func checkLeft(_ *testing.T, all tree, _ []source) []string {
	var wrong []string
	for _, name := range all.names(textual...) {
		for i, line := range strings.Split(all[name], "\n") {
			if word := leftWord.FindString(line); word != "" {
				wrong = append(wrong, fmt.Sprintf("%s:%d says %s: do it now, or open an issue", name, i+1, word))
			}
		}
	}
	return wrong
}

func checkTop(_ *testing.T, all tree, _ []source) []string {
	seen := map[string]bool{}
	var wrong []string
	for _, name := range sorted(keys(all)) {
		first, _, _ := strings.Cut(name, "/")
		if !seen[first] && !slices.Contains(top, first) {
			wrong = append(wrong, first+" does not belong to the top level: it has "+strings.Join(top, ", "))
		}
		seen[first] = true
	}
	for _, name := range top {
		if !seen[name] {
			wrong = append(wrong, name+" is missing from the top level")
		}
	}
	return wrong
}

func keys(all tree) []string {
	list := make([]string, 0, len(all))
	for name := range all {
		list = append(list, name)
	}
	return list
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}
