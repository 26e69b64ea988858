package pay

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Test is the Provider that is built in. It moves no money and keeps nothing:
// its page's address carries the whole Ask, signed, and what the customer
// presses there comes out of Finish as a signed event, like that of a real
// provider. That event is the only way to an outcome: Look never knows one, and
// Cancel cannot take a page back.
type Test struct {
	key  []byte
	page func(account, token string) string
}

// NewTest makes the test provider. The key has at least 32 bytes, the same on
// every node. page gives the absolute address of its page, which is ours: best
// with the token in the query, where logs do not look, for it holds the ways
// back.
func NewTest(key []byte, page func(account, token string) string) (*Test, error) {
	if len(key) < 32 {
		return nil, fmt.Errorf("%w: the test provider's key is shorter than 32 bytes", ErrRefused)
	}
	return &Test{key, page}, nil
}

// String hides the key from logs, as does GoString.
func (*Test) String() string   { return "test" }
func (*Test) GoString() string { return "test" }

// Name is "test".
func (*Test) Name() string { return "test" }

// Start gives the address of the test page.
func (p *Test) Start(_ context.Context, ask Ask) (Session, error) {
	if err := ask.check(); err != nil {
		return Session{}, err
	}
	token, err := p.seal(ask)
	if err != nil {
		return Session{}, err
	}
	return Session{Provider: p.Name(), ID: p.sessionID(ask), URL: p.page(ask.Account, token), ExpiresAt: ask.ExpiresAt.UTC()}, nil
}

// Look says Pending of every session that this provider made: it remembers no
// outcome. Money is not told either.
func (p *Test) Look(_ context.Context, session string) (Result, error) {
	ask, ok := p.readSessionID(session)
	if !ok {
		return Result{}, fmt.Errorf("test provider: look: %w", ErrUnknown)
	}
	return Result{State: Pending, Purpose: ask.Purpose, Account: ask.Account, Payment: ask.Payment, Session: session}, nil
}

// Cancel does nothing to a session of this provider: its page still opens.
// Whoever cancelled drops the event that may yet come, as with any provider.
func (p *Test) Cancel(_ context.Context, session string) error {
	if _, ok := p.readSessionID(session); !ok {
		return fmt.Errorf("test provider: cancel: %w", ErrUnknown)
	}
	return nil
}

// Event reads what Finish wrote.
func (p *Test) Event(header http.Header, body []byte, now time.Time) (Result, bool, error) {
	if err := genuine(body, header.Get(testHeader), p.secret(), now); err != nil {
		return Result{}, false, err
	}
	return readTestEvent(body)
}

// secret signs events. What it signs begins with digits, what mac makes begins
// with a word: neither is ever taken for the other.
func (p *Test) secret() string { return string(p.key) }

// mac is the hex of an HMAC over parts that hold no line feed, the first of them
// a word for the use.
func (p *Test) mac(parts ...string) string {
	h := hmac.New(sha256.New, p.key)
	h.Write([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(h.Sum(nil))
}

// sessionID names account, purpose and payment, and proves that it is ours.
func (p *Test) sessionID(ask Ask) string {
	named := strings.Join([]string{"test", ask.Account, string(ask.Purpose), ask.Payment}, ".")
	return named + "." + p.mac("session", named)[:32]
}

func (p *Test) readSessionID(session string) (Ask, bool) {
	parts := strings.SplitN(session, ".", 4)
	if len(parts) != 4 {
		return Ask{}, false
	}
	payment := parts[3] // may hold dots; the proof behind it holds none
	if cut := strings.LastIndexByte(payment, '.'); cut >= 0 {
		payment = payment[:cut]
	}
	ask := Ask{Account: parts[1], Purpose: Purpose(parts[2]), Payment: payment}
	return ask, hmac.Equal([]byte(p.sessionID(ask)), []byte(session))
}
