package portal_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// trail is an installation with six entries for acme and two for other.
func trail(t *testing.T) (*portal.Service, storetest.File) {
	t.Helper()
	store, file := storetest.SQLiteFile(t)
	clock := func() time.Time { return time.Unix(1760000000, 123456000).UTC() }
	s := portal.New(store, vaultOf(t, 7), clock, "https://pay.example.com")
	for _, account := range []string{"acme", "acme", "other", "acme", "acme", "other", "acme", "acme"} {
		e := portal.Entry{Account: account, Actor: "system", Act: "link.reissued", Kind: "p", Object: "20417", Data: `{"generation":1}`}
		if err := s.Record(context.Background(), e); err != nil {
			t.Fatal(err)
		}
	}
	return s, file
}

func verify(t *testing.T, s *portal.Service) portal.AuditReport {
	t.Helper()
	report, err := s.VerifyAudit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAWholeTrailHolds(t *testing.T) {
	s, _ := trail(t)
	if r := verify(t, s); len(r.Breaks) > 0 || r.Entries != 8 || r.Accounts != 2 {
		t.Errorf("%+v", r)
	}
}

// Somebody with the database in hand, but without the master key, changes what
// was written. The other account's trail holds all the same.
func TestATrailThatWasTamperedWithDoesNotHold(t *testing.T) {
	const row = "account = 'acme' and seq = "
	const columns = "account, seq, at, actor, act, kind, object, data, hash"
	forged := "insert into audit_entry (" + columns + ") select account, %d, at, actor, act, kind, object, data, hash from audit_entry where " + row + "6"
	for _, c := range []struct {
		name   string
		broken int64 // the first entry that does not fit
		sql    []string
	}{
		{"time changed", 3, []string{"update audit_entry set at = at + 1 where " + row + "3"}},
		{"actor changed", 3, []string{"update audit_entry set actor = 'admin:x' where " + row + "3"}},
		{"act changed", 1, []string{"update audit_entry set act = 'x' where " + row + "1"}},
		{"kind changed", 3, []string{"update audit_entry set kind = 'x' where " + row + "3"}},
		{"object changed", 6, []string{"update audit_entry set object = 'x' where " + row + "6"}},
		{"data changed", 3, []string{`update audit_entry set data = '{"generation":2}' where ` + row + "3"}},
		{"hash changed", 3, []string{"update audit_entry set hash = zeroblob(32) where " + row + "3"}},
		{"border between two fields moved", 3, []string{"update audit_entry set actor = 'syste', act = 'mlink.reissued' where " + row + "3"}},
		{"first deleted", 1, []string{"delete from audit_entry where " + row + "1"}},
		{"one deleted", 3, []string{"delete from audit_entry where " + row + "3"}},
		{"one deleted and the gap closed", 3, []string{
			"delete from audit_entry where " + row + "3",
			"update audit_entry set seq = seq - 1 where account = 'acme' and seq > 3",
			"update audit_head set seq = 5 where account = 'acme'",
		}},
		{"two swapped", 3, []string{
			"update audit_entry set seq = 99 where " + row + "3",
			"update audit_entry set seq = 3 where " + row + "4",
			"update audit_entry set seq = 4 where " + row + "99",
		}},
		{"end cut off", 5, []string{"delete from audit_entry where account = 'acme' and seq > 4"}},
		{"all deleted", 1, []string{"delete from audit_entry where account = 'acme'"}},
		{"one appended", 7, []string{fmt.Sprintf(forged, 7)}},
		{"one appended, and the head moved", 7, []string{
			fmt.Sprintf(forged, 7), "update audit_head set seq = 7 where account = 'acme'",
		}},
		{"one appended behind a gap", 7, []string{fmt.Sprintf(forged, 9)}},
		{"head changed", 6, []string{"update audit_head set hash = zeroblob(32) where account = 'acme'"}},
		{"head deleted", 6, []string{"delete from audit_head where account = 'acme'"}},
		{"head moved back", 5, []string{"update audit_head set seq = 5 where account = 'acme'"}},
		{"head moved back with its hash", 6, []string{
			"update audit_head set seq = 5, hash = (select hash from audit_entry where " + row + "5) where account = 'acme'",
		}},
		{"moved to another account", 3, []string{
			"update audit_entry set account = 'third' where " + row + "3",
			"update audit_entry set account = 'acme', seq = 3 where account = 'other' and seq = 1",
			"update audit_entry set account = 'other', seq = 1 where account = 'third'",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, file := trail(t)
			file.Unlock()
			file.Exec(c.sql...)
			r := verify(t, s)
			if len(r.Breaks) == 0 || r.Breaks[0].Account != "acme" || r.Breaks[0].Seq != c.broken {
				t.Errorf("want a break at entry %d of acme, have %+v", c.broken, r)
			}
			if len(r.Breaks) > 1 && c.name != "moved to another account" {
				t.Errorf("the other trail does not hold either: %+v", r)
			}
		})
	}
}

// What no chain can show, said here so that nobody relies on it: a tail cut off
// together with its head leaves a true, older trail. Its length tells.
func TestATailCutOffWithItsHeadShowsOnlyInTheNumberOfEntries(t *testing.T) {
	s, file := trail(t)
	file.Unlock()
	file.Exec("delete from audit_entry where account = 'acme' and seq = 6",
		"update audit_head set seq = 5, hash = (select hash from audit_entry where account = 'acme' and seq = 5) where account = 'acme'")
	if r := verify(t, s); len(r.Breaks) > 0 || r.Entries != 7 {
		t.Errorf("%+v", r)
	}
}

func TestAnotherMasterKeyDoesNotVerifyATrail(t *testing.T) {
	_, file := trail(t)
	other := portal.New(file.Again(), vaultOf(t, 8), time.Now, "https://pay.example.com")
	if r := verify(t, other); len(r.Breaks) != 2 || r.Breaks[0].Seq != 1 {
		t.Errorf("%+v", r)
	}
}

// More entries than are read at once.
func TestALongTrailHoldsAndBreaksAtItsEnd(t *testing.T) {
	const n = 1203
	s, file := trail(t)
	for range n - 6 {
		if err := s.Record(context.Background(), portal.Entry{Account: "acme", Act: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	if r := verify(t, s); len(r.Breaks) > 0 || r.Entries != n+2 {
		t.Fatalf("%+v", r)
	}
	file.Unlock()
	file.Exec(fmt.Sprintf("update audit_entry set act = 'y' where account = 'acme' and seq = %d", n))
	if r := verify(t, s); len(r.Breaks) != 1 || r.Breaks[0].Seq != n {
		t.Errorf("%+v", r)
	}
}

// The database itself refuses what the trail would only notice.
func TestEntriesAreNotChangedByAccident(t *testing.T) {
	_, file := trail(t)
	for _, statement := range []string{"update audit_entry set act = 'x'", "delete from audit_entry"} {
		if err := file.Try(statement); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
}
