package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheLinesThatWereRunAreReplacedAndNothingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(path, []byte("# A\n\n<!-- figures -->\n| F0 | of another time | 1 | kept | 1s | full |\n<!-- /figures -->\n\nafter\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	all := harnesses()
	kill, mail := all[0], all[4]
	write := func(full bool, rows ...row) {
		t.Helper()
		if err := writeFigures(path, rows, full); err != nil {
			t.Fatal(err)
		}
	}
	write(true, row{harness: mail, report: report{figures: []string{"1 | lost"}, broken: []string{"1 lost"}}})
	write(true,
		row{harness: kill, report: report{figures: []string{"0 lost"}}},
		row{harness: kill, fault: kill.faults[0].name, report: report{broken: []string{"3 lost"}}})
	write(false, row{harness: mail, report: report{figures: []string{"2 | lost"}}})
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := "# A\n\n<!-- figures -->\n\n" +
		"|  | promised | reached | verdict | time | counts |\n|---|---|---|---|---|---|\n" +
		"| F1 | " + kill.promise + " | 0 lost | kept | 0s | full |\n" +
		"| F1 | planted: " + kill.faults[0].name + " |  | caught: 3 lost | 0s | quick |\n" +
		"| F4 | " + mail.promise + ` | 2 \| lost | kept | 0s | quick |` + "\n" +
		"\n<!-- /figures -->\n\nafter\n"
	if got := string(body); got != want {
		t.Errorf("the page is\n%s\nwant\n%s", got, want)
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
