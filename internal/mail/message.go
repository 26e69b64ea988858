package mail

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"github.com/latchkey-portal/latchkey/internal/outbox"
)

// compose turns a letter into a MIME message: multipart/alternative, text
// first, HTML second, so that programs that know both show the HTML. It fails
// with outbox.ErrPermanent where the address on file is none.
func compose(l Letter) (*gomail.Msg, error) {
	to, err := bare(l.To)
	if err != nil {
		return nil, fmt.Errorf("the address on file is no mail address: %w", outbox.ErrPermanent)
	}
	from, err := bare(l.From)
	if err != nil {
		return nil, errors.New("the sender is no mail address: check MAIL_FROM")
	}
	from.Name = oneLine(l.FromName)

	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(from)
	m.ToMailAddress(to)
	if l.ReplyTo != "" {
		reply, err := bare(l.ReplyTo)
		if err != nil {
			return nil, errors.New("the account's contact is no mail address: correct it in the account's settings")
		}
		m.ReplyToMailAddress(reply)
	}
	m.Subject(oneLine(l.Subject))
	m.SetDateWithValue(l.Date)
	m.SetMessageIDWithValue(idText(l.MessageID))
	// Postmark tells of a mail by an id of its own, and gives this back with it.
	m.SetGenHeader("X-PM-Metadata-latchkey", idText(l.MessageID))
	// RFC 3834 5: no vacation notices and no other robots in return.
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if l.Reference != "" {
		m.SetGenHeader("X-Latchkey-Ref", oneLine(l.Reference))
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	return m, nil
}

// bare reads an address that stands alone: no name, no second address, nothing
// around it that could begin another header.
func bare(s string) (*mail.Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return nil, errors.New("not a bare address")
	}
	return a, nil
}

// oneLine makes any text fit a header: control characters and line ends of every
// alphabet become spaces, runs of spaces one.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	}), " ")
}

// idText keeps of a Message-ID what RFC 5322 allows in one without quoting.
func idText(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune(`<>()[]\,;:"`, r) {
			return r
		}
		return -1
	}, s)
}
