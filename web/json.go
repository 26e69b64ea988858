package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"unicode/utf8"
)

// readJSON reads a body of at most limit bytes that is JSON in UTF-8, or empty.
// The status is 200, or that of the refusal: 400, 413, 415. No text in it holds
// a NUL, which one of the databases does not keep.
func readJSON(w http.ResponseWriter, r *http.Request, limit int64) (body []byte, status int) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, http.StatusRequestEntityTooLarge
	case err != nil:
		return nil, http.StatusBadRequest
	case len(bytes.TrimSpace(body)) == 0:
		return nil, http.StatusOK
	case !speaksJSON(r.Header.Get("Content-Type")):
		return nil, http.StatusUnsupportedMediaType
	case !json.Valid(body) || !utf8.Valid(body) || bytes.Contains(body, []byte(`\u0000`)):
		return nil, http.StatusBadRequest
	}
	return body, http.StatusOK
}
