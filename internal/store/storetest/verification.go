package storetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func auditWalks(t *testing.T, s portal.Store) {
	none, err := s.AuditWalk(ctx)
	wantErr(t, nil, err)
	if !none.BeganAt.IsZero() || !none.EndedAt.IsZero() || !none.OK() {
		t.Fatalf("a new database has %+v", none)
	}
	move := func(from, to portal.AuditWalk) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.MoveAuditWalk(ctx, from, to) })
	}
	half := portal.AuditWalk{BeganAt: noon, Trail: "demo", Seq: 7, Hash: []byte{1, 2}, Entries: 7, Breaks: []portal.Break{{Account: "a", Seq: 3, Reason: "r"}}}
	got(t, true)(move(none, half))
	got(t, false)(move(none, half)) // another process was first
	have, err := s.AuditWalk(ctx)
	wantErr(t, nil, err)
	if have.Seq != 7 || string(have.Hash) != "\x01\x02" || have.OK() || !have.BeganAt.Equal(noon) {
		t.Errorf("have %+v", have)
	}
	got(t, true)(move(half, portal.AuditWalk{EndedAt: later, Ended: portal.AuditReport{Entries: 9, Accounts: 2}}))
	have, err = s.AuditWalk(ctx)
	wantErr(t, nil, err)
	if !have.OK() || have.Ended.Entries != 9 || !have.EndedAt.Equal(later) || !have.BeganAt.IsZero() {
		t.Errorf("ended %+v", have)
	}
}

func contradictions(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	sound := func() []portal.Contradiction {
		found, err := s.Contradictions(ctx)
		wantErr(t, nil, err)
		return found
	}
	if found := sound(); len(found) != 0 {
		t.Fatalf("an account alone: %+v", found)
	}
	if damage, err := s.Damage(ctx); err != nil || len(damage) != 0 {
		t.Errorf("damage: %v, %v", damage, err)
	}
	in(t, s, func(tx portal.Tx) error {
		return tx.AddDelivery(ctx, portal.HookDelivery{ID: "d1", Account: "demo", Endpoint: "e", Event: "evt_gone", EventSeq: 1, Type: "x", State: "lost", CreatedAt: noon})
	})
	found := sound()
	if len(found) != 2 || found[0].Count != 1 || found[0].Example != "d1" || !strings.Contains(found[0].Rule, "events that are not there") {
		t.Errorf("found %+v", found)
	}
}

// mailsOwed: a link of which the trail says that it was mailed has its mail, as
// long as the account keeps all mails; one that waits for a person is a mail, too.
func mailsOwed(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	seq := int64(0)
	note := func(act, object, data string) {
		seq++
		in(t, s, func(tx portal.Tx) error {
			return tx.AppendAudit(ctx, portal.Entry{Account: "demo", Seq: seq, At: noon, Act: act, Kind: "invoice", Object: object, Data: data, Hash: []byte{1}})
		})
	}
	mail := func(id, object string, start int64) {
		in(t, s, func(tx portal.Tx) error {
			return tx.AddMessage(ctx, portal.Message{
				ID: id, Account: "demo", Template: portal.TemplateNewLink, Object: portal.ObjectKey{Account: "demo", Kind: link.Invoice, ID: object},
				Start: start, State: portal.Queued, CreatedAt: noon,
			})
		})
	}
	missing := func(want ...portal.Contradiction) {
		t.Helper()
		found, err := s.Contradictions(ctx)
		wantErr(t, nil, err)
		if !slices.Equal(found, want) {
			t.Errorf("found %+v, want %+v", found, want)
		}
	}
	note("link.signed", "1", `{"end":9,"mailed":true,"start":1795167840}`)
	mail("m1", "1", 1795167840)
	note("link.signed", "2", `{"end":9,"mailed":false,"start":1795167840}`)
	in(t, s, func(tx portal.Tx) error { _, err := tx.HoldMessages(ctx); return err })
	missing()
	note("link.reissued", "1", `{"end":9,"generation":2,"mailed":true,"start":1795167841}`)
	missing(portal.Contradiction{Rule: "links that were mailed, without their mail", Count: 1, Example: "1"})
	note("retention.applied", "demo", `{"mails":1}`)
	missing()
}

func blobsAfter(t *testing.T, s portal.Store) {
	a, b := strings.Repeat("a", 64), strings.Repeat("b", 64)
	for _, hash := range []string{b, a} {
		in(t, s, func(tx portal.Tx) error { return tx.PutBlob(ctx, hash, []byte(hash), noon) })
	}
	got(t, []string{a, b})(s.BlobsAfter(ctx, "", 9))
	got(t, []string{b})(s.BlobsAfter(ctx, a, 9))
	got(t, []string{a})(s.BlobsAfter(ctx, "", 1))
}
