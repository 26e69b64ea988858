package web_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

// foreign finds what no customer page may have: script, inline handlers and
// styles, frames, and anything fetched from elsewhere.
var foreign = map[string]*regexp.Regexp{
	"a script":        regexp.MustCompile(`(?i)<script|javascript:`),
	"a handler":       regexp.MustCompile(`(?i)<[^>]*\son[a-z]+\s*=`),
	"an inline style": regexp.MustCompile(`(?i)<style|<[^>]*\sstyle\s*=`),
	"a frame":         regexp.MustCompile(`(?i)<(iframe|object|embed|base|meta http-equiv)`),
	"a foreign file":  regexp.MustCompile(`(?i)(src|srcset|action|href)="(https?:)?//`),
}

var (
	fetched = regexp.MustCompile(`<(?:link|img|source)\b[^>]*?(?:href|src)="([^"]*)"`)
	imports = regexp.MustCompile(`(?i)@import|url\(["']?(https?:|//|data:)`)
)

// law 10: a customer page needs no script, no cookie and no third party, in any
// state; it sets none, and is the same to a browser that brings one.
func TestNoPageNeedsScriptCookieOrThirdParty(t *testing.T) {
	w, _, all := everyStanding(t)
	pages := 0
	for _, link := range all {
		a := w.get(link.target)
		policy := a.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "script-src") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: policy %q", link.name, policy)
		}
		if len(a.header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s sets a cookie", link.name)
		}
		with := w.visit(visit{method: "GET", target: link.target, header: map[string]string{"Cookie": "a=b; __Host-lk_admin=x"}})
		if !bytes.Equal(with.body, a.body) || with.status != a.status {
			t.Errorf("%s is another page to a browser with a cookie", link.name)
		}
		if link.page == "" {
			continue
		}
		pages++
		for what, shape := range foreign {
			if found := shape.Find(a.body); found != nil {
				t.Errorf("%s has %s: %s", link.name, what, found)
			}
		}
		w.fetchesOwnFiles(t, link.name, a.body)
		if len(a.body) > 30<<10 {
			t.Errorf("%s has %d bytes, more than 30 KB", link.name, len(a.body))
		}
	}
	if pages < 15 {
		t.Errorf("only %d pages were looked at", pages)
	}
}

// fetchesOwnFiles holds that a page's files are ours, are there, and fetch
// nothing from elsewhere either.
func (w *world) fetchesOwnFiles(t *testing.T, name string, page []byte) {
	t.Helper()
	files := fetched.FindAllSubmatch(page, -1)
	if len(files) == 0 || len(files) > 2 {
		t.Errorf("%s fetches %d files, want the style and the icon at most", name, len(files))
	}
	for _, found := range files {
		file := string(found[1])
		if !strings.HasPrefix(file, "/static/") {
			t.Errorf("%s fetches %s", name, file)
			continue
		}
		a := w.get(file)
		if a.status != 200 || len(a.body) == 0 || imports.Match(a.body) && strings.HasSuffix(file, ".css") {
			t.Errorf("%s: status %d, or it fetches from elsewhere", file, a.status)
		}
	}
}
