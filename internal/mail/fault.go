package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"regexp"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"github.com/latchkey-portal/latchkey/internal/outbox"
)

// fault says why a try ended, in words an operator can use and without what the
// server said: that repeats addresses, of customers and of those who sign in.
// Refusing the addressee or the letter with a 5xx is final. Any other refusal,
// of us or of our sender, is for the operator to mend, and the mail waits.
func (s *SMTP) fault(ctx context.Context, doing string, err error) error {
	where := s.server.address()
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("%s with %s: %w", doing, where, cause)
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return fmt.Errorf("%s with %s: %s", doing, where, reason(err))
	}
	said := refused.Reason.String()
	code := refused.ErrorCode()
	if code == 0 {
		return fmt.Errorf("%s with %s: %s: connection lost or no answer in time", doing, where, said)
	}
	answer := strings.TrimSpace(fmt.Sprint(code, " ", refused.EnhancedStatusCode()))
	if code >= 500 && final(refused.Reason) {
		return fmt.Errorf("%s refused for good: %s: %s: %w", where, said, answer, outbox.ErrPermanent)
	}
	return fmt.Errorf("%s refused for now: %s: %s", where, said, answer)
}

// final reports whether a refusal at this step is about the letter or its addressee.
func final(at gomail.SendErrReason) bool {
	return at == gomail.ErrSMTPRcptTo || at == gomail.ErrSMTPData || at == gomail.ErrSMTPDataClose
}

// enhanced is an enhanced status code, RFC 3463.
var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// reason describes an error from before the letter: of the network, of TLS or of
// signing in. Texts are kept only of errors that hold no text of the server.
func reason(err error) string {
	var (
		answer      *textproto.Error
		lookup      *net.DNSError
		certificate *tls.CertificateVerificationError
		network     *net.OpError
		timeout     net.Error
	)
	switch {
	case errors.As(err, &answer):
		return strings.TrimSpace(fmt.Sprint("server answered ", answer.Code, " ", enhanced.FindString(answer.Msg)))
	case errors.As(err, &lookup):
		return "host not found"
	case errors.As(err, &certificate):
		return "certificate not accepted: " + certificate.Err.Error()
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case errors.As(err, &network):
		return network.Err.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "server closed the connection"
	case strings.Contains(err.Error(), "does not support STARTTLS"): // the library has no name for it
		return "server offers no STARTTLS, so nothing was sent; " +
			"give SMTP_URL a server that encrypts, or starttls=off for a relay on this machine"
	case errors.Is(err, smtp.ErrUnencrypted):
		return "password not sent, because the connection is not encrypted"
	}
	return outbox.Scrub(err.Error())
}
