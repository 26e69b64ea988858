package main

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// visitor is a person with a browser that runs no scripts: who opens pages,
// follows links and presses buttons by what they say.
type visitor struct {
	t    *testing.T
	p    *program
	base string
	at   string // address of the page
	page page
}

func (v *visitor) opens(address string) {
	v.t.Helper()
	v.arrives(address, v.p.get(address))
}

// arrives follows redirects, and the pages that lead to another origin.
func (v *visitor) arrives(address string, got page) {
	v.t.Helper()
	for range 10 {
		v.at, v.page = address, got
		next := got.location
		if _, elsewhere, ok := strings.Cut(got.header.Get("Refresh"), "url="); ok {
			next = elsewhere
		}
		if next == "" {
			return
		}
		address = v.absolute(next)
		got = v.p.get(address)
	}
	v.t.Fatalf("it leads on and on, at last to %s", address)
}

func (v *visitor) absolute(ref string) string {
	v.t.Helper()
	base, err := url.Parse(v.at)
	if err != nil {
		v.t.Fatal(err)
	}
	to, err := base.Parse(ref)
	if err != nil {
		v.t.Fatal(err)
	}
	return to.String()
}

var (
	anchors   = regexp.MustCompile(`(?s)<a\s([^>]*)>(.*?)</a>`)
	formTags  = regexp.MustCompile(`(?s)<form\s([^>]*)>(.*?)</form>`)
	buttons   = regexp.MustCompile(`(?s)<button([^>]*)>(.*?)</button>`)
	inputs    = regexp.MustCompile(`<input\s[^>]*>`)
	areas     = regexp.MustCompile(`<textarea\s[^>]*>`)
	attrs     = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
	innerTags = regexp.MustCompile(`(?s)<[^>]*>`)
)

// attributes reads those of a tag.
func attributes(tag string) map[string]string {
	all := map[string]string{}
	for _, a := range attrs.FindAllStringSubmatch(tag, -1) {
		all[a[1]] = html.UnescapeString(a[2])
	}
	return all
}

func plainWords(inner string) string {
	return strings.Join(strings.Fields(html.UnescapeString(innerTags.ReplaceAllString(inner, " "))), " ")
}

// follows goes where the first link of that label leads.
func (v *visitor) follows(label string) {
	v.t.Helper()
	for _, a := range anchors.FindAllStringSubmatch(v.page.body, -1) {
		if strings.HasPrefix(plainWords(a[2]), label) {
			v.opens(v.absolute(attributes(a[1])["href"]))
			return
		}
	}
	v.t.Fatalf("%s: no link %q", v.at, label)
}

// presses sends the form of the first button of that label, with what was typed
// over what stands in its fields.
func (v *visitor) presses(label string, typed url.Values) {
	v.t.Helper()
	for _, f := range formTags.FindAllStringSubmatch(v.page.body, -1) {
		for _, b := range buttons.FindAllStringSubmatch(f[2], -1) {
			if !strings.HasPrefix(plainWords(b[2]), label) {
				continue
			}
			body := filledIn(f[2], typed)
			if a := attributes(b[1]); a["name"] != "" {
				body.Set(a["name"], a["value"])
			}
			to := v.at
			if action := attributes(f[1])["action"]; action != "" {
				to = v.absolute(action)
			}
			v.sends(to, body)
			return
		}
	}
	v.t.Fatalf("%s: no button %q", v.at, label)
}

// sends posts a form as browsers do, with the page's origin.
func (v *visitor) sends(to string, body url.Values) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.p.local(to), strings.NewReader(body.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", urlencode)
	r.Header.Set("Origin", v.base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	v.arrives(to, v.p.do(r))
}

// filledIn is what a form sends.
func filledIn(form string, typed url.Values) url.Values {
	body := url.Values{}
	for _, tag := range inputs.FindAllString(form, -1) {
		a := attributes(strings.Trim(tag, "<>"))
		_, checked := a["checked"]
		switch {
		case a["type"] != "radio" && a["type"] != "checkbox", checked && !typed.Has(a["name"]):
			body.Set(a["name"], a["value"])
		}
	}
	for _, tag := range areas.FindAllString(form, -1) {
		body.Set(attributes(strings.Trim(tag, "<>"))["name"], "")
	}
	for name := range typed {
		body.Set(name, typed.Get(name))
	}
	return body
}

// reads fails unless the page is of that name and says all of that.
func (v *visitor) reads(name string, said ...string) {
	v.t.Helper()
	if v.page.name != name {
		v.t.Fatalf("%s: page %q, want %q: %s", v.at, v.page.name, name, plainWords(v.page.body))
	}
	for _, want := range said {
		if !strings.Contains(plainWords(v.page.body), want) {
			v.t.Errorf("%s: it does not say %q: %s", v.at, want, plainWords(v.page.body))
		}
	}
}
