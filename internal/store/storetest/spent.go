package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What is over goes when it was so for long enough; what still counts stays.
func spentRows(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	old := noon.Add(-time.Hour)
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.AddAdmin(ctx, portal.Admin{ID: "ada", Email: "ada@example.com", CreatedAt: old}))
		for id, at := range map[string]time.Time{"1": old, "2": old, "3": noon} {
			wantErr(t, nil, tx.AddSession(ctx, portal.Session{IDHash: []byte(id), AdminID: "ada", CreatedAt: at, LastSeen: at}))
			wantErr(t, nil, tx.AddChallenge(ctx, portal.Challenge{ID: id, Account: "demo", CreatedAt: at, ExpiresAt: at}))
			wantErr(t, nil, tx.AddCode(ctx, portal.Code{Hash: []byte(id), AdminID: "ada", Kind: portal.CodeRecovery, CreatedAt: at, EndsAt: at}))
		}
		return tx.AddCode(ctx, portal.Code{Hash: []byte("for good"), AdminID: "ada", Kind: portal.CodeRecovery, CreatedAt: old})
	})
	forget := func() (gone map[string]int64) {
		in(t, s, func(tx portal.Tx) (err error) {
			gone, err = tx.ForgetSpent(ctx, noon, 1)
			return err
		})
		return gone
	}
	for _, want := range []int64{1, 1, 0} {
		gone := forget()
		for _, what := range []string{"sessions", "codes", "challenges"} {
			if gone[what] != want {
				t.Errorf("%d %s are forgotten, want %d", gone[what], what, want)
			}
		}
	}
	if _, err := s.Session(ctx, []byte("3")); err != nil {
		t.Errorf("a young session: %v", err)
	}
	if n, err := s.CodesLeft(ctx, "ada", portal.CodeRecovery, old); err != nil || n != 2 {
		t.Errorf("%d codes are left, %v", n, err)
	}
}
