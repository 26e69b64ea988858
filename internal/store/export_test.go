package store

import (
	"context"
	"strconv"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Orphan adds what names an account that is not there, in a way that only the
// commit notices.
func Orphan(ctx context.Context, t portal.Tx, account string) error {
	in := t.(*tx)
	if err := in.do(ctx, "defer", "pragma defer_foreign_keys = on"); err != nil {
		return err
	}
	return in.do(ctx, "add orphan", `
		insert into replay (account, caller, key, request, status, type, body, at)
		values ($1, 'nobody', 'k', x'', 0, '', x'', 0)`, account)
}

// LimitPages leaves the write connection of s room for so many pages more. It
// is for a store in which somebody writes: they do it in their turn.
func LimitPages(t *testing.T, in portal.Tx, more int) {
	t.Helper()
	b := in.(*tx)
	var pages int
	if err := b.sql.QueryRow("pragma page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if err := b.sql.QueryRow("pragma max_page_count = " + strconv.Itoa(pages+more)).Scan(&pages); err != nil {
		t.Fatal(err)
	}
}
