// Command gallery serves every page in every state, and every mail, from the
// literals of views/gallery: to look at while working on them, and for the
// browser tests beside it. It needs no database and knows no domain.
package main

import (
	"fmt"
	"html"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views/gallery"
	"github.com/latchkey-portal/latchkey/views/mail"
)

func main() {
	const addr = "127.0.0.1:8081"
	fmt.Fprintf(os.Stderr, "The gallery is on http://%s\n", addr)
	server := &http.Server{Addr: addr, Handler: handler(), ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// pagePolicy is the policy customer pages have, with frames for caught mail.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"

// policyOf lets the pages of admins run our script, as the site does.
func policyOf(e gallery.Entry) string {
	if strings.HasPrefix(e.Page, "admin-") {
		return pagePolicy + "; script-src 'self'; connect-src 'self'"
	}
	return pagePolicy
}

// handler serves the list of entries, each entry, and the files they load.
// Mails need their inline styles.
func handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/static/", static.Handler())
	mux.HandleFunc("GET /{$}", index)
	for _, entry := range gallery.Entries() {
		mux.HandleFunc("/page/"+entry.Name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", policyOf(entry))
			_ = entry.Component.Render(r.Context(), w) // a failed write means that the reader has gone away
		})
	}
	for _, m := range gallery.Mails() {
		mux.HandleFunc("/mail/"+m.Name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
			_ = mail.HTML(m.Message).Render(r.Context(), w)
		})
	}
	return mux
}

func index(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, `<!doctype html><html lang="en"><title>Gallery</title><h1>Gallery</h1><h2>Pages</h2><ul>`)
	for _, e := range gallery.Entries() {
		fmt.Fprintf(w, `<li><a href="/page/%s">%s</a> %d %s`, e.Name, html.EscapeString(e.Name), e.Status, html.EscapeString(e.Page))
	}
	fmt.Fprint(w, `</ul><h2>Mails</h2><ul>`)
	for _, m := range gallery.Mails() {
		fmt.Fprintf(w, `<li><a href="/mail/%s">%s</a>`, m.Name, html.EscapeString(m.Name))
	}
	fmt.Fprint(w, `</ul></html>`)
}
