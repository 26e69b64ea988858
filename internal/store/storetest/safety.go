package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func replacedKeys(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	until := noon.Add(24 * time.Hour)
	soon := noon.Add(time.Hour)
	keys := map[string]portal.APIKey{
		"open":    {Account: "demo", ID: "open", KeyHash: []byte{1}, CreatedBy: "admin:1"},
		"ends":    {Account: "demo", ID: "ends", KeyHash: []byte{2}, ExpiresAt: soon},
		"over":    {Account: "demo", ID: "over", KeyHash: []byte{3}, ExpiresAt: noon},
		"revoked": {Account: "demo", ID: "revoked", KeyHash: []byte{4}, RevokedAt: noon},
	}
	in(t, s, func(tx portal.Tx) error {
		for _, k := range keys {
			wantErr(t, nil, tx.AddAPIKey(ctx, k))
		}
		return nil
	})
	replace := func(account, id string) bool {
		won, err := verb(s, func(tx portal.Tx) (bool, error) {
			return tx.ReplaceAPIKey(ctx, account, id, "next", noon, until)
		})
		wantErr(t, nil, err)
		return won
	}
	for id, ends := range map[string]time.Time{"open": until, "ends": soon} {
		if !replace("demo", id) || replace("demo", id) {
			t.Errorf("%s is not replaced exactly once", id)
		}
		want := keys[id]
		want.ReplacedBy, want.ExpiresAt = "next", ends
		got(t, want)(s.APIKeyByHash(ctx, want.KeyHash))
	}
	for _, id := range []string{"over", "revoked", "none"} {
		if replace("demo", id) || replace("other", id) {
			t.Errorf("%s was replaced", id)
		}
	}
}

func replaceKeyRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	in(t, s, func(tx portal.Tx) error {
		return tx.AddAPIKey(ctx, portal.APIKey{Account: "demo", ID: "a", KeyHash: []byte{1}})
	})
	won := together(t, 20, func(i int) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) {
			return tx.ReplaceAPIKey(ctx, "demo", "a", fmt.Sprint(i), noon, later)
		})
	})
	if n := count(won); n != 1 {
		t.Errorf("%d replaced the key", n)
	}
}

func keyUses(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	one := portal.KeyUse{Account: "demo", Holder: "a", Day: "2026-03-14", Calls: 3, LastAt: later}
	in(t, s, func(tx portal.Tx) error {
		for _, u := range []portal.KeyUse{
			one, {Account: "demo", Holder: "a", Day: "2026-03-14", Calls: 4, LastAt: noon},
			{Account: "demo", Holder: "partner:b", Day: "2026-03-13", Calls: 1, LastAt: noon},
			{Account: "demo", Holder: "a", Day: "2026-03-12", Calls: 9, LastAt: noon},
			{Account: "other", Holder: "a", Day: "2026-03-14", Calls: 9, LastAt: noon},
		} {
			wantErr(t, nil, tx.AddKeyUse(ctx, u))
		}
		return nil
	})
	one.Calls = 7
	got(t, []portal.KeyUse{one, {Account: "demo", Holder: "partner:b", Day: "2026-03-13", Calls: 1, LastAt: noon}})(
		s.KeyUses(ctx, "demo", "2026-03-13"))
}

func keyUseRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	together(t, 20, func(int) (bool, error) {
		return true, s.InTx(ctx, func(tx portal.Tx) error {
			return tx.AddKeyUse(ctx, portal.KeyUse{Account: "demo", Holder: "a", Day: "2026-03-14", Calls: 2, LastAt: noon})
		})
	})
	uses, err := s.KeyUses(ctx, "demo", "")
	if err != nil || len(uses) != 1 || uses[0].Calls != 40 {
		t.Errorf("%+v, %v", uses, err)
	}
}

func swappedSecrets(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	was := portal.Secret{Account: "demo", Kind: portal.LinkKey, ID: "k1", Sealed: []byte{1}, State: "active", CreatedAt: noon}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.AddSecret(ctx, was))
		wantErr(t, portal.ErrExists, tx.AddSecret(ctx, was))
		return nil
	})
	is := was
	is.State, is.VerifyUntil = "verify-only", 7
	swap := func(was, is portal.Secret) bool {
		won, err := verb(s, func(tx portal.Tx) (bool, error) { return tx.SwapSecret(ctx, was, is) })
		wantErr(t, nil, err)
		return won
	}
	foreign, bytes := was, was
	foreign.Account, bytes.Sealed = "other", []byte{2}
	if swap(foreign, is) || swap(bytes, is) || swap(is, was) {
		t.Error("a secret was swapped that is not as it was read")
	}
	got(t, []portal.Secret{was})(s.Secrets(ctx, "demo"))
	if !swap(was, is) || swap(was, is) {
		t.Error("the secret is not swapped exactly once")
	}
	got(t, []portal.Secret{is})(s.Secrets(ctx, "demo"))
}

func signedWith(t *testing.T, s portal.Store) {
	partners(t, s, "demo", "other")
	for i, st := range []portal.LinkState{
		{KeyID: "k1", End: 11}, {KeyID: "k1", End: 10}, {KeyID: "k2", End: 99}, {KeyID: "k1", End: 12},
	} {
		st.ObjectKey = portal.ObjectKey{Account: "demo", Kind: "invoice", ID: fmt.Sprint(i)}
		st.Generation, st.Start, st.IssuedAt = 1, 1, noon
		if won, err := tryIssue(s, st); !won || err != nil {
			t.Fatal(won, err)
		}
		if i == 3 {
			revoked, err := verb(s, func(tx portal.Tx) (bool, error) { return tx.Revoke(ctx, st.ObjectKey, 1, 5, noon) })
			if !revoked || err != nil {
				t.Fatal(revoked, err)
			}
		}
	}
	got(t, int64(1))(s.SignedWith(ctx, "demo", "k1", 10))
	got(t, int64(0))(s.SignedWith(ctx, "other", "k1", 10))

	r := asked("1")
	ask(t, s, r)
	issued := issueOf(r).IssuedAt
	for _, c := range []struct {
		from, until time.Time
		now, want   int64
	}{
		{issued, time.Time{}, r.End - 1, 1}, {issued, issued.Add(1e3), r.End - 1, 1},
		{issued.Add(1e3), time.Time{}, r.End - 1, 0}, {time.Time{}, issued, r.End - 1, 0}, {issued, time.Time{}, r.End, 0},
	} {
		got(t, c.want)(s.AskedWithin(ctx, r.Account, c.from, c.until, c.now))
	}
}

func safeties(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	got(t, portal.DefaultSafety("demo"))(s.Safety(ctx, "demo"))
	want := portal.Safety{Account: "demo", BulkLimit: 7}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.PutSafety(ctx, portal.Safety{Account: "demo", FourEyes: true, BulkLimit: 1}))
		return tx.PutSafety(ctx, want)
	})
	got(t, want)(s.Safety(ctx, "demo"))
	got(t, portal.DefaultSafety("other"))(s.Safety(ctx, "other"))
}
