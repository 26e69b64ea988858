package web_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/web"
)

// billing stands in for a company's billing system and its payment provider,
// behind the interfaces that the real ones have.
type billing struct {
	mu      sync.Mutex
	preview *portal.Preview // nil: it does not answer
	held    time.Duration   // how long a preview holds
	asked   int
	now     func() time.Time
	down    bool           // the provider
	till    portal.Cashier // of accounts whose provider is the program's own test provider
}

func newBilling() *billing { return &billing{} }

// wired has the site ask it.
func (b *billing) wired(s *web.Site) {
	b.now = s.Portal.Now
	b.till, _ = s.Till.(portal.Cashier)
	s.Portal = s.Portal.WithBiller(b, nil).WithCashier(b)
}

func (b *billing) Preview(_ context.Context, _ portal.Account, _ portal.PreviewAsk) (portal.Preview, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.preview == nil {
		return portal.Preview{}, errors.New("it does not answer")
	}
	b.asked++
	p := *b.preview
	p.ID, p.ExpiresAt = fmt.Sprintf("pv_%d", b.asked), b.now().Add(b.held)
	return p, nil
}

func (b *billing) Snapshot(context.Context, portal.Account, string, string) ([]byte, error) {
	return nil, errors.New("it does not answer")
}

// Minor reads amounts of two decimals.
func (b *billing) Minor(_ portal.Account, amount portal.Amount, _ string) (int64, bool) {
	whole, cents, ok := strings.Cut(string(amount), ".")
	if !ok || len(cents) != 2 {
		return 0, false
	}
	var n int64
	_, err := fmt.Sscanf(whole+cents, "%d", &n)
	return n, err == nil && n > 0
}

func (b *billing) Start(ctx context.Context, a portal.Account, ask portal.PaymentAsk) (session, url string, expires time.Time, err error) {
	if a.Billing.Provider == "test" {
		return b.till.Start(ctx, a, ask)
	}
	if b.down {
		return "", "", time.Time{}, errors.New("it is down")
	}
	return "cs_" + ask.Payment.ID, "https://provider.example/pay?of=" + ask.Payment.ID, b.now().Add(time.Hour), nil
}

func (b *billing) Look(ctx context.Context, a portal.Account, p portal.Payment) (portal.PaymentWord, error) {
	if a.Billing.Provider == "test" {
		return b.till.Look(ctx, a, p)
	}
	if b.down {
		return portal.PaymentWord{}, errors.New("it is down")
	}
	return portal.PaymentWord{Payment: p.ID, Session: p.Session, State: portal.PaymentPending, Amount: p.Amount, Currency: p.Currency}, nil
}

func (b *billing) Cancel(context.Context, portal.Account, portal.Payment) error { return nil }
