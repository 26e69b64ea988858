package mail

import (
	"bytes"
	"mime"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Whatever stands in a name, the mail has the headers of a mail and one
// addressee.
func TestNamesCannotAddHeaders(t *testing.T) {
	const evil = "Acme\r\nBcc: victim@evil.example\r\n\r\n<h1>Hi</h1>\u2028X: y"
	var letters []Letter
	for _, template := range decisionTemplates {
		facts := decided(template, portal.ActionAccept, portal.DecisionLapsed)
		facts.Account.Name, facts.Title, facts.Person, facts.Reference = evil, evil, evil, evil
		facts.Decision.Outcome.Message, facts.Decision.Change.Fields[portal.FieldName] = evil, evil
		letters = append(letters, drawn(t, facts))
	}
	page := pageFacts(portal.ObjectKey{Account: "acme", Kind: "cq", ID: "366332011"}, "Quote "+evil)
	page.Account.Name = evil
	letters = append(letters, drawn(t, page))
	for _, l := range letters {
		m, err := compose(l)
		if err != nil {
			t.Fatal(err)
		}
		var raw bytes.Buffer
		if _, err := m.WriteTo(&raw); err != nil {
			t.Fatal(err)
		}
		read, err := mail.ReadMessage(&raw)
		if err != nil {
			t.Fatal(err)
		}
		for name := range read.Header {
			if !slices.Contains(ourHeaders, name) {
				t.Errorf("%q has a header %s", l.Subject, name)
			}
		}
		if to, err := read.Header.AddressList("To"); err != nil || len(to) != 1 {
			t.Errorf("addressed to %v, %v", to, err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
		if err != nil || strings.ContainsAny(subject, "\r\n\u2028") {
			t.Errorf("subject %q, %v", subject, err)
		}
	}
}

var ourHeaders = []string{
	"From", "To", "Reply-To", "Subject", "Date", "Message-Id", "Mime-Version", "Content-Type", "Auto-Submitted",
	"X-Latchkey-Ref", "X-Pm-Metadata-Latchkey",
}
