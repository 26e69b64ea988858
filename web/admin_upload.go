package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
)

// maxPicture is the largest form with a picture in bytes. The bound of a file is
// below that of its form, so that the page it is for can say more.
const maxPicture = 1 << 20

// uploaded refuses forms of other sites, what is no form with a file, and what
// has more bytes than most. It keeps files in memory: customers' data is to lie
// in no other place than the database.
func (d *desk) uploaded(w http.ResponseWriter, r *http.Request, c clerk, most int64, h room) error {
	if d.cross.Check(r) != nil {
		return d.refuseForm(w, r, c, crossSite())
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "multipart/form-data" {
		return d.refuseForm(w, r, c, unsupported())
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	var large *http.MaxBytesError
	if err := r.ParseMultipartForm(most); errors.As(err, &large) {
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
