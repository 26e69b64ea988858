package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// verdict is the last word of a line.
func (r row) verdict() string {
	switch {
	case r.missing != "":
		return "not run: " + r.missing
	case r.err != nil:
		return "FAILED: " + r.err.Error()
	case r.fault != "" && r.kept():
		return "caught: " + r.report.broken[0]
	case r.fault != "":
		return "NOT CAUGHT"
	case r.kept():
		return "kept"
	}
	return "BROKEN: " + strings.Join(r.report.broken, "; ")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// short is a verdict that fits into a table: its beginning.
func short(verdict string) string {
	line := firstLine(verdict)
	if cut := []rune(line); len(cut) > 160 {
		line = string(cut[:160]) + "…"
	}
	return line
}

func (r row) cells() []string {
	what := r.harness.promise
	if r.fault != "" {
		what = "planted: " + r.fault
	}
	return []string{r.harness.id, what, strings.Join(r.report.figures, ", "), short(r.verdict()), r.took.Round(time.Second).String()}
}

var heads = []string{"", "promised", "reached", "verdict", "time"}

// printTable prints the lines of a run.
func printTable(w io.Writer, rows []row) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(heads, "\t"))
	for _, r := range rows {
		fmt.Fprintln(t, strings.Join(r.cells(), "\t"))
	}
	fmt.Fprintln(t)
	fmt.Fprintln(t, summary(rows))
	return t.Flush()
}

// summary counts promises and planted faults.
func summary(rows []row) string {
	var kept, promises, caught, faults, missing int
	for _, r := range rows {
		switch {
		case r.missing != "":
			missing++
		case r.fault != "":
			faults++
			caught += one(r.kept())
		default:
			promises++
			kept += one(r.kept())
		}
	}
	text := fmt.Sprintf("%d of %d promises kept", kept, promises)
	if faults > 0 {
		text += fmt.Sprintf(", %d of %d planted faults caught", caught, faults)
	}
	if missing > 0 {
		text += fmt.Sprintf(", %d not run", missing)
	}
	return text + "."
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// The block of a markdown file that holds the figures.
const (
	blockBegin = "<!-- figures -->\n"
	blockEnd   = "<!-- /figures -->"
)

// writeFigures puts the lines of a run into the block of figures of a markdown
// file. Lines of what was not run now stay, so that a run of hours needs no
// second one for a single line; lines of what no longer exists go.
func writeFigures(path string, rows []row, full bool) error {
	body, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(body), blockBegin)
	old, after, closed := strings.Cut(rest, blockEnd)
	if !ok || !closed {
		return errors.New(path + " has no block of figures: put " + strings.TrimSpace(blockBegin) + " and " + blockEnd + " on lines of their own")
	}
	return os.WriteFile(path, []byte(before+blockBegin+markdown(old, rows, full)+blockEnd+after), 0o644)
}

// markdown is the block: a line for each promise and each planted fault that
// was run, now or before, in the order of the harnesses.
func markdown(old string, rows []row, full bool) string {
	lines := map[string]string{}
	for line := range strings.Lines(old) {
		lines[lineKey(line)] = line
	}
	for _, r := range rows {
		line := markdownLine(slices.Concat(r.cells(), []string{r.counts(full)}))
		lines[lineKey(line)] = line
	}
	var b strings.Builder
	b.WriteString("\n" + markdownLine(slices.Concat(heads, []string{"counts"})) + "|---|---|---|---|---|---|\n")
	for _, h := range harnesses() {
		b.WriteString(lines[lineKey(markdownLine(row{harness: h}.cells()))])
		for _, f := range h.faults {
			b.WriteString(lines[lineKey(markdownLine(row{harness: h, fault: f.name}.cells()))])
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// counts says how much was asked: planted faults break at the quick counts.
func (r row) counts(full bool) string {
	if full && r.fault == "" {
		return "full"
	}
	return "quick"
}

func markdownLine(cells []string) string {
	escaped := make([]string, len(cells))
	for i, c := range cells {
		escaped[i] = strings.ReplaceAll(c, "|", `\|`)
	}
	return "| " + strings.Join(escaped, " | ") + " |\n"
}

// lineKey is what stays the same from run to run: id and promise.
func lineKey(line string) string {
	cells := strings.SplitN(line, " | ", 3)
	return strings.Join(cells[:min(2, len(cells))], " | ")
}

// number writes 12345 as 12,345.
func number(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// spread is the median and the largest of some durations.
func spread(all []time.Duration) (p50, most time.Duration) {
	if len(all) == 0 {
		return 0, 0
	}
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	return sorted[len(sorted)/2], sorted[len(sorted)-1]
}
