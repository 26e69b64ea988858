package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
)

// planner notes how the engine would run each statement that passes through it.
type planner struct {
	t       *testing.T
	db      *sql.Tx
	explain string
	full    string // what a plan says of a table that is read from end to end
	steps   []string
}

func (p *planner) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	rows, err := p.db.QueryContext(ctx, p.explain+text, args...)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, step := range steps(p.t, rows) {
		if readsWhole(step, p.full) {
			p.t.Errorf("%q reads a whole table:\n%s", step, text)
		}
		p.steps = append(p.steps, step)
	}
	return p.db.QueryContext(ctx, text, args...)
}

// steps are the lines of a plan.
func steps(t *testing.T, rows *sql.Rows) (lines []string) {
	t.Helper()
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		fields := make([]sql.NullString, len(columns))
		into := make([]any, len(columns))
		for i := range fields {
			into[i] = &fields[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fields[len(fields)-1].String)
	}
	if err := rows.Err(); err != nil || len(lines) == 0 {
		t.Fatalf("no plan: %v", err)
	}
	return lines
}

// inner are the names of what inner selects have narrowed already, and of the
// table of endpoints, which has a few rows whatever there is besides.
var inner = []string{"endpoint", "e", "few", "waiting", "ended", "CONSTANT", "(subquery", "SUBQUERY"}

// readsWhole reports whether a step reads a table of ours from end to end.
func readsWhole(step, full string) bool {
	_, what, found := strings.Cut(step, full)
	name, _, _ := strings.Cut(what, " ")
	return found && !slices.Contains(inner, name)
}

// overviewIndexes are the indexes that the overview needs; of two, either serves.
var overviewIndexes = []string{
	"link_attempt_issued", "link_attempt_ended", "link_state_issued", "link_state_over or link_state_end", "link_state_ended", "billing_decision_created",
	"link_state_mailed", "message_failed", "held_case_failed", "billing_decision_waiting", "billing_decision_lapsed", "visit_late",
}

// The first page of the desk reads ranges of indexes: with a million links it
// may cost what one day of them costs, not what all of them do.
func TestTheOverviewReadsNoWholeTable(t *testing.T) {
	for _, engine := range []struct{ name, explain, full, prepare string }{
		{"SQLite", "explain query plan ", "SCAN ", "select 1"},
		{"PostgreSQL", "explain ", "Seq Scan on ", "set local enable_seqscan = off"}, // it is small here; the question is whether an index serves
	} {
		t.Run(engine.name, func(t *testing.T) {
			dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
			if engine.name == "PostgreSQL" {
				dsn = pgtest.URL(t)
			}
			ctx := context.Background()
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
			p := &planner{t: t, db: begun, explain: engine.explain, full: engine.full}
			readOverview(t, reader{db: p, d: s.d})
			for _, index := range overviewIndexes {
				if !slices.ContainsFunc(p.steps, func(step string) bool { return usesOne(step, index) }) {
					t.Errorf("nothing uses the index %s", index)
				}
			}
		})
	}
}

// usesOne reports whether a step uses one of these indexes.
func usesOne(step, indexes string) bool {
	return slices.ContainsFunc(strings.Split(indexes, " or "), func(index string) bool { return strings.Contains(step, index) })
}

// readOverview asks everything that the overview does of one account.
func readOverview(t *testing.T, r reader) {
	t.Helper()
	ctx, now := context.Background(), time.Unix(1_760_000_000, 0)
	_, figures := r.DayFigures(ctx, "demo", now.Add(-24*time.Hour), now)
	_, counts := r.DayCounts(ctx, "demo", "2025-10-01")
	_, _, waiting := r.CountWaiting(ctx, "demo", now.Unix(), 0, 100)
	_, _, ending := r.CountWaiting(ctx, "demo", now.Unix(), now.Unix()+86400, 100)
	_, soon := r.EndingSoon(ctx, "demo", now.Unix(), 10)
	_, used := r.AnyLink(ctx, "demo")
	_, troubles := r.CountTroubles(ctx, "demo", portal.TroubleFilter{Now: now, Week: now, WeekBefore: now, Day: now, MailsPerDay: 3}, 100)
	_, wrong := r.WrongLinks(ctx, now, 5)
	_, visits := r.Visits(ctx, portal.ObjectKey{Account: "demo", Kind: "p", ID: "1"})
	_, queues := r.Queues(ctx, now) // no page, but asked for every half minute
	for _, err := range []error{figures, counts, waiting, ending, soon, used, troubles, wrong, visits, queues} {
		if err != nil {
			t.Error(err)
		}
	}
}

func (*planner) note(context.Context, error) {}
