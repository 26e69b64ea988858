// Package static holds the stylesheets, scripts and pictures of the pages, embedded in
// the program, under addresses that name their content: a file that changes
// gets a new address, so browsers may keep every one of them for ever.
//
//	mux.Handle("/static/", static.Handler())
//	page.Stylesheet = static.Stylesheet("#F5A623")
//
// Besides the files there is one stylesheet per merchant colour, made when it
// is first asked for. Nothing here knows what a page or a merchant is.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"sync"
)

//go:embed css/*.css js/*.js favicon.svg
var sources embed.FS

// bundles says which sources a served stylesheet is made of, in order.
var bundles = map[string][]string{
	"customer.css": {"css/tokens.css", "css/core.css", "css/form.css", "css/customer.css", "css/document.css", "css/action.css"},
	"admin.css":    {"css/tokens.css", "css/core.css", "css/form.css", "css/admin.css"},
	"dev.css":      {"css/tokens.css", "css/core.css", "css/form.css", "css/customer.css", "css/document.css", "css/action.css", "css/dev.css"},
}

// scripts are served as they are. They make pages of the desk handier, and
// nothing needs them; customer pages load none.
var scripts = []string{"desk.js"}

// prefix is the folder all addresses stand in.
const prefix = "/static/"

// file is one served file.
type file struct {
	url  string // with the fingerprint of body
	kind string // media type
	body []byte
	gzip []byte // body compressed; nil where that would save nothing
}

// files has every embedded file by name, made at first use.
var files = sync.OnceValue(func() map[string]file {
	all := map[string]file{
		"favicon.svg": newFile("favicon.svg", source("favicon.svg")),
	}
	for _, name := range scripts {
		all[name] = newFile(name, source("js/"+name))
	}
	for name, parts := range bundles {
		all[name] = newFile(name, bundle(parts))
	}
	return all
})

// URL returns the address of a file by its plain name, such as "favicon.svg".
// It panics on a name that does not exist: that is a slip of the programmer,
// found by rendering the page once.
func URL(name string) string {
	f, ok := files()[name]
	if !ok {
		panic(fmt.Sprintf("static: no file %q", name))
	}
	return f.url
}

// newFile names a body by its content.
func newFile(name string, body []byte) file {
	ext := path.Ext(name)
	sum := sha256.Sum256(body)
	return file{
		url:  prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext,
		kind: kinds[ext],
		body: body,
		gzip: compress(body),
	}
}

// kinds has the media types of the files there are.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// bundle joins sources into one stylesheet.
func bundle(names []string) []byte {
	var all []byte
	for _, name := range names {
		all = append(all, minify(source(name))...)
	}
	return all
}

// source reads an embedded file, which cannot fail for the names used here.
func source(name string) []byte {
	body, err := sources.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return body
}

// compress returns body in gzip form, or nil where that is no shorter.
func compress(body []byte) []byte {
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // only an unknown level fails
	}
	// A bytes.Buffer takes every write.
	_, _ = zip.Write(body)
	_ = zip.Close()
	if out.Len() >= len(body) {
		return nil
	}
	return out.Bytes()
}
