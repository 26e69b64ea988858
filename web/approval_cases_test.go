package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// The cases of docs/approval-cases.md that can be told as a story are scripts in
// testdata/approval, several to a file. What stands above the first case of a
// file happens before each of them.

func TestApprovalCasesHoldOnSQLite(t *testing.T) {
	runCases(t, "approval", func(t *testing.T) portal.Store { return storetest.SQLite(t) })
}

func TestApprovalCasesHoldOnPostgreSQL(t *testing.T) {
	runCases(t, "approval", func(t *testing.T) portal.Store { return storetest.Postgres(t) })
}

// What customers do about something billed is told the same way, in
// testdata/billing.

func TestBillingCasesHoldOnSQLite(t *testing.T) {
	runCases(t, "billing", func(t *testing.T) portal.Store { return storetest.SQLite(t) })
}

func TestBillingCasesHoldOnPostgreSQL(t *testing.T) {
	runCases(t, "billing", func(t *testing.T) portal.Store { return storetest.Postgres(t) })
}

func runCases(t *testing.T, folder string, open func(*testing.T) portal.Store) {
	files, err := filepath.Glob("testdata/" + folder + "/*.web")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		stories := split(string(text))
		for _, story := range stories[1:] {
			t.Run(story.name, func(t *testing.T) {
				s := newScript(t, open(t))
				s.run(filepath.Base(file), 1, stories[0].lines)
				s.run(filepath.Base(file), story.first, story.lines)
			})
		}
	}
}

// story is a part of a file: what stands in front of all cases, or one of them.
type story struct {
	name  string // "case 17: pressed after the end"
	first int    // line number in the file
	lines []string
}

func split(text string) []story {
	all := []story{{first: 1}}
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "case ") {
			all = append(all, story{name: strings.TrimSpace(line), first: i + 2})
			continue
		}
		last := &all[len(all)-1]
		last.lines = append(last.lines, line)
	}
	return all
}
