package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// shellWords splits what is typed as a shell would, quotes taken off.
var shellWords = regexp.MustCompile(`'[^']*'|"[^"]*"|[^\s'"]+`)

// typed are the lines of a document's blocks of code that run the program.
func typed(text string) (lines []string) {
	inCode := false
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\\\n", " "), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			inCode = !inCode
			continue
		}
		if !inCode {
			continue
		}
		for part := range strings.SplitSeq(line, "|") {
			if part = strings.TrimSpace(part); strings.HasPrefix(part, "latchkey ") {
				part, _, _ = strings.Cut(part, " #")
				part, _, _ = strings.Cut(part, " <")
				part, _, _ = strings.Cut(part, " >")
				lines = append(lines, part)
			}
		}
	}
	return lines
}

// What an operator is told to type at three in the morning has to be there.
func TestTheCommandsInTheDocumentsExist(t *testing.T) {
	var files []string
	for _, pattern := range []string{"*.md", "*/*.md"} {
		found, err := filepath.Glob(filepath.Join("..", "..", "docs", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	count := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range typed(string(text)) {
			count++
			var args []string
			for _, w := range shellWords.FindAllString(line, -1)[1:] {
				args = append(args, strings.Trim(w, `'"`))
			}
			parser, err := kong.New(&grammar{}, kong.Name("latchkey"), kong.Exit(func(int) {}))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := parser.Parse(args); err != nil && !strings.Contains(err.Error(), "no such file") {
				t.Errorf("%s: %q: %v", file, line, err)
			}
		}
	}
	if count < 30 {
		t.Errorf("found %d commands only", count)
	}
}
