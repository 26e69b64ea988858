package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// maxQuery is how long a search may be, in bytes; nothing that can be found is
// longer.
const maxQuery = 200

// find takes whatever was put into the search box. A link is explained at
// once: it came in the body and goes into no address. All else is a search,
// whose address may be passed on.
func (d *desk) find(w http.ResponseWriter, r *http.Request, c clerk) error {
	q := strings.TrimSpace(r.PostForm.Get("q"))
	if q == "" {
		return d.seeOther(w, r, "/admin")
	}
	if looksLikeLink(q) {
		return d.explained(w, r, c, q)
	}
	if len(q) > maxQuery {
		q = strings.ToValidUTF8(q[:maxQuery], "")
	}
	return d.seeOther(w, r, "/admin/search?q="+url.QueryEscape(q))
}

// looksLikeLink reports whether a text is an address rather than something to
// search for. An invoice number may well have slashes in it.
func looksLikeLink(q string) bool {
	if strings.Contains(q, "://") {
		return true
	}
	pasted := link.ReadPasted(q)
	if _, ok := link.ParsePath(pasted.Path); ok {
		return true
	}
	return strings.Contains(pasted.Query, "=")
}
