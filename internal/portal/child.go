package portal

import "github.com/latchkey-portal/latchkey/internal/link"

// Child is a link from one page to a related one. It is over when the page's
// own link is, and after an hour at the latest.
type Child struct {
	Kind   link.Kind
	ID     string // path id
	Target string // path and query
}

// Children are the links of a page.
type Children []Child

// To returns the first link to a page of a kind; empty: there is none.
func (list Children) To(k link.Kind) string {
	for _, c := range list {
		if c.Kind == k {
			return c.Target
		}
	}
	return ""
}
