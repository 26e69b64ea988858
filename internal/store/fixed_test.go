package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// All of a billing decision but how far it has come is fixed.
func TestWhatWasDecidedCannotBeChanged(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		want := portal.BillingDecision{Account: "demo", ID: "1", Email: "before"}
		err := s.InTx(ctx, func(tx portal.Tx) error {
			if err := tx.AddAccount(ctx, portal.Account{Slug: "demo"}); err != nil {
				return err
			}
			_, err := tx.AddBillingDecision(ctx, want)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		db := raw(t, dsn)
		rows, err := db.Query("select * from billing_decision")
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err := errors.Join(err, rows.Close()); err != nil || len(columns) < 25 {
			t.Fatal(columns, err)
		}
		texts := []string{"delete from billing_decision"}
		if strings.HasPrefix(dsn, "postgres") {
			texts = append(texts, "truncate billing_decision")
		}
		for _, column := range columns {
			text := "update billing_decision set " + column + " = " + column
			if slices.Contains([]string{"state", "open", "outcome", "done_at", "updated_at"}, column) {
				run(t, db, text)
				continue
			}
			texts = append(texts, text)
		}
		for _, text := range texts {
			_, err := db.Exec(text)
			if err == nil || !strings.Contains(err.Error(), "billing_decision rows are never") {
				t.Errorf("%s: %v", text, err)
			}
		}
		decision, err := s.BillingDecision(ctx, portal.Key{Account: "demo", ID: "1"})
		same(t, err, decision, want)
	})
}
