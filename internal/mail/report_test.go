package mail_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/mail"
)

// bounceOf is a notification in the form that Postfix sends.
func bounceOf(action, status, original string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: billing@acme.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4d8f.1763827200/mx.example"

--4d8f.1763827200/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

Action: delivered
I'm sorry to have to inform you that your message could not be delivered.

--4d8f.1763827200/mx.example
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Sun, 22 Nov 2026 16:00:00 +0000 (UTC)

Final-Recipient: rfc822; nobody@harbourpine.example
Action: `+action+`
Status: `+status+`
Diagnostic-Code: smtp; 550 5.1.1 no such user

--4d8f.1763827200/mx.example
`+original+`
--4d8f.1763827200/mx.example--
`, "\n", "\r\n")
}

const (
	whole   = "Content-Type: message/rfc822\n\nFrom: billing@acme.example\nMessage-ID: <msg_1@acme.example>\nSubject: Your link\n\nHello\n"
	headers = "Content-Type: text/rfc822-headers\n\nFrom: billing@acme.example\nMessage-ID: <msg_1@acme.example>\n"
)

func TestADeliveryReportTellsWhatBecameOfWhichMail(t *testing.T) {
	for _, c := range []struct {
		name, action, status, original string
		failed, delivered              bool
	}{
		{"no such user", "failed", "5.1.1", whole, true, false},
		{"only the headers", "failed", "5.0.0", headers, true, false},
		{"in capitals, with a comment", "FAILED", "5.2.2 (mailbox full)", headers, true, false},
		{"given up after days without an answer", "failed", "4.4.7", whole, false, false},
		{"delayed", "delayed", "4.4.1", whole, false, false},
		{"arrived", "delivered", "2.0.0", whole, false, true},
		{"passed on", "relayed", "2.0.0", whole, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := mail.ReadReport(strings.NewReader(bounceOf(c.action, c.status, c.original)))
			if err != nil || got.MessageID != "msg_1@acme.example" {
				t.Fatalf("%+v, %v", got, err)
			}
			if got.Failed() != c.failed || got.Delivered() != c.delivered {
				t.Errorf("failed %t, delivered %t", got.Failed(), got.Delivered())
			}
		})
	}
}

func TestWhatIsNoDeliveryReportIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":            "",
		"a reply of a human": "From: a@b.example\r\nContent-Type: text/plain\r\n\r\nOut of office\r\n",
		"no original":        bounceOf("failed", "5.1.1", "Content-Type: text/plain\n\nMessage-ID: <msg_1@acme.example>\n"),
		"no action":          strings.Replace(bounceOf("failed", "5.1.1", whole), "Action: failed\r\n", "", 1),
		"cut off":            bounceOf("failed", "5.1.1", whole)[:500],
		"no boundary":        strings.Replace(bounceOf("failed", "5.1.1", whole), "boundary=", "x=", 1),
	} {
		if got, err := mail.ReadReport(strings.NewReader(text)); !errors.Is(err, mail.ErrNoReport) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
