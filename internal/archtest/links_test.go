package archtest

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// document matches what looks like the name of a document in a comment.
var document = regexp.MustCompile(`[A-Za-z0-9_./-]*[A-Za-z0-9_-]\.md\b`)

// checkNamed looks for documents that a comment sends its reader to, by their
// path from the top or from the folder of the file.
func checkNamed(_ *testing.T, all tree, code []source) []string {
	var wrong []string
	for _, s := range code {
		for _, group := range s.file.Comments {
			for _, name := range document.FindAllString(group.Text(), -1) {
				if !all.has(name) && !all.has(path.Join(s.room, name)) {
					wrong = append(wrong, fmt.Sprintf("%s:%d sends its reader to %s, which is not here", s.path, s.line(group), name))
				}
			}
		}
	}
	return wrong
}

// markdownLink matches the target of a link or of a picture.
var markdownLink = regexp.MustCompile(`\]\(([^()\s]+)\)`)

// checkLinks follows the relative links of all documents to files and headings.
func checkLinks(_ *testing.T, all tree, _ []source) []string {
	var wrong []string
	for _, name := range all.names(".md") {
		for _, target := range linksOf(all[name]) {
			if why := all.deadEnd(name, target); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s links to %s: %s", name, target, why))
			}
		}
	}
	return wrong
}

func linksOf(text string) []string {
	var targets []string
	for _, line := range prose(text) {
		for _, m := range markdownLink.FindAllStringSubmatch(line, -1) {
			targets = append(targets, m[1])
		}
	}
	return targets
}

// prose are the lines of a document outside its blocks of code.
func prose(text string) []string {
	var lines []string
	inCode := false
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			inCode = !inCode
			continue
		}
		if !inCode {
			lines = append(lines, line)
		}
	}
	return lines
}

// checksum matches the checksum of a link in an example.
var checksum = regexp.MustCompile(`[?&]c=([0-9a-f]{32,64})`)

// What docs/links.md shows to those who sign links themselves has to be right,
// so every checksum there is one that a test of the link package verifies.
func TestChecksumsInTheDocumentsAreVerifiedByTests(t *testing.T) {
	all := readTree(t)
	shown := checksum.FindAllStringSubmatch(all["docs/links.md"], -1)
	if len(shown) == 0 {
		t.Error("docs/links.md shows no link")
	}
	for _, m := range shown {
		if !strings.Contains(all["internal/link/vectors_test.go"], m[1]) {
			t.Errorf("docs/links.md shows the checksum %s, which no test verifies", m[1])
		}
	}
}

// deadEnd says why a link leads nowhere; empty: it is right, or leads elsewhere
// and is not ours to know.
func (all tree) deadEnd(from, target string) string {
	if strings.Contains(target, ":") {
		return ""
	}
	file, anchor, hasAnchor := strings.Cut(target, "#")
	at := from
	if file != "" {
		at = path.Join(path.Dir(from), file)
	}
	if !all.has(at) && !all.hasFolder(at) {
		return "there is no " + at
	}
	if hasAnchor && !headings(all[at])[anchor] {
		return at + " has no heading of that name"
	}
	return ""
}

func (all tree) hasFolder(name string) bool {
	for file := range all {
		if strings.HasPrefix(file, name+"/") {
			return true
		}
	}
	return false
}

// headings are the anchors of a document, made of its headings the way forges
// make them: lower case, spaces to dashes, punctuation left out.
func headings(text string) map[string]bool {
	anchors := map[string]bool{}
	for _, line := range prose(text) {
		title := strings.TrimLeft(line, "#")
		if title == line || !strings.HasPrefix(title, " ") {
			continue
		}
		anchors[strings.Map(anchorRune, strings.ToLower(strings.TrimSpace(title)))] = true
	}
	return anchors
}

func anchorRune(r rune) rune {
	switch {
	case r == ' ':
		return '-'
	case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
		return r
	}
	return -1
}
