package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// sealedValues are found by how they begin, page by page, and replaced where
// they are still what was read.
func sealedValues(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	head := []byte("0123456789ab")
	put := func(account, id, bytes string) {
		in(t, s, func(tx portal.Tx) error {
			return tx.PutSecret(ctx, portal.Secret{Account: account, Kind: portal.LinkKey, ID: id, Sealed: []byte(bytes), CreatedAt: noon})
		})
	}
	put("demo", "k1", "older")
	put("demo", "k2", "0123456789ab new")
	put("other", "k1", "0123456789aX other")
	all, otherwise, err := s.CountSealed(ctx, portal.SealedSecrets, head)
	if err != nil || all != 3 || otherwise != 2 {
		t.Errorf("%d of %d begin otherwise, %v", otherwise, all, err)
	}
	first, err := s.SealedOtherwise(ctx, portal.SealedSecrets, head, portal.SealedRow{}, 1)
	want := portal.SealedRow{Place: portal.SealedSecrets, Account: "demo", Kind: string(portal.LinkKey), ID: "k1", Sealed: []byte("older")}
	got(t, []portal.SealedRow{want})(first, err)
	second := portal.SealedRow{Place: portal.SealedSecrets, Account: "other", Kind: string(portal.LinkKey), ID: "k1", Sealed: []byte("0123456789aX other")}
	got(t, []portal.SealedRow{second})(s.SealedOtherwise(ctx, portal.SealedSecrets, head, want, 9))
	reseal := func(was portal.SealedRow, bytes string) bool {
		won, err := verb(s, func(tx portal.Tx) (bool, error) { return tx.Reseal(ctx, was, []byte(bytes)) })
		wantErr(t, nil, err)
		return won
	}
	if !reseal(want, "0123456789ab again") || reseal(want, "0123456789ab twice") {
		t.Error("it is not replaced exactly once")
	}
	put("other", "k1", "replaced meanwhile")
	if reseal(second, "0123456789ab lost") {
		t.Error("what was put meanwhile is overwritten")
	}
	for _, place := range portal.SealedPlaces() {
		if _, _, err := s.CountSealed(ctx, place, head); err != nil {
			t.Errorf("%s: %v", place, err)
		}
		if _, err := s.SealedOtherwise(ctx, place, head, portal.SealedRow{Account: "a"}, 9); err != nil {
			t.Errorf("%s: %v", place, err)
		}
		if reseal(portal.SealedRow{Place: place, Account: "no", ID: "no", Sealed: []byte("no")}, "x") {
			t.Errorf("%s: what is not there was replaced", place)
		}
	}
}

func keptKeys(t *testing.T, s portal.Store) {
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.PutKeptKey(ctx, portal.KeptKey{ID: "b", Sealed: []byte("1")}))
		wantErr(t, nil, tx.PutKeptKey(ctx, portal.KeptKey{ID: "a", Sealed: []byte("2")}))
		return tx.PutKeptKey(ctx, portal.KeptKey{ID: "b", Sealed: []byte("3")})
	})
	got(t, []portal.KeptKey{{ID: "a", Sealed: []byte("2")}, {ID: "b", Sealed: []byte("3")}})(s.KeptKeys(ctx))
}
