package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
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
	return c.compose(ctx, facts)
}

// Preview draws a letter for somebody who may read it, but not act on it: its
// link and its code are left out before a word is drawn, and what is left in
// HTML leads nowhere.
func (c *Words) Preview(ctx context.Context, m portal.Message) (Letter, error) {
	facts, err := c.service.Letter(ctx, m)
	if err != nil {
		return Letter{}, err
	}
	facts.URL = ""
	if facts.Code != "" {
		facts.Code = "••••••"
	}
	letter, err := c.compose(ctx, facts)
	letter.HTML = hrefs.ReplaceAllString(letter.HTML, "")
	return letter, err
}

// hrefs are the attributes that make something a link.
var hrefs = regexp.MustCompile(` href="[^"]*"`)

func (c *Words) compose(ctx context.Context, facts portal.Letter) (Letter, error) {
	m := facts.Message
	zone, err := time.LoadLocation(facts.Account.Zone)
	if err != nil {
		return Letter{}, fmt.Errorf("zone of the account: %w", err)
	}
	drawn, err := pen{facts, i18n.For(facts.Account.Locale), zone}.draw()
	if err != nil {
		return Letter{}, err
	}
	var html strings.Builder
	if err := words.HTML(drawn).Render(ctx, &html); err != nil {
		return Letter{}, fmt.Errorf("draw mail: %w", err)
	}
	return Letter{
		From: facts.Account.MailAddress(c.address), FromName: facts.Account.MailName(), To: m.To, ReplyTo: facts.Account.Answers(),
		Subject: drawn.Subject, HTML: html.String(), Text: words.Text(drawn),
		MessageID: MessageID(m.ID, c.host), Reference: facts.Reference, Date: m.CreatedAt,
	}, nil
}

// pen writes one letter: its facts, in the account's language and zone.
type pen struct {
	portal.Letter
	locale i18n.Locale
	zone   *time.Location
}

// draw chooses the words by the message's template.
func (p pen) draw() (words.Message, error) {
	switch p.Message.Template {
	case portal.TemplateNewLink:
		return p.newLink(), nil
	case portal.TemplateCode:
		return p.code(), nil
	case portal.TemplateRequest:
		return words.Request(p.request()), nil
	case portal.TemplateReminder:
		return words.Reminder(p.request()), nil
	case portal.TemplateExpiring:
		return words.ExpiresSoon(p.request()), nil
	case portal.TemplateApproved:
		return words.Approved(p.decision()), nil
	case portal.TemplateDeclined:
		return words.Declined(p.decision()), nil
	case portal.TemplateExpired:
		return words.Expired(words.ExpiredWords{
			Sender: p.sender(), LinkWords: p.link(), Greeting: p.greeting(), Partner: p.Partner.Name,
		}), nil
	}
	return p.aboutDecision()
}

func (p pen) newLink() words.Message {
	w := words.NewLinkWords{Sender: p.sender(), LinkWords: p.link(), Subject: p.Title, Greeting: p.greeting()}
	if askedByCustomer(p.Message) {
		w.AskedAt = p.locale.Moment(p.Message.CreatedAt, p.zone)
	}
	if page, ok := words.PageOf(string(p.Message.Object.Kind), p.Title, p.Account.Name); ok {
		return words.PageLink(words.PageWords{NewLinkWords: w, Page: page})
	}
	return words.NewLink(w)
}

func (p pen) sender() words.Sender {
	phone := p.Account.Contact.Phone
	return words.Sender{
		Lang: p.locale.Tag(), Dir: p.locale.Dir(), Merchant: p.Account.Name, Colour: p.Account.Brand.Color,
		Phone: phone, PhoneHref: "tel:" + strings.ReplaceAll(phone, " ", ""), Hours: p.Account.Contact.Hours, Legal: strings.Join(p.Account.Brand.Legal, " "),
	}
}

func (p pen) link() words.LinkWords {
	end := time.Unix(p.Message.End, 0)
	if p.Request != nil {
		end = time.Unix(p.Request.End, 0)
	}
	return words.LinkWords{
		URL: p.URL, Until: p.locale.Moment(end, p.zone), UntilAt: end.In(p.zone).Format(time.RFC3339),
		Zone: p.locale.City(p.zone), Reference: p.Reference,
	}
}

func (p pen) greeting() string {
	if p.Person == "" {
		return ""
	}
	return "Hello " + p.Person + ","
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
