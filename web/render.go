package web

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
)

const htmlType = "text/html; charset=utf-8"

// bg is the context of what is drawn without a request.
var bg = context.Background()

// buffers are reused, since every page is drawn into one before its status is
// sent: a fault while drawing must not leave half a page behind a 200.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render draws a page and sends it.
func (s *server) render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := page.Render(r.Context(), b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", htmlType)
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // a failed write means that the reader has gone away
	return nil
}
