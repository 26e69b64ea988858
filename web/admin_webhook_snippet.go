package web

import (
	_ "embed" // the snippets
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// How a receiver verifies, in five languages, for each style of signature. A
// line "== Name" begins a snippet.
var (
	//go:embed snippets/standard.txt
	standardSnippets string
	//go:embed snippets/timed.txt
	timedSnippets string
)

// snippetsFor are the snippets with the names of an endpoint's own headers.
func snippetsFor(e portal.Endpoint) []views.Snippet {
	all := standardSnippets
	if e.Style == portal.TimedStyle {
		all = strings.NewReplacer("{prefix}", e.HeaderPrefix, "{lower}", strings.ToLower(e.HeaderPrefix)).Replace(timedSnippets)
	}
	var snippets []views.Snippet
	for part := range strings.SplitSeq(strings.TrimPrefix(all, "== "), "\n== ") {
		name, code, _ := strings.Cut(part, "\n")
		snippets = append(snippets, views.Snippet{Language: name, Code: strings.TrimSpace(code)})
	}
	return snippets
}
