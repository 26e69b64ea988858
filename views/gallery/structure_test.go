package gallery_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views/gallery"
)

// The budgets of a page and of its stylesheet in bytes, compressed: the page
// fits into the first flight of a new connection (RFC 6928), and the stylesheet
// comes once.
const (
	maxPage       = 10 << 10
	maxStylesheet = 5 << 10
	// The desk has three times the screens, and is loaded by people who stay: ours
	// may weigh 25 KB in all.
	maxDeskSheet = 6 << 10
)

func TestPagesAreWellBuilt(t *testing.T) {
	for _, entry := range gallery.Entries() {
		t.Run(entry.Name, func(t *testing.T) {
			source := render(t, entry.Component)
			doc := parse(t, source)
			checkHead(t, entry, doc)
			checkBody(t, doc)
			checkWeight(t, source, doc)
		})
	}
}

func checkHead(t *testing.T, entry gallery.Entry, doc *html.Node) {
	t.Helper()
	root := one(t, doc, "html")
	if attr(root, "lang") == "" || (attr(root, "dir") != "ltr" && attr(root, "dir") != "rtl") {
		t.Error("the page does not say its language and direction")
	}
	meta := map[string]string{}
	for _, m := range all(doc, "meta") {
		meta[attr(m, "name")] = attr(m, "content")
	}
	for name, want := range map[string]string{
		"latchkey-page": entry.Page,
		"robots":        "noindex,nofollow,noarchive,nosnippet",
		"referrer":      "strict-origin",
		"color-scheme":  "light dark",
	} {
		if meta[name] != want {
			t.Errorf("meta %s is %q, want %q", name, meta[name], want)
		}
	}
	title := text(one(t, doc, "title"))
	for _, brand := range find(doc, func(n *html.Node) bool { return attr(n, "class") == "brand" }) {
		name := text(brand.LastChild)
		if !strings.HasSuffix(title, " – "+name) {
			t.Errorf("the title %q does not end in the merchant %q", title, name)
		}
	}
}

func checkBody(t *testing.T, doc *html.Node) {
	t.Helper()
	one(t, doc, "h1")
	one(t, doc, "header")
	if main := one(t, doc, "main"); attr(main, "id") != "main" {
		t.Error("the skip link leads nowhere")
	}
	if first := all(doc, "a")[0]; attr(first, "class") != "skip" || attr(first, "href") != "#main" {
		t.Error("the first link does not skip to the content")
	}
	ids := map[string]bool{}
	level := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		checkAttributes(t, n, ids)
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			next := int(n.Data[1] - '0')
			if next > level+1 {
				t.Errorf("heading %q skips from level %d to %d", text(n), level, next)
			}
			level = next
		}
		if n.Data == "style" || n.Data == "script" && !ourScript(doc, n) {
			t.Errorf("there is a <%s>", n.Data)
		}
		if (n.Data == "a" || n.Data == "button" || n.Data == "h2" || n.Data == "summary") && strings.TrimSpace(text(n)) == "" {
			t.Errorf("a <%s> says nothing", n.Data)
		}
		if !labelled(doc, n) {
			t.Errorf("the <%s> %q has no label", n.Data, attr(n, "name"))
		}
	}
}

// ofDesk reports whether it is a page of the admins.
func ofDesk(doc *html.Node) bool {
	return slices.ContainsFunc(all(doc, "meta"), func(m *html.Node) bool {
		return attr(m, "name") == "latchkey-page" && strings.HasPrefix(attr(m, "content"), "admin-")
	})
}

// ourScript reports whether a script is one of ours, a file, on a page of the
// admins.
func ourScript(doc, n *html.Node) bool {
	src := attr(n, "src")
	return ofDesk(doc) && n.FirstChild == nil && (src == static.URL("desk.js") || src == static.URL("passkey.js"))
}

// labelled reports whether a form field has a label around it or pointing at
// it; whatever is not a field needs none.
func labelled(doc, n *html.Node) bool {
	if n.Data != "select" && n.Data != "textarea" && (n.Data != "input" || attr(n, "type") == "hidden") {
		return true
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "label" {
			return true
		}
	}
	id := attr(n, "id")
	return id != "" && slices.ContainsFunc(all(doc, "label"), func(l *html.Node) bool { return attr(l, "for") == id })
}

// checkAttributes finds inline style and script, ids used twice and addresses
// of somebody else, but for a link that says that it leads to one.
func checkAttributes(t *testing.T, n *html.Node, ids map[string]bool) {
	t.Helper()
	for _, a := range n.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			t.Errorf("<%s> has %s=", n.Data, a.Key)
		case a.Key == "id" && ids[a.Val]:
			t.Errorf("the id %q stands twice", a.Val)
		case a.Key == "id":
			ids[a.Val] = true
		case (a.Key == "src" || a.Key == "href") && strings.Contains(a.Val, "//") && attr(n, "rel") != "external noreferrer":
			t.Errorf("<%s> leads away to %s", n.Data, a.Val)
		}
	}
}

func checkWeight(t *testing.T, source string, doc *html.Node) {
	t.Helper()
	if n := packed(t, []byte(source)); n > maxPage {
		t.Errorf("the page weighs %d bytes compressed, over %d", n, maxPage)
	}
	var sheets []string
	for _, l := range all(doc, "link") {
		if attr(l, "rel") == "stylesheet" {
			sheets = append(sheets, attr(l, "href"))
		}
	}
	if len(sheets) != 1 {
		t.Fatalf("stylesheets %v, want one", sheets)
	}
	most := maxStylesheet
	if ofDesk(doc) {
		most = maxDeskSheet
	}
	if n := packed(t, fetch(t, sheets[0])); n > most {
		t.Errorf("the stylesheet weighs %d bytes compressed, over %d", n, most)
	}
}

// packed is how many bytes a body has on the way to a browser.
func packed(t *testing.T, body []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(body)
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// fetch reads a static file as a browser without compression would.
func fetch(t *testing.T, url string) []byte {
	t.Helper()
	answer := httptest.NewRecorder()
	static.Handler().ServeHTTP(answer, httptest.NewRequest("GET", url, nil))
	body, err := io.ReadAll(answer.Result().Body)
	if err != nil || answer.Code != 200 {
		t.Fatalf("%s: %d %v", url, answer.Code, err)
	}
	return body
}

// No page for customers says any of these (plain English; nothing shouted).
var unwelcome = regexp.MustCompile(`(?i)!|\b(token|checksum|invalid|session|oops|sorry|please note|submit|resend|extend)\b|n[’']t\b`)

func TestPagesUsePlainWords(t *testing.T) {
	for _, entry := range gallery.Entries() {
		if strings.HasPrefix(entry.Page, "admin-") {
			continue // admins work with sessions and checksums
		}
		said := text(one(t, parse(t, render(t, entry.Component)), "body"))
		if found := unwelcome.FindString(said); found != "" {
			t.Errorf("%s says %q", entry.Name, found)
		}
	}
}

// A link that cannot be trusted is told nothing about anybody.
func TestTheNeutralFrameNamesNobody(t *testing.T) {
	for _, entry := range gallery.Entries() {
		if entry.Page != "tampered" && entry.Page != "damaged" {
			continue
		}
		source := render(t, entry.Component)
		for _, name := range []string{"Northwind", "Fjordlight", "mailto:", "tel:", "class=\"brand\"", "class=\"stub\""} {
			if strings.Contains(source, name) {
				t.Errorf("%s contains %s", entry.Name, name)
			}
		}
	}
}

// Whoever holds an expired link may not be its addressee.
func TestExpiredPagesTellNoSecrets(t *testing.T) {
	for _, entry := range gallery.Entries() {
		if entry.Page != "expired" {
			continue
		}
		source := render(t, entry.Component)
		for _, secret := range []string{"Harbour", "Anna", "anna", "€", "DKK", "3 cases"} {
			if strings.Contains(source, secret) {
				t.Errorf("%s contains %q", entry.Name, secret)
			}
		}
	}
}
