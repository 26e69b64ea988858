package pay

import (
	"bytes"
	"compress/flate"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// testHeader carries the signature of the test provider's events.
const testHeader = "Latchkey-Test-Signature"

// maxToken keeps the page's address below what browsers and our own gate take.
const maxToken = 1800

// Read gives the Ask behind a token, for drawing the test page. ErrForged: we
// did not make this token. An Ask whose time is over is still read.
func (p *Test) Read(token string) (Ask, error) {
	text, proof, _ := strings.Cut(token, ".")
	if !hmac.Equal([]byte(proof), []byte(p.mac("token", text))) {
		return Ask{}, fmt.Errorf("test provider: read: %w", ErrForged)
	}
	packed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return Ask{}, fmt.Errorf("test provider: read: %w", err)
	}
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return Ask{}, fmt.Errorf("test provider: read: %w", err)
	}
	var ask Ask
	if err := json.Unmarshal(plain, &ask); err != nil {
		return Ask{}, fmt.Errorf("test provider: read: %w", err)
	}
	return ask, nil
}

// seal packs an Ask into a token: "<base64url of deflated JSON>.<hex MAC>". The
// two ways back are long and alike, so packing pays.
func (p *Test) seal(ask Ask) (string, error) {
	plain, err := json.Marshal(ask)
	if err != nil {
		return "", fmt.Errorf("test provider: seal: %w", err)
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err == nil {
		_, err = w.Write(plain)
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		return "", fmt.Errorf("test provider: seal: %w", err)
	}
	text := base64.RawURLEncoding.EncodeToString(packed.Bytes())
	token := text + "." + p.mac("token", text)
	if len(token) > maxToken {
		return "", fmt.Errorf("%w: too long for the test provider's address", ErrRefused)
	}
	return token, nil
}

// testEvent is the body of a test provider's webhook.
type testEvent struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Result Result `json:"result"`
}

const testFinished = "test.finished"

// Finish is what the buttons of the test page do: it makes the event that tells
// the outcome, to be given to Event as if it had come from outside. outcome is
// Succeeded, Failed or Cancelled. The same press gives the same event id.
// ErrForged: not our token; ErrRefused: no such outcome, or the page's time is
// over and only Cancelled is left.
func (p *Test) Finish(token string, outcome State, now time.Time) (http.Header, []byte, error) {
	ask, err := p.Read(token)
	if err != nil {
		return nil, nil, err
	}
	if outcome != Cancelled && !now.Before(ask.ExpiresAt) {
		return nil, nil, fmt.Errorf("test provider: finish: %w: its time is over", ErrRefused)
	}
	result, err := p.outcome(ask, outcome)
	if err != nil {
		return nil, nil, err
	}
	body, err := json.Marshal(testEvent{ID: result.Event, Type: testFinished, Result: result})
	if err != nil {
		return nil, nil, fmt.Errorf("test provider: finish: %w", err)
	}
	header := http.Header{}
	header.Set("Content-Type", "application/json")
	header.Set(testHeader, sign(body, p.secret(), now))
	return header, body, nil
}

// outcome is what the test provider says of an Ask. Its customers and methods
// are made up, and the same each time.
func (p *Test) outcome(ask Ask, state State) (Result, error) {
	r := Result{
		State: state, Purpose: ask.Purpose, Account: ask.Account, Payment: ask.Payment,
		Session: p.sessionID(ask), Money: ask.Money, Customer: ask.Customer,
	}
	r.Event = "evt_test_" + p.mac("event", r.Session, string(state))[:24]
	switch state {
	case Cancelled:
	case Failed:
		r.Failure = Declined
	case Succeeded:
		if r.Customer == "" {
			r.Customer = "cus_test_" + p.mac("customer", r.Session)[:24]
		}
		r.Method = Method{
			Ref: "pm_test_" + p.mac("method", r.Session)[:24], Kind: Card, Brand: "test", Last4: "4242",
			ExpMonth: 12, ExpYear: ask.ExpiresAt.UTC().Year() + 3,
		}
	default:
		return Result{}, fmt.Errorf("test provider: finish: %w: no such outcome", ErrRefused)
	}
	return r, nil
}

func readTestEvent(body []byte) (Result, bool, error) {
	var event testEvent
	if err := json.Unmarshal(body, &event); err != nil {
		return Result{}, false, fmt.Errorf("test provider: a signed event that cannot be read")
	}
	if event.Type != testFinished {
		return Result{}, false, nil
	}
	return event.Result, true, nil
}
