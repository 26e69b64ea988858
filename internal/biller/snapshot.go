package biller

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// snapshotQuestion is what ResolveURL is asked.
type snapshotQuestion struct {
	Type    string `json:"type"` // snapshot
	Account string `json:"account"`
	Kind    string `json:"kind"` // a record's type: purchase, subscription, …
	ID      string `json:"id"`
}

// Snapshot asks for one object, for two seconds. The answer is one record as an
// import has it on a line, and is read by whoever reads those.
// portal.ErrNotFound: the billing system has no such object.
func (c *Client) Snapshot(ctx context.Context, a portal.Account, kind, id string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.snapshot)
	defer cancel()
	return c.ask(ctx, a.Slug, a.Billing.ResolveURL, snapshotQuestion{Type: "snapshot", Account: a.Slug, Kind: kind, ID: id})
}
