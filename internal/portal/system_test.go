package portal_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// system is a billing system that answers what a test says.
type system struct {
	preview portal.Preview
	asked   portal.PreviewAsk
	lines   map[string]string // what it has, by type and id
	calls   []string
	down    error
}

func (b *system) Preview(_ context.Context, _ portal.Account, ask portal.PreviewAsk) (portal.Preview, error) {
	b.asked = ask
	return b.preview, b.down
}

func (b *system) Snapshot(_ context.Context, _ portal.Account, kind, id string) ([]byte, error) {
	b.calls = append(b.calls, kind+" "+id)
	line, ok := b.lines[kind+" "+id]
	if b.down != nil || !ok {
		return nil, fmt.Errorf("no answer: %w", portal.ErrNotFound)
	}
	return []byte(line), nil
}

// readPurchase reads "500 paid": how lines are really written is not for this
// package to know.
func readPurchase(account string, line []byte) (portal.Record, error) {
	id, status, ok := strings.Cut(string(line), " ")
	if !ok {
		return nil, fmt.Errorf("no record: %s", line)
	}
	p := sold(id, status)
	p.Account = account
	return p, nil
}
