package storetest

import (
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// appendNext appends an entry as the portal does: head first, then the entry.
func appendNext(s portal.Store, account, object string) error {
	return s.InTx(ctx, func(tx portal.Tx) error {
		seq, hash, err := tx.AuditHead(ctx, account)
		if err != nil {
			return err
		}
		return tx.AppendAudit(ctx, portal.Entry{Account: account, Seq: seq + 1, Kind: "k", Object: object,
			Data: fmt.Sprintf("%x", hash), Hash: []byte{byte(seq + 1)}})
	})
}

func audit(t *testing.T, s portal.Store) {
	got(t, []string(nil))(s.AuditAccounts(ctx))
	full := portal.Entry{Account: "demo", Seq: 1, At: noon, Actor: "admin:1", Act: "link.reissued",
		Kind: "invoice", Object: text, Data: `{"z":1,  "a":"` + "\u00e9" + `"}`, Hash: []byte{0, 255}}
	bare := portal.Entry{Account: "demo", Seq: 2, Hash: []byte{}}
	in(t, s, func(tx portal.Tx) error {
		if err := tx.AppendAudit(ctx, full); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, bare)
	})
	for range 3 {
		if err := appendNext(s, "", "x"); err != nil {
			t.Fatal(err)
		}
	}
	got(t, []portal.Entry{full, bare})(s.Audit(ctx, "demo", 0, 9))
	got(t, []portal.Entry{full})(s.Audit(ctx, "demo", 0, 1))
	got(t, []portal.Entry{bare})(s.Audit(ctx, "demo", 1, 9))
	got(t, []portal.Entry{full})(s.Timeline(ctx, "demo", "invoice", text, 9))
	got(t, []string{"", "demo"})(s.AuditAccounts(ctx))

	newest, err := s.Timeline(ctx, "", "k", "x", 2)
	if err != nil || len(newest) != 2 || newest[0].Seq != 3 || newest[1].Seq != 2 {
		t.Errorf("want entries 3 and 2, have %+v, %v", newest, err)
	}
	seq, hash, err := s.AuditHead(ctx, "")
	if err != nil || seq != 3 || string(hash) != "\x03" {
		t.Errorf("the head is %d %x, %v", seq, hash, err)
	}
	nothing := func(r portal.Reader) error {
		if seq, hash, err := r.AuditHead(ctx, "none"); seq != 0 || hash != nil || err != nil {
			t.Errorf("the head of nothing is %d %x, %v", seq, hash, err)
		}
		return nil
	}
	nothing(s)
	in(t, s, func(tx portal.Tx) error { return nothing(tx) })
	got(t, []string{"", "demo"})(s.AuditAccounts(ctx))
}

func auditFork(t *testing.T, s portal.Store) {
	if err := appendNext(s, "demo", "1"); err != nil {
		t.Fatal(err)
	}
	for _, seq := range []int64{0, 1, 3, -1} {
		err := s.InTx(ctx, func(tx portal.Tx) error {
			return tx.AppendAudit(ctx, portal.Entry{Account: "demo", Seq: seq, Hash: []byte("fork")})
		})
		wantErr(t, portal.ErrExists, err)
	}
	err := s.InTx(ctx, func(tx portal.Tx) error {
		return tx.AppendAudit(ctx, portal.Entry{Account: "none", Seq: 2})
	})
	wantErr(t, portal.ErrExists, err)
	seq, hash, err := s.AuditHead(ctx, "demo")
	if err != nil || seq != 1 || string(hash) != "\x01" {
		t.Errorf("the head became %d %q, %v", seq, hash, err)
	}
}

func auditRace(t *testing.T, s portal.Store) {
	const writers, each = 8, 12
	together(t, writers, func(int) (bool, error) {
		for range each {
			if err := appendNext(s, "demo", "1"); err != nil {
				return false, err
			}
		}
		return true, nil
	})
	all, err := s.Audit(ctx, "demo", 0, 1000)
	if err != nil || len(all) != writers*each {
		t.Fatalf("%d entries, %v", len(all), err)
	}
	for i, e := range all {
		want := ""
		if i > 0 {
			want = fmt.Sprintf("%x", all[i-1].Hash)
		}
		if e.Seq != int64(i+1) || e.Data != want {
			t.Fatalf("entry %d follows %q, want entry %d after %q", e.Seq, e.Data, i+1, want)
		}
	}
}
