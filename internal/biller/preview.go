package biller

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// previewQuestion is what PreviewURL is asked.
type previewQuestion struct {
	Type    string         `json:"type"` // preview
	Account string         `json:"account"`
	Action  portal.Action  `json:"action"`
	Subject portal.Subject `json:"subject"`
	Change  portal.Change  `json:"change"`
	Version int64          `json:"version,omitempty"`
}

// previewAnswer is what it answers. Amounts are decimal numbers in text.
type previewAnswer struct {
	ID          string             `json:"id"`
	Lines       []portal.ShownLine `json:"lines"`
	DueNow      portal.Amount      `json:"dueNow"`
	Credit      portal.Amount      `json:"credit"`
	NextAmount  portal.Amount      `json:"nextAmount"`
	NextAt      time.Time          `json:"nextAt"`
	Currency    string             `json:"currency"`
	EffectiveAt time.Time          `json:"effectiveAt"`
	ExpiresAt   time.Time          `json:"expiresAt"`
}

// Preview asks what an act would do, for five seconds. portal.ErrNoPreview: no
// usable answer came.
func (c *Client) Preview(ctx context.Context, a portal.Account, ask portal.PreviewAsk) (portal.Preview, error) {
	ctx, cancel := context.WithTimeout(ctx, c.preview)
	defer cancel()
	body, err := c.ask(ctx, a.Slug, a.Billing.PreviewURL, previewQuestion{
		Type: "preview", Account: a.Slug, Action: ask.Action, Subject: ask.Subject, Change: ask.Change, Version: ask.Version,
	})
	if err != nil {
		return portal.Preview{}, fmt.Errorf("%w: %w", portal.ErrNoPreview, err)
	}
	var in previewAnswer
	if err := strictly(body, &in); err != nil {
		return portal.Preview{}, fmt.Errorf("%w: %w", portal.ErrNoPreview, err)
	}
	if err := in.check(); err != nil {
		return portal.Preview{}, fmt.Errorf("%w: %w", portal.ErrNoPreview, err)
	}
	return portal.Preview{
		ID: in.ID, Action: ask.Action, Subject: ask.Subject, Change: ask.Change, Lines: in.Lines,
		DueNow: in.DueNow, Credit: in.Credit, NextAmount: in.NextAmount, NextAt: in.NextAt, Currency: in.Currency,
		EffectiveAt: in.EffectiveAt, ExpiresAt: in.ExpiresAt, Version: ask.Version,
	}, nil
}

// Bounds of an answer: a page shows it, and it goes once through a form.
const (
	maxLines = 40
	maxText  = 200
)

var (
	amount   = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,6})?$`)
	currency = regexp.MustCompile(`^[A-Z]{3}$`)
)

func (in previewAnswer) check() error {
	for _, a := range []portal.Amount{in.DueNow, in.Credit, in.NextAmount} {
		if a != "" && !amount.MatchString(string(a)) {
			return fmt.Errorf("%w: an amount is no decimal number", errAnswer)
		}
	}
	switch {
	case in.ID == "" || len(in.ID) > maxText:
		return fmt.Errorf("%w: it has no id, or a long one", errAnswer)
	case in.ExpiresAt.IsZero():
		return fmt.Errorf("%w: it does not say until when it holds", errAnswer)
	case in.Currency != "" && !currency.MatchString(in.Currency):
		return fmt.Errorf("%w: the currency has no ISO 4217 code", errAnswer)
	case len(in.Lines) > maxLines:
		return fmt.Errorf("%w: more than %d lines", errAnswer, maxLines)
	}
	for _, l := range in.Lines {
		if len(l.Label) > maxText || len(l.Value) > maxText {
			return fmt.Errorf("%w: a line is over %d bytes", errAnswer, maxText)
		}
	}
	return nil
}

// strictly reads exactly one JSON value with no field that we do not know: an
// answer that is half understood is worse than none.
func strictly(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%w: it cannot be read", errAnswer) // without the cause, which quotes it
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows it", errAnswer)
	}
	return nil
}
