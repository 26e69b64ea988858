package mail

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/textproto"
	"strings"
)

// Report is what a delivery status notification (RFC 3464) tells of one mail to
// one recipient.
type Report struct {
	MessageID string // of the mail that it is about, without angle brackets
	Action    string // failed, delayed, delivered, relayed or expanded
	Status    string // of RFC 3463: "5.1.1"
}

// ErrNoReport means that a mail is no delivery status notification, or does not
// hold the headers of the mail it is about.
var ErrNoReport = errors.New("this is no delivery status notification (RFC 3464) with the headers of the mail it is about")

// maxReport is how much of a report is read, in bytes.
const maxReport = 1 << 20

// Failed reports whether the mail came back for good. An address whose server
// only did not answer in time (4.x.x) may work tomorrow.
func (r Report) Failed() bool { return r.Action == "failed" && !strings.HasPrefix(r.Status, "4.") }

// Delivered reports whether the mail is in a mailbox.
func (r Report) Delivered() bool { return r.Action == "delivered" }

// ReadReport reads a delivery status notification as it came by mail. Errors:
// ErrNoReport and the reader's.
func ReadReport(from io.Reader) (Report, error) {
	message, err := netmail.ReadMessage(io.LimitReader(from, maxReport))
	if err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrNoReport, err)
	}
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" {
		return Report{}, ErrNoReport
	}
	var report Report
	parts := multipart.NewReader(message.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Report{}, fmt.Errorf("%w: %w", ErrNoReport, err)
		}
		report.read(part)
	}
	if report.MessageID == "" || report.Action == "" {
		return Report{}, ErrNoReport
	}
	return report, nil
}

// read takes what a part of the notification tells. A part that cannot be read
// tells nothing.
func (r *Report) read(part *multipart.Part) {
	kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
	fields := textproto.NewReader(bufio.NewReader(part))
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		for { // one block about the mail, then one for each recipient; ours have one
			block, err := fields.ReadMIMEHeader()
			if action := block.Get("Action"); action != "" {
				r.Action = strings.ToLower(strings.TrimSpace(action))
				r.Status, _, _ = strings.Cut(strings.TrimSpace(block.Get("Status")), " ")
			}
			if err != nil || len(block) == 0 {
				return
			}
		}
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
		head, _ := fields.ReadMIMEHeader() // headers alone may end without an empty line
		r.MessageID = strings.Trim(strings.TrimSpace(head.Get("Message-Id")), "<>")
	}
}
