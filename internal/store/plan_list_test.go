package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
)

// listPlanner fails where a list reads a table that no index puts in order.
type listPlanner struct {
	t             *testing.T
	db            *sql.Tx
	explain, full string
}

func (p *listPlanner) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	rows, err := p.db.QueryContext(ctx, p.explain+text, args...)
	if err != nil {
		p.t.Fatalf("%v\n%s", err, text)
	}
	for _, step := range steps(p.t, rows) {
		if readsWhole(step, p.full) && !ordered(step) {
			p.t.Errorf("%q reads a whole table:\n%s", step, text)
		}
	}
	return p.db.QueryContext(ctx, text, args...)
}

// ordered: an index gives the rows in the order of the list, which ends at its
// limit; or it is what an inner select has narrowed, or has a row per account.
func ordered(step string) bool {
	for _, fine := range []string{" USING ", "VIRTUAL TABLE", "SCAN latest", "SCAN listed", "SCAN looked", "SCAN seen", "SCAN entered", "SCAN every_account", "Seq Scan on audit_head"} {
		if strings.Contains(step, fine) {
			return true
		}
	}
	return false
}

// The lists and searches of the desk read ranges of indexes up to a limit.
func TestTheListsReadNoWholeTable(t *testing.T) {
	for _, engine := range []struct{ name, explain, full, prepare string }{
		{"SQLite", "explain query plan ", "SCAN ", "select 1"},
		{"PostgreSQL", "explain ", "Seq Scan on ", "set local enable_seqscan = off"},
	} {
		t.Run(engine.name, func(t *testing.T) {
			ctx, dsn := context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "latchkey.db")
			if engine.name == "PostgreSQL" {
				dsn = pgtest.URL(t)
			}
			if err := Init(ctx, dsn); err != nil {
				t.Fatal(err)
			}
			s, err := Open(ctx, dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			begun, err := s.write.BeginTx(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer begun.Rollback()
			if _, err := begun.ExecContext(ctx, engine.prepare); err != nil {
				t.Fatal(err)
			}
			readLists(t, reader{db: &listPlanner{t, begun, engine.explain, engine.full}, d: s.d})
		})
	}
}

// readLists asks for each list and tab of the desk, and its deep pages.
func readLists(t *testing.T, r reader) {
	t.Helper()
	ctx, now := context.Background(), time.Unix(1_760_000_000, 0)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	for _, before := range []portal.Cursor{{}, {At: now, ID: "x"}} {
		for cut := range linkCuts {
			for _, kind := range []link.Kind{"", link.Invoice} {
				f := portal.LinkFilter{Cut: cut, Kind: kind, Now: now.Unix(), Ending: now.Unix() + 9, Before: before, Limit: 26}
				_, err := r.LinkStates(ctx, f)
				must(err)
				_, err = r.CountLinkStates(ctx, f, 9)
				must(err)
			}
		}
		for _, status := range []portal.RequestStatus{"", portal.Approved} {
			_, err := r.Requests(ctx, portal.RequestFilter{Status: status, Now: now.Unix(), Before: before, Limit: 26})
			must(err)
		}
	}
	_, err := r.CountRequests(ctx, portal.Accounts{}, now.Unix(), 1001)
	must(err)
	_, err = r.MessageList(ctx, portal.MessageFilter{Limit: 26})
	must(err)
	_, err = r.AuditAccounts(ctx)
	must(err)
	_, err = r.Audit(ctx, "demo", 7, 26)
	must(err)
	q := nameQuestion{accounts: []string{"demo"}, kinds: namedKinds, readings: plainly([]string{"blue", "ha"}), limit: 9}
	_, err = r.d.namesWith(ctx, r, q)
	must(err)
}

func (*listPlanner) note(context.Context, error) {}
