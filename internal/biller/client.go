package biller

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The bounds of a question.
const (
	previewAllowed  = 5 * time.Second
	snapshotAllowed = 2 * time.Second
	maxAnswer       = 1 << 20 // bytes
)

// agent is how we introduce ourselves.
const agent = "Latchkey/1 (+billing)"

// Secrets returns an account's biller key, in the form of Standard Webhooks.
type Secrets func(ctx context.Context, account string) (string, error)

// Client asks billing systems. Any number of goroutines may use one.
type Client struct {
	allowPrivate bool
	now          func() time.Time
	secrets      Secrets
	transport    *http.Transport
	preview      time.Duration
	snapshot     time.Duration
}

var _ portal.Biller = (*Client)(nil)

// New returns a Client. allowPrivate is the operator's leave for private and
// loopback addresses and plain http; see hook.CheckURL.
func New(allowPrivate bool, now func() time.Time, secrets Secrets) *Client {
	return &Client{
		allowPrivate: allowPrivate, now: now, secrets: secrets,
		transport: hook.Outgoing(allowPrivate),
		preview:   previewAllowed, snapshot: snapshotAllowed,
	}
}

// errAnswer is what a billing system's unusable answer comes out as.
var errAnswer = errors.New("the billing system's answer cannot be used")

// ask posts a question and returns the answer's body. portal.ErrNotFound: 404.
func (c *Client) ask(ctx context.Context, account, url string, question any) ([]byte, error) {
	req, err := c.request(ctx, account, url, question)
	if err != nil {
		return nil, err
	}
	// RoundTrip and not Client.Do: nothing here follows a redirect.
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, errors.New("billing system: " + hook.InWords(err))
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return nil, fmt.Errorf("billing system: %w", portal.ErrNotFound)
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%w: status %d", errAnswer, resp.StatusCode)
	}
	if kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, fmt.Errorf("%w: it is no JSON", errAnswer)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, errors.New("billing system: " + hook.InWords(err))
	}
	if len(body) > maxAnswer {
		return nil, fmt.Errorf("%w: over %d bytes", errAnswer, maxAnswer)
	}
	return body, nil
}

// request makes the signed request. Its errors are in our own words.
func (c *Client) request(ctx context.Context, account, url string, question any) (*http.Request, error) {
	// What was allowed when the address was set need not be any more.
	if err := hook.CheckURL(url, c.allowPrivate); err != nil {
		return nil, fmt.Errorf("billing system's address: %w", err)
	}
	secret, err := c.secrets(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("biller key: %w", err)
	}
	body, err := json.Marshal(question)
	if err != nil {
		return nil, fmt.Errorf("write question: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("billing system's address cannot be read")
	}
	if req.Header, err = hook.Sign(secret, portal.NewID("ask"), body, c.now()); err != nil {
		return nil, fmt.Errorf("sign question: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", agent)
	return req, nil
}
