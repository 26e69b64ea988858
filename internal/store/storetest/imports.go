package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func job(id string, n int) portal.ImportJob {
	return portal.ImportJob{Account: "demo", ID: id, State: "queued", CreatedAt: noon.Add(time.Duration(n) * time.Second)}
}

func addJobs(t *testing.T, s portal.Store, all ...portal.ImportJob) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, j := range all {
			wantErr(t, nil, tx.AddImportJob(ctx, j))
			wantErr(t, portal.ErrExists, tx.AddImportJob(ctx, j))
		}
		return nil
	})
}

func claimJob(s portal.Store, now time.Time) (j portal.ImportJob, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		j, err = tx.ClaimImportJob(ctx, now, time.Minute)
		return err
	})
	return j, err
}

func setJob(s portal.Store, j portal.ImportJob, rows int64) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.SetImportJob(ctx, j, rows) })
}

func importJobs(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.ImportJob{Account: "demo", ID: "job_1", Name: text, Format: "csv", Actor: "admin:a1", DryRun: true,
		SHA256: "aa", State: "failed", Rows: 7, Counts: map[string]int64{"imported": 6, "refused": 1}, Reason: text, Attempts: 3,
		NextAt: later, CreatedAt: noon, DoneAt: later}
	bare, foreign := job("job_2", 1), full
	foreign.Account = "other"
	addJobs(t, s, full, bare, foreign)
	got(t, full)(s.ImportJob(ctx, key("demo", "job_1")))
	got(t, []portal.ImportJob{bare, full})(s.ImportJobs(ctx, "demo", 9))
	got(t, []portal.ImportJob{bare})(s.ImportJobs(ctx, "demo", 1))
	got(t, []portal.ImportJob{foreign})(s.ImportJobs(ctx, "other", 9))
	_, err := s.ImportJob(ctx, key("other", "job_2"))
	wantErr(t, portal.ErrNotFound, err)
}

func claimJobs(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	_, err := claimJob(s, noon)
	wantErr(t, portal.ErrNotFound, err)
	first, second, done := job("z", 0), job("a", 1), job("d", -1)
	done.State = "done"
	addJobs(t, s, second, first, done)

	first.State, first.NextAt, first.Attempts = "running", noon.Add(time.Minute), 1
	got(t, first)(claimJob(s, noon))
	got(t, first)(s.ImportJob(ctx, key("demo", "z")))
	first.Rows, first.Counts, first.NextAt, first.Attempts = 500, map[string]int64{"imported": 500}, noon.Add(2*time.Minute), 0
	got(t, true)(setJob(s, first, 0)) // goes on
	second.State, second.NextAt, second.Attempts = "running", noon.Add(time.Minute), 1
	got(t, second)(claimJob(s, noon))
	_, err = claimJob(s, noon.Add(time.Minute-time.Microsecond))
	wantErr(t, portal.ErrNotFound, err)

	// Whoever had claimed the second is gone; then the first lapses as well.
	second.NextAt, second.Attempts = noon.Add(2*time.Minute), 2
	got(t, second)(claimJob(s, noon.Add(time.Minute)))
	first.NextAt, first.Attempts = later.Add(time.Minute), 1
	got(t, first)(claimJob(s, later)) // resumes after 500 rows
	late := first
	late.Rows, late.Reason = 600, "from before"
	got(t, false)(setJob(s, late, 0))
	first.State, first.Rows, first.Reason, first.DoneAt = "done", 501, text, later
	sent := first
	sent.Name, sent.SHA256, sent.CreatedAt = "x", "x", later // stay
	got(t, true)(setJob(s, sent, 500))
	got(t, first)(s.ImportJob(ctx, key("demo", "z")))
	got(t, false)(setJob(s, sent, 501)) // it runs no longer
	queued := job("q", 9)
	addJobs(t, s, queued)
	got(t, false)(setJob(s, queued, 0)) // nor does it yet
}

func importRows(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	foreign := job("1", 0)
	foreign.Account = "other"
	addJobs(t, s, job("1", 0), job("2", 0), foreign)
	var rows []portal.ImportRow
	for i := range int64(12) {
		rows = append(rows, portal.ImportRow{Account: "demo", Job: "1", Row: i + 1, Status: "refused", Kind: "customer",
			ID: fmt.Sprint(i), Reason: text})
	}
	in(t, s, func(tx portal.Tx) error {
		for i := range rows {
			wantErr(t, nil, tx.AddImportRow(ctx, rows[len(rows)-1-i]))
		}
		wantErr(t, portal.ErrExists, tx.AddImportRow(ctx, rows[0]))
		wantErr(t, nil, tx.AddImportRow(ctx, portal.ImportRow{Account: "demo", Job: "2", Row: 1}))
		return tx.AddImportRow(ctx, portal.ImportRow{Account: "other", Job: "1", Row: 1})
	})
	got(t, rows)(s.ImportRows(ctx, key("demo", "1"), 0, 99))
	got(t, rows[8:10])(s.ImportRows(ctx, key("demo", "1"), 8, 2))
	got(t, []portal.ImportRow(nil))(s.ImportRows(ctx, key("demo", "1"), 12, 9))
}

// jobRace: many claim at once; each round of claims takes each job once, and of
// all that go on with a job from the same row one wins.
func jobRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	const total = 6
	for i := range total {
		addJobs(t, s, job(fmt.Sprint(i), i))
	}
	for round := range 3 {
		now := noon.Add(time.Duration(round) * time.Hour)
		claims := together(t, 8, func(int) (mine []string, err error) {
			for {
				j, err := claimJob(s, now)
				if err != nil {
					return mine, ignore(err, portal.ErrNotFound)
				}
				mine = append(mine, j.ID)
			}
		})
		onceEach(t, claims, total)
	}
	won := together(t, 16, func(i int) (bool, error) {
		j := job("0", 0)
		j.State, j.Rows, j.Counts = "running", 10, map[string]int64{"imported": int64(i)}
		return setJob(s, j, 0)
	})
	if n := count(won); n != 1 {
		t.Errorf("%d went on", n)
	}
}
