package gallery_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/views/gallery"
	"github.com/latchkey-portal/latchkey/views/mail"
)

func TestAMailHasOneLinkAndLoadsNothing(t *testing.T) {
	for _, m := range gallery.Mails() {
		source := render(t, mail.HTML(m.Message))
		doc := parse(t, source)
		links := 0
		for _, a := range all(doc, "a") {
			href := attr(a, "href")
			switch {
			case href == m.Message.Button.URL:
				links++
			case !strings.HasPrefix(href, "tel:"):
				t.Errorf("%s links to %s", m.Name, href)
			}
		}
		wanted := 1
		if m.Message.Button.URL == "" {
			wanted = 0 // a code, or a reader without access to the page
		}
		if links != wanted {
			t.Errorf("%s has its link %d times, want %d", m.Name, links, wanted)
		}
		for _, tag := range []string{"img", "link", "script", "iframe"} {
			if len(all(doc, tag)) > 0 {
				t.Errorf("%s has a <%s>", m.Name, tag)
			}
		}
		if strings.Contains(source, "url(") || strings.Contains(source, "@import") {
			t.Errorf("%s loads something from a style", m.Name)
		}
		if len(source) > 10<<10 {
			t.Errorf("%s weighs %d bytes, over 10 KB", m.Name, len(source))
		}
	}
}

// Both parts must say the same words, so that neither reader misses a fact.
func TestBothPartsOfAMailSayTheSame(t *testing.T) {
	for _, m := range gallery.Mails() {
		preheader := m.Message.Preheader
		html := text(one(t, parse(t, render(t, mail.HTML(m.Message))), "body"))
		html = strings.Replace(html, preheader, "", 1)
		html = strings.Replace(html, m.Message.Merchant, "", 1) // the letterhead
		plain := mail.Text(m.Message)
		if m.Message.Button.URL != "" {
			plain = strings.Replace(plain, m.Message.Button.Label+":\n"+m.Message.Button.URL, m.Message.Button.Label, 1)
		}
		if got, want := squeeze(html), squeeze(plain); got != want {
			t.Errorf("%s:\nhtml: %s\ntext: %s", m.Name, got, want)
		}
	}
}

// squeeze takes out all blanks: the parts break their lines differently.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestTheTextPartKeepsItsLinesShort(t *testing.T) {
	for _, m := range gallery.Mails() {
		for line := range strings.Lines(mail.Text(m.Message)) {
			line = strings.TrimSuffix(line, "\n")
			if len([]rune(line)) > 72 && line != m.Message.Button.URL {
				t.Errorf("%s: a line of %d characters: %s", m.Name, len([]rune(line)), line)
			}
		}
	}
}
