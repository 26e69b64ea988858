package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// brandPath is the folder of what accounts put on their pages.
const brandPath = "/brand/"

// logoURL is the address of a logo. It names the bytes, so it never changes.
func logoURL(l *portal.Logo) string { return brandPath + l.Hash + ".png" }

// logo serves a picture for ever. Everything else below its folder is no page.
func (s *server) logo(w http.ResponseWriter, r *http.Request) error {
	hash, ok := strings.CutSuffix(r.PathValue("file"), ".png")
	if !ok {
		return s.missing(w, r)
	}
	body, err := s.Portal.LogoBytes(r.Context(), hash)
	if errors.Is(err, portal.ErrNotFound) {
		return s.missing(w, r)
	}
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", "image/png")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = w.Write(body)
	return err
}
