package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/portal"
	words "github.com/latchkey-portal/latchkey/views/mail"
)

// Words is the Composer of the portal's mails: facts from the portal, words
// and layout from views/mail, dates and money in the account's locale.
type Words struct {
	service *portal.Service
	address string // bare sender address of the installation
	host    string // of that address
}

// NewWords returns a Composer that sends from an address, "billing@acme.example".
// The name beside it is the account's.
func NewWords(service *portal.Service, address string) *Words {
	return &Words{service: service, address: address, host: address[strings.LastIndexByte(address, '@')+1:]}
}

// Compose draws the letter of a message.
func (c *Words) Compose(ctx context.Context, m portal.Message) (Letter, error) {
	facts, err := c.service.Letter(ctx, m)
	if err != nil {
		return Letter{}, err
	}
	zone, err := time.LoadLocation(facts.Account.Zone)
	if err != nil {
		return Letter{}, fmt.Errorf("zone of the account: %w", err)
	}
	drawn := newLink(facts, i18n.For(facts.Account.Locale), zone)
	var html strings.Builder
	if err := words.HTML(drawn).Render(ctx, &html); err != nil {
		return Letter{}, fmt.Errorf("draw mail: %w", err)
	}
	return Letter{
		From: c.address, FromName: facts.Account.Name, To: m.To, ReplyTo: facts.Account.Contact.Email,
		Subject: drawn.Subject, HTML: html.String(), Text: words.Text(drawn),
		MessageID: MessageID(m.ID, c.host), Reference: facts.Reference, Date: m.CreatedAt,
	}, nil
}

func newLink(f portal.Letter, locale i18n.Locale, zone *time.Location) words.Message {
	end := time.Unix(f.Message.End, 0)
	contact := f.Account.Contact
	w := words.NewLinkWords{
		Sender: words.Sender{
			Lang: locale.Tag(), Dir: locale.Dir(), Merchant: f.Account.Name, Colour: f.Account.Brand.Color,
			Phone: contact.Phone, PhoneHref: "tel:" + strings.ReplaceAll(contact.Phone, " ", ""),
			Legal: strings.Join(f.Account.Brand.Legal, " "),
		},
		LinkWords: words.LinkWords{
			URL: f.URL, Until: locale.Moment(end, zone), UntilAt: end.In(zone).Format(time.RFC3339),
			Zone: locale.City(zone), Reference: f.Reference,
		},
		Subject: f.Title,
	}
	if f.Person != "" {
		w.Greeting = "Hello " + f.Person + ","
	}
	if askedByCustomer(f.Message) {
		w.AskedAt = locale.Moment(f.Message.CreatedAt, zone)
	}
	return words.NewLink(w)
}

// askedByCustomer tells a mail that someone asked for on a page from one that
// an admin sent.
func askedByCustomer(m portal.Message) bool {
	var data struct {
		Asked portal.Actor `json:"asked"`
	}
	// A message without readable data was asked for by nobody we could name.
	return json.Unmarshal([]byte(m.Data), &data) == nil && data.Asked == portal.ByCustomer
}
