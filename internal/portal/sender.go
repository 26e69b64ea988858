package portal

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sender is whom an account's mails are from. What is empty is as the
// installation has it.
type Sender struct {
	Name     string `json:"name,omitempty"`     // empty: the account's
	Email    string `json:"email,omitempty"`    // empty: MAIL_FROM
	ReplyTo  string `json:"replyTo,omitempty"`  // empty: the support address
	Selector string `json:"selector,omitempty"` // name of the DKIM key that the mail server signs with, "s1"
}

// What a sender is refused for.
var (
	ErrSenderName     = errors.New("a sender's name has 80 characters at most, on one line")
	ErrSenderEmail    = errors.New("the sender's address is no mail address, as billing@acme.example")
	ErrReplyTo        = errors.New("the address for answers is no mail address, as billing@acme.example")
	ErrSenderSelector = errors.New("a DKIM selector is letters, digits, dashes and dots, as s1")
)

// maxSenderName is how long the name beside an address may be, in characters.
const maxSenderName = 80

func (s Sender) check() error {
	if utf8.RuneCountInString(s.Name) > maxSenderName || strings.ContainsFunc(s.Name, unicode.IsControl) {
		return ErrSenderName
	}
	if s.Email != "" && !bareAddress(s.Email) {
		return fmt.Errorf("%q: %w", s.Email, ErrSenderEmail)
	}
	if s.ReplyTo != "" && !bareAddress(s.ReplyTo) {
		return fmt.Errorf("%q: %w", s.ReplyTo, ErrReplyTo)
	}
	if s.Selector != "" && !dnsName(s.Selector) {
		return fmt.Errorf("%q: %w", s.Selector, ErrSenderSelector)
	}
	return nil
}

// dnsName reports whether s can stand in a name that is looked up.
func dnsName(s string) bool {
	if len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		odd := strings.Trim(label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != ""
		if label == "" || len(label) > 63 || odd {
			return false
		}
	}
	return true
}

// MailName is the name that an account's mails are from.
func (a Account) MailName() string {
	if a.Sender.Name != "" {
		return a.Sender.Name
	}
	return a.Name
}

// MailAddress is the address that an account's mails are from, where the
// installation's is another.
func (a Account) MailAddress(otherwise string) string {
	if a.Sender.Email != "" {
		return a.Sender.Email
	}
	return otherwise
}

// Answers is the address that answers to an account's mails go to; empty: the
// sender's.
func (a Account) Answers() string {
	if a.Sender.ReplyTo != "" {
		return a.Sender.ReplyTo
	}
	return a.Contact.Email
}
