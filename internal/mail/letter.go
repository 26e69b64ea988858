// Package mail turns finished letters into e-mail and hands them to an SMTP
// server, or in development to a Tray that only shows them.
//
// It leaves out what a letter says: a Composer draws it from a portal.Message
// when it is sent, link included, so that no usable link waits anywhere. Queueing
// and retries are those of package outbox; one letter travels per connection.
//
// Use:
//
//	server, err := mail.ParseServer(cfg.SMTPURL)
//	sender := mail.NewMailer(composer, mail.NewSMTP(server))
//	box := outbox.New(store, sender, now, log)
package mail

import (
	"context"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Letter is one mail, drawn and addressed.
type Letter struct {
	From      string // bare address
	FromName  string // the merchant; may be empty
	To        string // bare address
	ReplyTo   string // bare address; empty: none
	Subject   string
	HTML      string
	Text      string
	MessageID string // without angle brackets; see MessageID
	Reference string // speakable, for support and for filters
	Date      time.Time
}

// Composer draws the letter of a message: its words and a link derived anew. It
// returns outbox.ErrLapsed if that link is no longer the current one.
type Composer interface {
	Compose(ctx context.Context, m portal.Message) (Letter, error)
}

// Carrier takes a letter to its addressee: SMTP or Tray. Errors that no second
// try can mend are outbox.ErrPermanent; none holds an address.
type Carrier interface {
	Deliver(ctx context.Context, l Letter) error
}

// Mailer is the outbox.Sender for mail.
type Mailer struct {
	composer Composer
	carrier  Carrier
}

// NewMailer returns a Mailer.
func NewMailer(composer Composer, carrier Carrier) *Mailer {
	return &Mailer{composer: composer, carrier: carrier}
}

// Send draws the letter of a message and delivers it.
func (m *Mailer) Send(ctx context.Context, msg portal.Message) error {
	letter, err := m.composer.Compose(ctx, msg)
	if err != nil {
		return err // it is shown to people as it stands
	}
	return m.carrier.Deliver(ctx, letter)
}

// MessageID returns the Message-ID of a message, the same at every try, so that
// a mailbox that gets it twice can tell. host is that of the sender's address.
func MessageID(id, host string) string { return id + "@" + host }

// ParseSender splits the setting MAIL_FROM, "Acme Billing <billing@acme.example>"
// or a bare address, into name and address, and names the address's host.
func ParseSender(s string) (name, address, host string, err error) {
	a, err := mail.ParseAddress(s)
	if err != nil {
		return "", "", "", fmt.Errorf("MAIL_FROM: %w", err)
	}
	return a.Name, a.Address, a.Address[strings.LastIndexByte(a.Address, '@')+1:], nil
}
