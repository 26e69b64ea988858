package mail

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// How long a mail server may take. The context given to Deliver ends a try
// earlier. answer is long because a server may scan the mail before it says yes
// (RFC 5321 4.5.3.2.6), and leaving early means sending it twice.
const (
	dialing = 10 * time.Second
	answer  = 2 * time.Minute // from sign-on to ready, and from sender to final answer
)

// mechanisms are the ways to sign in, best first. go-mail refuses those that
// send the password itself unless the connection is encrypted or local.
var mechanisms = []gomail.SMTPAuthType{
	gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1,
	gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthCramMD5,
}

// SMTP is the Carrier that hands letters to a mail server.
type SMTP struct {
	server Server
	tls    *tls.Config
}

// NewSMTP returns an SMTP that connects to a server for each letter.
func NewSMTP(s Server) *SMTP {
	return &SMTP{server: s, tls: &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}}
}

// Deliver returns nil once the server has taken the letter; what goes wrong
// after that moment does not matter any more. It returns soon after ctx ends.
func (s *SMTP) Deliver(ctx context.Context, l Letter) error {
	msg, err := compose(l)
	if err != nil {
		return err
	}
	conn, err := s.dial(ctx)
	if err != nil {
		return s.fault(ctx, "connecting", err)
	}
	defer conn.Close()
	// The library looks at the context only while it dials.
	defer context.AfterFunc(ctx, func() { conn.Close() })()

	client, err := s.client(conn)
	if err != nil {
		return fmt.Errorf("preparing mail client: %w", err)
	}
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return s.fault(ctx, "signing on", err)
	}
	err = client.SendWithSMTPClient(session, msg)
	if msg.IsDelivered() {
		_ = client.CloseWithSMTPClient(session) // a courtesy: the letter is theirs already
		return nil
	}
	return s.fault(ctx, "sending", err)
}

// dial connects, encrypted at once for smtps.
func (s *SMTP) dial(ctx context.Context) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: dialing}
	if s.server.Encryption == TLS {
		return (&tls.Dialer{NetDialer: dialer, Config: s.tls}).DialContext(ctx, "tcp", s.server.address())
	}
	return dialer.DialContext(ctx, "tcp", s.server.address())
}

// client returns a go-mail client that talks over conn.
func (s *SMTP) client(conn net.Conn) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.server.Port),
		gomail.WithTimeout(answer),
		gomail.WithTLSConfig(s.tls),
		gomail.WithTLSPolicy(s.policy()),
		gomail.WithoutNoop(),
		gomail.WithDialContextFunc(func(context.Context, string, string) (net.Conn, error) { return conn, nil }),
	}
	if s.server.User != "" {
		options = append(options, gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.Password),
			gomail.WithOpportunisticSMTPAuth(mechanisms...))
	}
	return gomail.NewClient(s.server.Host, options...)
}

// policy is what go-mail shall do about STARTTLS. On a connection that is
// encrypted already, "if offered" makes it notice just that.
func (s *SMTP) policy() gomail.TLSPolicy {
	switch s.server.Encryption {
	case Off:
		return gomail.NoTLS
	case Opportunistic, TLS:
		return gomail.TLSOpportunistic
	}
	return gomail.TLSMandatory
}
