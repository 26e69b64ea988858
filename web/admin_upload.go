package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
)

// maxUpload is the largest form with a file in bytes. What a file is for has a
// bound of its own, below it, whose page says more.
const maxUpload = 1 << 20

// uploaded refuses forms of other sites and what is no form with a file.
func (d *desk) uploaded(w http.ResponseWriter, r *http.Request, c clerk, h room) error {
	if d.cross.Check(r) != nil {
		return d.refuseForm(w, r, c, crossSite())
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "multipart/form-data" {
		return d.refuseForm(w, r, c, unsupported())
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	var large *http.MaxBytesError
	if err := r.ParseMultipartForm(maxUpload); errors.As(err, &large) {
		return d.refuseForm(w, r, c, tooLarge())
	} else if err != nil {
		return d.refuseForm(w, r, c, unsupported())
	}
	return h(w, r, c)
}

// fileIn is the file of a form; empty: there was none.
func fileIn(r *http.Request, name string) ([]byte, error) {
	file, _, err := r.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file) // it is in memory already, and bounded
}
