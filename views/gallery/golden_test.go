package gallery_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/latchkey-portal/latchkey/views/gallery"
	"github.com/latchkey-portal/latchkey/views/mail"
)

var update = flag.Bool("update", false, "write the golden files")

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// fingerprint is left out of the golden files, so that a changed colour does
// not touch every page.
var fingerprint = regexp.MustCompile(`(/static/[a-z0-9-]+)\.[0-9a-f]{12}\.`)

// golden compares with a file under testdata, one element to a line.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = fingerprint.ReplaceAllString(got, "$1.FINGERPRINT.")
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what is committed; go test -update, then read the diff", path)
	}
}

// lined breaks HTML where a change can be read line by line: before blocks.
func lined(html string) string {
	return block.ReplaceAllString(html, "\n$1")
}

var block = regexp.MustCompile(`(<(?:head|meta|title|link|body|a|header|main|div|footer|h1|h2|p|form|button|svg|ul|ol|li|dl|dt|table|tr|th|td|details|summary|style)[ >])`)

func TestPagesSayWhatWasAgreed(t *testing.T) {
	wanted := make(map[string]bool)
	for _, entry := range gallery.Entries() {
		name := "pages/" + entry.Name + ".html"
		if wanted[name] {
			t.Errorf("two entries are called %s", entry.Name)
		}
		wanted[name] = true
		golden(t, name, lined(render(t, entry.Component)))
	}
	noStrangers(t, "pages", wanted)
}

func TestMailsSayWhatWasAgreed(t *testing.T) {
	wanted := make(map[string]bool)
	for _, m := range gallery.Mails() {
		name := "mails/" + m.Name
		wanted[name+".html"], wanted[name+".txt"] = true, true
		golden(t, name+".html", lined(render(t, mail.HTML(m.Message))))
		golden(t, name+".txt", mail.Text(m.Message))
	}
	noStrangers(t, "mails", wanted)
}

// noStrangers finds golden files of entries that are gone.
func noStrangers(t *testing.T, folder string, wanted map[string]bool) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("testdata", folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		name := strings.TrimPrefix(filepath.ToSlash(path), "testdata/")
		if !wanted[name] {
			t.Errorf("%s belongs to no entry", path)
		}
	}
}
