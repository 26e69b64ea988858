package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// forgottenImports: no turn takes more verdicts than a hundred for each import that
// may go, and none leaves an import without those that were to go first.
func forgottenImports(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	over := func(id string, n int) portal.ImportJob {
		j := job(id, n)
		j.State, j.DoneAt = portal.ImportDone, j.CreatedAt
		return j
	}
	addJobs(t, s, over("job_1", 1), over("job_2", 2), over("job_3", 3))
	in(t, s, func(tx portal.Tx) error {
		for id, rows := range map[string]int64{"job_1": 250, "job_2": 1, "job_3": 1} {
			for n := range rows {
				if err := tx.AddImportRow(ctx, portal.ImportRow{Account: "demo", Job: id, Row: n + 1, Status: portal.RowImported}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	left := func() (jobs int, rows int) {
		all, err := s.ImportJobs(ctx, "demo", 9)
		wantErr(t, nil, err)
		for _, j := range all {
			list, err := s.ImportRows(ctx, key("demo", j.ID), 0, 1000)
			wantErr(t, nil, err)
			rows += len(list)
		}
		return len(all), rows
	}
	for _, turn := range []struct {
		says       int64
		jobs, rows int
	}{{200, 3, 52}, {2, 1, 1}, {1, 0, 0}, {0, 0, 0}} {
		var n int64
		in(t, s, func(tx portal.Tx) (err error) {
			n, err = tx.Forget(ctx, "demo", portal.KeptImports, noon.Add(time.Minute), 2)
			return err
		})
		if jobs, rows := left(); n != turn.says || jobs != turn.jobs || rows != turn.rows {
			t.Errorf("it says %d and leaves %d imports with %d verdicts, want %+v", n, jobs, rows, turn)
		}
	}
}
