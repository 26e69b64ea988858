package web

import (
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// putWords draws what the mail says onto its page, without link and code.
func (d *desk) putWords(r *http.Request, c clerk, m portal.Message, page *views.MailDetail) error {
	if !mayRead(c, m) {
		page.Kept = hiddenWords
		return nil
	}
	drawn, err := d.Preview(r.Context(), m)
	switch {
	case errors.Is(err, portal.ErrLapsed):
		page.Kept = "Mails are drawn when they are sent and not kept. What this one told of has changed since, so it is not drawn again."
		return nil
	case errors.Is(err, portal.ErrNotFound):
		page.Kept = "What this mail was about is no longer kept."
		return nil
	case err != nil:
		return err
	}
	page.Heading = drawn.Subject
	page.Text, page.HTMLURL = asDrawn(m, drawn.Text), mailURL(m.ID)+"/html"
	page.Kept = "As it is drawn now. Its link and its code stand in the mail alone, and are left out here."
	return nil
}

// mailHTML is the HTML part alone, in a sandbox of its own: mail is styled
// inline, which no page of ours may be.
func (d *desk) mailHTML(w http.ResponseWriter, r *http.Request, c clerk) error {
	m, err := d.mailFor(r, c, portal.MaySee)
	if err != nil {
		return err
	}
	if !mayRead(c, m) {
		return d.forbid(w, r, c, portal.MayAct)
	}
	drawn, err := d.Preview(r.Context(), m)
	if errors.Is(err, portal.ErrLapsed) {
		return portal.ErrNotFound
	}
	if err != nil {
		return err
	}
	visitOf(r).page = "admin-mail-part"
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
	h.Set("Content-Type", htmlType)
	_, _ = w.Write([]byte(asDrawn(m, drawn.HTML))) // a failed write means that the reader has gone away
	return nil
}

// hiddenWords stands where the words of customers are for those who may act.
const hiddenWords = "Your role does not show what customers read and wrote."

// mayRead reports whether somebody may read what a mail says. Mails about
// decisions repeat what customers read and typed.
func mayRead(c clerk, m portal.Message) bool {
	return c.may(m.Account, portal.MayAct) || portal.DecisionIn(m.Data) == ""
}

// asDrawn is a mail's text or HTML as support sees it: an address that somebody
// typed stands in mails about decisions.
func asDrawn(m portal.Message, words string) string {
	if portal.DecisionIn(m.Data) == "" {
		return words
	}
	return maskedText(words)
}
