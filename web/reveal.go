package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// showName is the query name of the token that a press on the page in front of a
// file gives.
const showName = "show"

// showLife is how long that token opens the file.
const showLife = 10 * time.Minute

// askFile is what the form in front of a file asks for.
const askFile = "file"

// askedFile is the file that the address asks to show; empty: none, or files
// open at once here.
func (d *deed) askedFile() link.Form {
	reveal := d.adm.Account.Billing.Reveal
	if reveal != revealClick && reveal != revealCode {
		return ""
	}
	switch form := link.Form(d.own(fileParam)); form {
	case link.PDF, link.XML:
		return form
	}
	return ""
}

// reveal is the page in front of a file: one button, or a mailed code.
func (d *deed) reveal(i *invoicePage, form link.Form) error {
	target := d.path() + "." + string(form) + "?" + d.p.query
	if d.adm.Account.Billing.Reveal == revealCode {
		if d.code != "" {
			return d.seeOther(d.w, d.r, target+"&"+stepName+"="+d.code)
		}
		return d.revealByCode(i)
	}
	if d.r.Method == http.MethodPost && d.typed("ask") == askFile {
		if _, ok := d.readForm(d.adm.Grant, d.typed("n")); ok {
			return d.seeOther(d.w, d.r, target+"&"+showName+"="+showToken(d.FormKey, d.adm.Grant, form, d.Portal.Now().Unix()))
		}
	}
	visitOf(d.r).page = "document"
	inv := i.open.Invoice
	heading := "Show this file?"
	n := views.Notice{
		Frame: d.p.page("document", "Show "+lowerFirst(inv.Title())), Heading: heading,
		Lead: []views.Text{views.Plain(inv.Title() + " has your name, your address and what you bought on it.")},
		Action: &views.Action{
			Label: "Show the file", Icon: views.IconDownload, URL: d.url(fileParam, string(form)), Post: true,
			Hidden: []views.Hidden{{Name: "ask", Value: askFile}, {Name: "n", Value: d.formValue(d.adm.Grant)}},
		},
		Link: &views.Link{Label: "Go back to " + lowerFirst(inv.Title()), URL: d.url()},
	}
	n.Frame.Stub = d.p.stub(nil, inv.Reference)
	return d.render(d.w, d.r, http.StatusOK, views.NoticePage(n))
}

// revealByCode asks for a mailed code. Once it is passed, the page of the
// document opens with it in its address, and so do its files.
func (d *deed) revealByCode(i *invoicePage) error {
	email, err := d.Portal.Renewable(d.r.Context(), d.adm.Grant)
	if err != nil {
		return err
	}
	ask := codeAsk{email: email, before: "Before we show a file", stub: d.p.stub(nil, i.open.Invoice.Reference)}
	d.at = d.url(fileParam, d.own(fileParam))
	if d.r.Method == http.MethodPost {
		switch d.typed("ask") {
		case "new-code":
			return d.newCode()
		case "code":
			return d.tryCode(ask)
		}
	}
	if email == "" {
		return d.answer(d.w, d.r, d.noCode())
	}
	return d.stepUp(http.StatusOK, ask)
}

// post takes the forms of the page in front of a file; false: it was another one.
func (i *invoicePage) post(d *deed) (bool, error) {
	form := d.askedFile()
	if form == "" {
		return false, nil
	}
	return true, d.reveal(i, form)
}

// revealed reports whether a file may be given to this visitor.
func (s *server) revealed(r *http.Request, adm portal.Admission, form link.Form) (bool, error) {
	switch adm.Account.Billing.Reveal {
	case revealClick:
		return s.shown(adm.Grant, form, visitOf(r).query), nil
	case revealCode:
		a := asker{server: s, r: r, adm: adm}
		return a.passed()
	}
	return true, nil
}

func showToken(key []byte, g link.Grant, form link.Form, at int64) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("show\n" + g.ID() + "\n" + g.Account() + "\n" + string(form) + "\n" + strconv.FormatInt(at, 10)))
	return strconv.FormatInt(at, 10) + "." + hex.EncodeToString(mac.Sum(nil)[:8])
}

// shown reads the token back; false: none, forged, or too old.
func (s *server) shown(g link.Grant, form link.Form, query string) bool {
	_, token, ok := strings.Cut(query, "&"+showName+"=")
	if !ok {
		return false
	}
	number, _, _ := strings.Cut(token, ".")
	at, err := strconv.ParseInt(number, 10, 64)
	if err != nil || !s.underAFormKey(func(key []byte) bool { return hmac.Equal([]byte(token), []byte(showToken(key, g, form, at))) }) {
		return false
	}
	age := s.Portal.Now().Sub(time.Unix(at, 0))
	return 0 <= age && age <= showLife
}
