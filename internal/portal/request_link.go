package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// pathID is what stands in the link of a request's attempt: "lr_42.1".
func (r LinkRequest) pathID() string { return r.ID + "." + strconv.FormatInt(r.Attempt, 10) }

// requestURL derives the link of the attempt in force.
func (s *Service) requestURL(ring *link.Ring, r LinkRequest) (string, error) {
	target, err := ring.SignV2(link.Spec{Kind: link.Approve, PathID: r.pathID(), Start: r.Start, End: r.End})
	if err != nil {
		return "", fmt.Errorf("sign link of a request: %w", err)
	}
	return s.base + target, nil
}

// RequestURL derives the link of a request that can be answered, for the
// partner or an admin; empty where there is none. That it was asked for is for
// the caller to record.
func (s *Service) RequestURL(ctx context.Context, r LinkRequest) (string, error) {
	if !r.Live(s.now().Unix()) {
		return "", nil
	}
	_, ring, err := s.knownRing(ctx, r.Account)
	if err != nil {
		return "", err
	}
	return s.requestURL(ring, r)
}

// EventData is an event's payload as it is sent: what was kept, and the link of
// a request that can still be answered.
func (s *Service) EventData(ctx context.Context, e Event) (json.RawMessage, error) {
	if e.Type != EventLinkRequested {
		return json.RawMessage(e.Data), nil
	}
	var data map[string]any
	if err := json.Unmarshal([]byte(e.Data), &data); err != nil {
		return nil, fmt.Errorf("event data: %w", err)
	}
	r, err := s.store.Request(ctx, Key{e.Account, e.ObjectID})
	if errors.Is(err, ErrNotFound) {
		return json.RawMessage(e.Data), nil
	}
	if err != nil {
		return nil, fmt.Errorf("request of an event: %w", err)
	}
	if attempt, _ := data["attempt"].(float64); int64(attempt) != r.Attempt {
		return json.RawMessage(e.Data), nil // a later attempt has its own event
	}
	url, err := s.RequestURL(ctx, r)
	if err != nil {
		return nil, err
	}
	if url != "" {
		data["onboardingLinks"] = map[string]string{"url": url}
	}
	return json.RawMessage(facts(data)), nil
}

// Templates of the mails about a request.
const (
	TemplateRequest  = "request"
	TemplateReminder = "request-reminder"
	TemplateExpiring = "request-expiring"
	TemplateApproved = "request-approved"
	TemplateDeclined = "request-declined"
	TemplateExpired  = "request-expired"
)

// mailRequest queues a mail about a request to the address on file, unless the
// partner delivers or the address takes no mail.
func (s *Service) mailRequest(ctx context.Context, tx Tx, p Partner, r LinkRequest, template string) (MailState, error) {
	return s.mailRequestAsked(ctx, tx, p, r, template, "")
}

// mailRequestAsked is mailRequest for a mail that somebody asked for.
func (s *Service) mailRequestAsked(ctx context.Context, tx Tx, p Partner, r LinkRequest, template string, asked Actor) (MailState, error) {
	if p.Delivery == ByPartner {
		return MailPartnerDelivers, nil
	}
	_, err := s.suppressed(ctx, tx, r.Account, r.Email)
	if err == nil {
		return MailSuppressedBounced, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return "", fmt.Errorf("suppressed addresses: %w", err)
	}
	data := map[string]any{"attempt": r.Attempt}
	if asked != "" {
		data[askedFact] = string(asked)
	}
	m := Message{
		ID: NewID("msg"), Account: r.Account, Template: template, To: r.Email,
		Object: ObjectKey{r.Account, link.Approve, r.ID}, Start: r.Start, End: r.End,
		Data: facts(data), State: Queued, NextAt: s.now(), CreatedAt: s.now(), Seq: r.Reminders,
	}
	if template == TemplateApproved || template == TemplateDeclined || template == TemplateExpired {
		m.End = 0 // a receipt does not run out with the window
	}
	if err := tx.AddMessage(ctx, m); err != nil {
		return "", fmt.Errorf("queue mail: %w", err)
	}
	return MailQueued, nil
}

// emailStatus is what is known of the mail that carried the attempt in force,
// in the partner's words.
func (s *Service) emailStatus(ctx context.Context, rd Reader, r LinkRequest) (string, error) {
	mails, err := rd.Messages(ctx, ObjectKey{r.Account, link.Approve, r.ID}, timelineLength)
	if err != nil {
		return "", fmt.Errorf("mails of a request: %w", err)
	}
	for _, m := range mails {
		if m.Start != r.Start || m.Template != TemplateRequest {
			continue
		}
		switch {
		case m.Delivered != "":
			return string(m.Delivered), nil
		case m.State == Sent:
			return "sent", nil
		case m.State == Failed:
			return "failed", nil
		}
		return "not_sent", nil
	}
	return "none", nil
}

// RequestBrief is what a list tells of a request besides its own row: what
// became of the mail of its attempt, and how many cases are held.
func (s *Service) RequestBrief(ctx context.Context, r LinkRequest) (emailStatus string, held int, err error) {
	if emailStatus, err = s.emailStatus(ctx, s.store, r); err != nil {
		return "", 0, err
	}
	cases, err := s.store.Cases(ctx, r.Key)
	if err != nil {
		return "", 0, fmt.Errorf("held cases: %w", err)
	}
	for _, c := range cases {
		if c.State == CaseHeld {
			held++
		}
	}
	return emailStatus, held, nil
}
