package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheBlockOfFiguresIsReplacedAndNothingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(path, []byte("# A\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nafter\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	rows := []row{
		{harness: harness{id: "F1", promise: "nothing | lost"}, report: report{figures: []string{"0 lost"}}},
		{harness: harness{id: "F1"}, fault: "a fault", report: report{broken: []string{"3 lost"}}},
	}
	for range 2 {
		if err := writeFigures(path, rows, true); err != nil {
			t.Fatal(err)
		}
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(body)
	for _, want := range []string{
		"# A\n\n<!-- figures -->\n", "<!-- /figures -->\n\nafter\n", `| F1 | nothing \| lost | 0 lost | kept |`,
		"| caught: 3 lost |", "1 of 1 promises kept, 1 of 1 planted faults caught. Counts: full.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	if strings.Contains(text, "old") || strings.Count(text, "nothing") != 1 {
		t.Errorf("the old block is still there:\n%s", text)
	}
}

func TestAPageWithoutABlockIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(path, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeFigures(path, nil, false); err == nil {
		t.Error("it was written")
	}
}

// A planted fault that is not caught, a harness that could not be run and a
// broken promise all end with exit code 1.
func TestWhatCountsAsKept(t *testing.T) {
	broken := report{broken: []string{"1 lost"}}
	for _, c := range []struct {
		name string
		row  row
		want bool
	}{
		{"a promise that was kept", row{}, true},
		{"a broken promise", row{report: broken}, false},
		{"a planted fault that was caught", row{fault: "x", report: broken}, true},
		{"a planted fault that was not", row{fault: "x"}, false},
		{"a planted fault that could not be run", row{fault: "x", err: os.ErrClosed}, false},
		{"what the machine cannot run", row{missing: "no /dev/fuse"}, true},
	} {
		if got := allKept([]row{c.row}); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
