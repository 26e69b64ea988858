package portal_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func verified(t *testing.T, s *portal.Service) []portal.Finding {
	t.Helper()
	v, err := s.Verify(context.Background(), func(string, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	return v.Findings
}

func TestVerifyFindsWhatNoIntegrityCheckSees(t *testing.T) {
	for _, c := range []struct{ check, says, sql string }{
		{portal.VerifyTrails, `trail "acme" is broken at entry 3`, "update audit_entry set data = '{}' where account = 'acme' and seq = 3"},
		{portal.VerifyDocuments, "were changed", "insert into blob (sha256, body, created_at) values ('" + strings.Repeat("a", 64) + "', x'00', 0)"},
		{portal.VerifyFile, "refer to what is not there in account",
			"insert into secret (account, kind, id, sealed, state, verify_until, created_at) values ('gone', 'seed', 'k', x'00', 'active', 0, 0)"},
		{portal.VerifyRows, "mails in a state that is none: 1, m1 for one",
			`insert into message (id, arrival, account, template, recipient, object_account, object_kind, object_id, start_at, end_at, data, state,
				attempts, next_at, last_error, created_at, sent_at) values ('m1', 1, 'acme', 't', '', '', '', '', 0, 0, '', 'lost', 0, 0, '', 0, 0)`},
	} {
		t.Run(c.check, func(t *testing.T) {
			s, file := trail(t)
			if found := verified(t, s); len(found) != 0 {
				t.Fatalf("before: %+v", found)
			}
			file.Unlock()
			file.Exec("insert into account (slug, name, locale, zone, brand, contact, v1, legacy_invoice, link_days, created_at) values ('acme', '', '', '', '{}', '{}', '{}', false, 30, 0)", c.sql)
			found := verified(t, s)
			if len(found) != 1 || found[0].Check != c.check || !strings.Contains(found[0].Text, c.says) || !strings.Contains(found[0].Do, "runbook=database-corrupt") {
				t.Errorf("found %+v", found)
			}
		})
	}
}

// walkAll goes on until the walk has ended, as a server does round by round.
func walkAll(t *testing.T, s *portal.Service) portal.AuditWalk {
	t.Helper()
	for range 20 {
		w, err := s.WalkAudit(context.Background(), time.Hour, 1)
		if err != nil {
			t.Fatal(err)
		}
		if w.BeganAt.IsZero() && !w.EndedAt.IsZero() {
			return w
		}
	}
	t.Fatal("the walk does not end")
	return portal.AuditWalk{}
}

func TestAWalkOverTheTrailsGoesOnWhereItWasLeft(t *testing.T) {
	s, file := trail(t)
	for range 1203 - 6 {
		if err := s.Record(context.Background(), portal.Entry{Account: "acme", Act: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	first, err := s.WalkAudit(context.Background(), time.Hour, 1)
	if err != nil || first.Trail != "acme" || first.Seq != 500 || first.BeganAt.IsZero() {
		t.Fatalf("%+v, %v", first, err)
	}
	later := portal.New(file.Again(), vaultOf(t, 7), func() time.Time { return time.Unix(1760003600, 0) }, "https://pay.example.com")
	w := walkAll(t, later)
	if !w.OK() || w.Ended.Entries != 1205 || w.Ended.Accounts != 2 {
		t.Errorf("%+v", w)
	}
	if again, err := later.WalkAudit(context.Background(), time.Hour, 1); err != nil || !again.BeganAt.IsZero() {
		t.Errorf("too early: %+v, %v", again, err)
	}
	file.Unlock()
	file.Exec("update audit_entry set act = 'y' where account = 'acme' and seq = 1203")
	tomorrow := portal.New(file.Again(), vaultOf(t, 7), func() time.Time { return time.Unix(1760090000, 0) }, "https://pay.example.com")
	if w := walkAll(t, tomorrow); w.OK() || len(w.Ended.Breaks) != 1 || w.Ended.Breaks[0].Seq != 1203 {
		t.Errorf("%+v", w)
	}
}
