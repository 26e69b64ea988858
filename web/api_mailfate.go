package web

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// mailEvent is what became of a mail, in our own words or in Postmark's. Our
// own are messageId and fate. Postmark's are RecordType and Type; the MessageID
// beside them is Postmark's own, so the mail carries ours in a header that comes
// back as Metadata. See docs/api.md.
type mailEvent struct {
	MessageID  string `json:"messageId,omitempty" maxLength:"255" doc:"The mail's Message-ID, with or without angle brackets."`
	Fate       string `json:"fate,omitempty" enum:"delivered,bounced,complained"`
	RecordType string `json:"RecordType,omitempty" maxLength:"50" doc:"Postmark: Delivery, Bounce or SpamComplaint."`
	Type       string `json:"Type,omitempty" maxLength:"50" doc:"Postmark: kind of bounce. Those that may pass are left alone."`
	Postmark   string `json:"MessageID,omitempty" maxLength:"255" doc:"Where Metadata has no id: the mail's Message-ID, as relays tell it that keep it."`
	Metadata   struct {
		Latchkey string `json:"latchkey,omitempty" maxLength:"255" doc:"Our id of the mail, from its header X-PM-Metadata-latchkey."`
	} `json:"Metadata,omitempty"`
}

type mailEventInput struct {
	Account string `path:"account" maxLength:"32"`
	Body    mailEvent
}

type mailEventOutput struct {
	Body struct {
		Recorded bool `json:"recorded" doc:"false: the mail is not one of this account's, or nothing final became of it."`
	}
}

func (a *api) mailFates() {
	register(a, operation{
		method: http.MethodPost, path: "/in/{account}/mail-events", id: "post-mail-event", tag: "Mail", scopes: []string{"write"}, status: http.StatusAccepted,
		summary: "Tell what became of a mail",
		about:   "Generic {messageId, fate}, or Postmark's delivery, bounce and spam complaint webhooks. A bounce or a complaint stops mail to the address.",
	}, a.mailFate)
}

func (a *api) mailFate(ctx context.Context, in *mailEventInput) (*mailEventOutput, error) {
	c := callOf(ctx)
	if in.Account != c.account() {
		return nil, portal.ErrNotFound
	}
	id := in.Body.id()
	if id == "" {
		return nil, unprocessable("body.messageId", "messageId is required.")
	}
	fate, final := in.Body.fate()
	if fate == "" && final {
		return nil, unprocessable("body.fate", "fate must be delivered, bounced or complained.")
	}
	out := &mailEventOutput{}
	if !final {
		return out, nil
	}
	var err error
	out.Body.Recorded, err = a.Portal.MailFate(ctx, c.account(), id, fate)
	return out, err
}

// id is our own id of the mail: what stands before the @ of its Message-ID.
func (e mailEvent) id() string {
	raw := cmp.Or(e.Metadata.Latchkey, e.MessageID, e.Postmark)
	raw = strings.Trim(strings.TrimSpace(raw), "<>")
	id, _, _ := strings.Cut(raw, "@")
	return id
}

// passing are the kinds of bounces of Postmark after which the mail may still
// arrive, or the address is fine.
var passing = map[string]bool{
	"Transient": true, "SoftBounce": true, "DnsError": true, "AutoResponder": true, "AddressChange": true,
	"Subscribe": true, "Unsubscribe": true, "OpenRelayTest": true, "ChallengeVerification": true, "VirusNotification": true,
}

// fate is what became of the mail; final is false where that is still open.
func (e mailEvent) fate() (fate portal.MailFate, final bool) {
	switch {
	case e.RecordType == "":
		return portal.MailFate(e.Fate), true
	case e.RecordType == "Delivery":
		return portal.MailDelivered, true
	case e.RecordType == "SpamComplaint", e.RecordType == "Bounce" && e.Type == "SpamComplaint":
		return portal.MailComplained, true
	case e.RecordType == "Bounce" && !passing[e.Type]:
		return portal.MailBounced, true
	}
	return "", false
}
