package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/latchkey-portal/latchkey/internal/outbox"
)

const letterLink = "https://pay.acme.example/acme/invoice/INV-2026-0417?s=1780000000&e=1782592000&k=a1&c=0123456789abcdef0123456789abcdef"

func letter() Letter {
	return Letter{
		From: "billing@acme.example", FromName: "Zażółć & Söhne, \"Acme\"", To: "ann@customer.example",
		ReplyTo:   "help@acme.example",
		Subject:   "Deine Rechnung INV-2026-0417 über 1.309,00 € – bitte öffnen, 電池 ✓",
		HTML:      `<p>Grüße</p><p><a href="` + strings.ReplaceAll(letterLink, "&", "&amp;") + `">Open</a></p>`,
		Text:      "Grüße\n\nOpen:\n" + letterLink + "\n\n.\nA line with a dot alone stands above.\n",
		MessageID: MessageID("msg_7F3Q2M9D", "acme.example"), Reference: "7F3Q-2M9D",
		Date: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	}
}

// parts reads a received mail back: its headers and its bodies by content type.
func parts(t *testing.T, raw []byte) (mail.Header, map[string]string) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("content type %q, %v", kind, err)
	}
	bodies := map[string]string{}
	var order []string
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if p.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Fatalf("encoding %q", p.Header.Get("Content-Transfer-Encoding"))
		}
		body, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil || !strings.EqualFold(params["charset"], "utf-8") {
			t.Fatalf("part %q %v, %v", kind, params, err)
		}
		bodies[kind] = strings.ReplaceAll(string(body), "\r\n", "\n")
		order = append(order, kind)
	}
	if strings.Join(order, " ") != "text/plain text/html" {
		t.Fatalf("parts %v", order)
	}
	return m.Header, bodies
}

func decoded(t *testing.T, s string) string {
	t.Helper()
	out, err := new(mime.WordDecoder).DecodeHeader(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLetterArrivesWhole(t *testing.T) {
	s := newSink(t, sinkOptions{})
	want := letter()
	if err := NewSMTP(s.server(Off)).Deliver(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	got := s.all()
	if len(got) != 1 || got[0].from != want.From || len(got[0].to) != 1 || got[0].to[0] != want.To {
		t.Fatalf("received %+v", got)
	}
	header, bodies := parts(t, got[0].body)
	from, err := mail.ParseAddress(header.Get("From"))
	if err != nil || from.Name != want.FromName || from.Address != want.From {
		t.Errorf("From %+v, %v", from, err)
	}
	for name, value := range map[string]string{
		"Subject": want.Subject, "To": "<ann@customer.example>", "Reply-To": "<help@acme.example>",
		"Message-Id": "<msg_7F3Q2M9D@acme.example>", "Auto-Submitted": "auto-generated",
		"X-Latchkey-Ref": "7F3Q-2M9D", "Date": "Sun, 01 Mar 2026 12:00:00 +0000",
	} {
		if got := decoded(t, header.Get(name)); got != value {
			t.Errorf("%s: got %q, want %q", name, got, value)
		}
	}
	for _, name := range []string{"User-Agent", "X-Mailer"} {
		if header.Get(name) != "" {
			t.Errorf("%s: %q", name, header.Get(name))
		}
	}
	if bodies["text/plain"] != want.Text || bodies["text/html"] != want.HTML {
		t.Errorf("bodies %q", bodies)
	}
	if n := strings.Count(bodies["text/plain"], "https://"); n != 1 || !strings.Contains(bodies["text/plain"], letterLink) {
		t.Errorf("%d links in the text", n)
	}
	if n := strings.Count(bodies["text/html"], "href="); n != 1 {
		t.Errorf("%d links in the HTML", n)
	}
}

func TestNoTextBecomesAnotherHeader(t *testing.T) {
	s := newSink(t, sinkOptions{})
	l := letter()
	evil := "x\r\nBcc: eve@evil.example\r\n\r\n<b>hi</b>\u2028\x00\x1b[31m y"
	l.FromName, l.Subject, l.Reference, l.MessageID = evil, evil+strings.Repeat(" long", 60), evil, evil
	if err := NewSMTP(s.server(Off)).Deliver(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	got := s.all()[0]
	header, bodies := parts(t, got.body)
	if header.Get("Bcc") != "" || len(got.to) != 1 || bodies["text/plain"] != l.Text {
		t.Errorf("injected: %v, to %v", header, got.to)
	}
	if want := "x Bcc: eve@evil.example <b>hi</b> [31m y"; !strings.HasPrefix(decoded(t, header.Get("Subject")), want) {
		t.Errorf("subject %q", decoded(t, header.Get("Subject")))
	}
	for line := range bytes.Lines(got.body) {
		if len(bytes.TrimRight(line, "\r\n")) > 998 {
			t.Errorf("line of %d bytes", len(line))
		}
	}
}

func TestAddresseeThatIsNoAddressIsGivenUpUnsent(t *testing.T) {
	s := newSink(t, sinkOptions{})
	for _, to := range []string{"", "ann", "ann@a.example, bob@b.example", "Ann <ann@a.example>", "ann@a.example\r\nX: y",
		"ann@a.example>\r\nRCPT TO:<eve@evil.example"} {
		l := letter()
		l.To = to
		err := NewSMTP(s.server(Off)).Deliver(t.Context(), l)
		if !errors.Is(err, outbox.ErrPermanent) || strings.Contains(fmt.Sprint(err), "example") {
			t.Errorf("%q: %v", to, err)
		}
	}
	if s.commands != 0 {
		t.Errorf("%d mails begun", s.commands)
	}
}

func refusal(code int, e smtp.EnhancedCode) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: e, Message: "<ann@customer.example> says " + letterLink}
}

func TestRefusalsAreToldApartAndTellNoAddress(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		onMail, onRcpt, onData error
		permanent              bool
		says                   string
	}{
		{"unknown addressee", nil, refusal(550, smtp.EnhancedCode{5, 1, 1}), nil, true, "550 5.1.1"},
		{"greylisted", nil, refusal(451, smtp.EnhancedCode{4, 7, 1}), nil, false, "451 4.7.1"},
		{"letter not wanted", nil, nil, refusal(554, smtp.EnhancedCode{5, 7, 1}), true, "554 5.7.1"},
		{"mailbox full", nil, nil, refusal(452, smtp.EnhancedCode{4, 2, 2}), false, "452 4.2.2"},
		{"our sender not allowed", refusal(553, smtp.EnhancedCode{5, 7, 1}), nil, nil, false, "553 5.7.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSink(t, sinkOptions{})
			s.answer(tt.onMail, tt.onRcpt, tt.onData)
			err := NewSMTP(s.server(Off)).Deliver(t.Context(), letter())
			if err == nil || errors.Is(err, outbox.ErrPermanent) != tt.permanent || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
			for _, secret := range []string{"ann", "customer", "acme", "c=0123"} {
				if strings.Contains(fmt.Sprint(err), secret) {
					t.Errorf("tells %q: %v", secret, err)
				}
			}
			if len(s.all()) != 0 {
				t.Error("arrived all the same")
			}
		})
	}
}

func TestWithoutTheRequiredSTARTTLSNothingIsSent(t *testing.T) {
	s := newSink(t, sinkOptions{})
	err := NewSMTP(s.server(Require)).Deliver(t.Context(), letter())
	if err == nil || errors.Is(err, outbox.ErrPermanent) || !strings.Contains(err.Error(), "no STARTTLS") {
		t.Errorf("got %v", err)
	}
	if s.commands != 0 || len(s.all()) != 0 {
		t.Error("a mail was begun in clear")
	}
}

func TestEncryptedConnectionsCarryPasswordAndLetter(t *testing.T) {
	server, client := certificate(t)
	for _, tt := range []struct {
		encryption Encryption
		options    sinkOptions
	}{
		{Require, sinkOptions{startTLS: server, password: "hush"}},
		{Opportunistic, sinkOptions{startTLS: server, password: "hush"}},
		{TLS, sinkOptions{tls: server, password: "hush"}},
	} {
		t.Run(string(tt.encryption), func(t *testing.T) {
			s := newSink(t, tt.options)
			target := s.server(tt.encryption)
			target.User, target.Password = "robot@acme.example", "hush"
			carrier := NewSMTP(target)
			carrier.tls = client
			if err := carrier.Deliver(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
			if len(s.all()) != 1 || s.signedOn != 1 {
				t.Errorf("%d mails, %d sign-ons", len(s.all()), s.signedOn)
			}
		})
	}
}

func TestOpportunisticGoesInClearWhereNothingElseIsOffered(t *testing.T) {
	s := newSink(t, sinkOptions{})
	if err := NewSMTP(s.server(Opportunistic)).Deliver(t.Context(), letter()); err != nil || len(s.all()) != 1 {
		t.Errorf("%d mails, %v", len(s.all()), err)
	}
}

func TestPasswordIsNotSentInClear(t *testing.T) {
	for _, e := range []Encryption{Opportunistic, Off} {
		s := newSink(t, sinkOptions{password: "hush", insecure: true})
		target := s.server(e)
		target.User, target.Password = "robot@acme.example", "hush"
		err := NewSMTP(target).Deliver(t.Context(), letter())
		if err == nil || !strings.Contains(err.Error(), "password not sent") || s.signedOn != 0 || len(s.all()) != 0 {
			t.Errorf("%s: %v, %d sign-ons, %d mails", e, err, s.signedOn, len(s.all()))
		}
	}
}

func TestCertificateThatDoesNotFitEndsTheTry(t *testing.T) {
	server, _ := certificate(t)
	for _, e := range []Encryption{Require, Opportunistic} {
		s := newSink(t, sinkOptions{startTLS: server})
		err := NewSMTP(s.server(e)).Deliver(t.Context(), letter())
		if err == nil || errors.Is(err, outbox.ErrPermanent) || !strings.Contains(err.Error(), "certificate") || s.commands != 0 {
			t.Errorf("%s: %v, %d mails begun", e, err, s.commands)
		}
	}
}

func TestRefusedSignInWaitsForTheOperatorAndTellsNoName(t *testing.T) {
	serverTLS, clientTLS := certificate(t)
	s := newSink(t, sinkOptions{startTLS: serverTLS, password: "hush"})
	target := s.server(Require)
	target.User, target.Password = "robot@acme.example", "wrong"
	carrier := NewSMTP(target)
	carrier.tls = clientTLS
	err := carrier.Deliver(t.Context(), letter())
	if err == nil || errors.Is(err, outbox.ErrPermanent) || !strings.Contains(err.Error(), "535") ||
		strings.Contains(err.Error(), "robot") || strings.Contains(err.Error(), "wrong") {
		t.Errorf("got %v", err)
	}
}

func TestServerThatIsNotThereIsATemporaryError(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	err = NewSMTP(Server{Host: "127.0.0.1", Port: port, Encryption: Off}).Deliver(t.Context(), letter())
	if err == nil || errors.Is(err, outbox.ErrPermanent) || !strings.Contains(err.Error(), "refused") {
		t.Errorf("got %v", err)
	}
}

func TestHangingServerIsLeftWhenTheContextEnds(t *testing.T) {
	for name, greeting := range map[string]string{
		"before the greeting": "",
		"after the greeting":  "220 slow.example\r\n",
		"after EHLO":          "220 slow.example\r\n250 slow.example\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			addr, heard := silent(t, greeting)
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			err := NewSMTP(Server{Host: "127.0.0.1", Port: addr.Port, Encryption: Off}).Deliver(ctx, letter())
			if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, outbox.ErrPermanent) {
				t.Errorf("got %v", err)
			}
			if bytes.Contains(heard(), []byte("Open:")) {
				t.Error("letter sent without being asked for")
			}
		})
	}
}

// A server that takes the letter and then falls silent has it: sending it again
// would be a second copy.
func TestLetterThatWasTakenCountsEvenIfTheGoodbyeFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		// All answers up to the one after the letter, then the line is dead.
		_, _ = io.WriteString(conn, "220 x\r\n250 x\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken\r\n")
		var seen []byte
		for buf := make([]byte, 4096); !bytes.Contains(seen, []byte("\r\n.\r\n")); {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			seen = append(seen, buf[:n]...)
		}
	}()
	port := l.Addr().(*net.TCPAddr).Port
	if err := NewSMTP(Server{Host: "127.0.0.1", Port: port, Encryption: Off}).Deliver(t.Context(), letter()); err != nil {
		t.Errorf("taken, but reported as %v", err)
	}
}
