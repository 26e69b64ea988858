package static

import (
	"bytes"
	"regexp"
)

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	indent  = regexp.MustCompile(`\s*\n\s*`)
)

// minify takes out comments, indentation and line ends. It knows no CSS: it is
// right for sources whose lines end where a blank means nothing, after one of
// { } ; and which have no comment signs or line ends inside strings. Its test
// holds the sources to that.
func minify(css []byte) []byte {
	css = comment.ReplaceAll(css, nil)
	css = indent.ReplaceAll(css, nil)
	return bytes.ReplaceAll(css, []byte(";}"), []byte("}"))
}
