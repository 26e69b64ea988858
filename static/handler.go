package static

import (
	"net/http"
	"strconv"
	"strings"
)

// Handler serves every address that URL and Stylesheet return, and answers 404
// to all others, a right name with a wrong fingerprint among them.
func Handler() http.Handler {
	byURL := make(map[string]file)
	for _, f := range files() {
		byURL[f.url] = f
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := byURL[r.URL.Path]
		if !ok {
			f, ok = brandFile(r.URL.Path)
		}
		if !ok {
			f, ok = sampleFile(r.URL.Path)
		}
		switch {
		case !ok:
			http.Error(w, "There is no such file.", http.StatusNotFound)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "This address can only be read.", http.StatusMethodNotAllowed)
		default:
			f.serve(w, r)
		}
	})
}

// serve writes the file. There is no validator to compare: the address is one.
func (f file) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", f.kind)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Accept-Encoding")
	body := f.body
	if f.gzip != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		header.Set("Content-Encoding", "gzip")
		body = f.gzip
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	// A failed write means that the reader has gone away.
	_, _ = w.Write(body)
}

// acceptsGzip reads an Accept-Encoding header (RFC 9110, 12.5.3) for gzip by
// name; a quality of zero means no.
func acceptsGzip(accept string) bool {
	for coding := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		weight, found := strings.CutPrefix(strings.TrimSpace(params), "q=")
		if !found {
			return true
		}
		q, err := strconv.ParseFloat(weight, 64)
		return err == nil && q > 0
	}
	return false
}
