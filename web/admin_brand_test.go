package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/static"
)

const brandTab = northwindSettings + "brand"

// upload sends a form with a file.
func (b *browser) upload(target string, file []byte, fields ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("logo", "logo.png")
	if err != nil {
		b.t.Fatal(err)
	}
	_, _ = part.Write(file)
	if err := form.Close(); err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", target, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func square(t *testing.T, c color.Color) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 56, 56))
	for i := range 56 * 56 {
		m.Set(i%56, i/56, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAColourIsRepairedExplainedAndShownBeforeItIsSaved(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	seen := o.acct().Etag(portal.SectionBrand)
	light, _ := static.Doors("#F5A623")
	preview := b.post(brandTab, "seen", seen, "color", "#f5a623", "do", "preview")
	wants(t, preview, 200, "We made your colour a little darker so that people can read it: #F5A623 → "+light.Colour+".", static.Sample("f5a623"), "contrast 5.", `value="#f5a623"`)
	if o.acct().Brand.Color != "" {
		t.Error("the preview was saved")
	}
	leads(t, b.post(brandTab, "seen", seen, "color", "f5a623"), brandTab)
	wants(t, b.get(brandTab), 200, "Saved.", `value="#F5A623"`)
	wants(t, o.browser().get(o.linkTo("7041")), 200, static.Stylesheet("f5a623"))
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Colour: <del>none</del> <ins>f5a623</ins>")
	wants(t, b.post(brandTab, "seen", seen, "color", "#000000"), 409, "#F5A623", "#000000")
}

func TestALogoIsServedForEverUnderItsBytes(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	red, blue := square(t, color.RGBA{255, 0, 0, 255}), square(t, color.RGBA{0, 0, 255, 255})
	leads(t, b.upload(brandTab+"/logo/light", red, "seen", o.acct().Etag(portal.SectionBrand)), brandTab)
	logo := o.acct().Brand.Logo
	if logo == nil || logo.Width != 56 {
		t.Fatalf("kept %+v", logo)
	}
	address := "/brand/" + logo.Hash + ".png"
	wants(t, o.browser().get(o.linkTo("7041")), 200, `<img class="logo" src="`+address+`"`)
	served := o.browser().get(address)
	if served.Code != 200 || served.Header().Get("Content-Type") != "image/png" || !strings.Contains(served.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("%d %v", served.Code, served.Header())
	}
	leads(t, b.upload(brandTab+"/logo/dark", blue, "seen", o.acct().Etag(portal.SectionBrand)), brandTab)
	wants(t, o.browser().get(o.linkTo("7041")), 200, `<source srcset="/brand/`+o.acct().Brand.LogoDark.Hash+`.png"`)

	late := b.upload(brandTab+"/logo/light", blue, "seen", "0000000000000000")
	wants(t, late, 409, "Not saved: somebody else saved the brand")
	leads(t, b.post(brandTab+"/logo/light/remove", "seen", o.acct().Etag(portal.SectionBrand)), brandTab)
	for _, gone := range []string{address, "/brand/" + strings.Repeat("0", 64) + ".png", "/brand/x.png", "/brand/" + logo.Hash + ".css", "/brand/", "/brand"} {
		wants(t, o.browser().get(gone), 404)
	}
	if page := o.browser().get(o.linkTo("7041")); strings.Contains(plain(page), "<img") {
		t.Error("a page still shows the logo")
	}
}

func TestUploadsThatAreNoLogoAreRefusedWithTheReason(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	seen := o.acct().Etag(portal.SectionBrand)
	for _, c := range []struct {
		file []byte
		says string
	}{
		{nil, "Choose a picture first."},
		{[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "SVG is not taken"},
		{[]byte("GIF89a"), "This is no PNG, JPEG or WebP picture."},
		{append(square(t, color.Black), make([]byte, 40<<10)...), "It may have 40 KB."},
	} {
		wants(t, b.upload(brandTab+"/logo/light", c.file, "seen", seen), 422, c.says, "<title>Error: ")
	}
	wants(t, b.upload(brandTab+"/logo/light", make([]byte, 2<<20), "seen", seen), 413)
	wants(t, b.post(brandTab+"/logo/light", "seen", seen), 415)
	if o.acct().Version != 0 {
		t.Error("something was saved")
	}
	guest := o.signedIn("guest@northwind.example")
	wants(t, guest.upload(brandTab+"/logo/light", square(t, color.Black), "seen", seen), 403)
}

func TestEveryPageCanBeSeenWithTheBranding(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	wants(t, b.post(brandTab, "seen", o.acct().Etag(portal.SectionBrand), "color", "#635BFF"), 303)
	list := b.get(brandTab + "/preview")
	wants(t, list, 200, "question last day", brandTab+"/preview/expired")
	page := b.get(brandTab + "/preview/question")
	wants(t, page, 200, "Preview. Nothing is recorded.", static.Stylesheet("635bff"), "Northwind Collect</span>")
	if policy := page.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'none'") {
		t.Errorf("forms of a preview go somewhere: %s", policy)
	}
	wants(t, b.get(brandTab+"/preview/tampered"), 200)
	wants(t, b.get(brandTab+"/preview/nothing"), 404)
	wants(t, b.get(brandTab+"/preview/admin-audit"), 404)
}
