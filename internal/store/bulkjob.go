package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const bulkJobColumns = ` account, id, verb, selection, days, actor, state, agreed, delay, place, runner, next_at,
	looked, chosen, left_out, done, skipped, failed, since_at, since_done, created_at, starts_at, ended_at`

func scanBulkJob(rows *sql.Rows) (j portal.BulkJob, err error) {
	var delay int64
	err = rows.Scan(&j.Account, &j.ID, &j.Verb, asJSON{&j.Selection}, &j.Days, &j.Actor, &j.State, &j.Agreed, &delay,
		&j.Cursor, &j.Runner, at{&j.NextAt}, &j.Looked, &j.Chosen, &j.LeftOut, &j.Done, &j.Skipped, &j.Failed,
		at{&j.SinceAt}, &j.SinceDone, at{&j.CreatedAt}, at{&j.StartsAt}, at{&j.EndedAt})
	j.Delay = time.Duration(delay) * time.Microsecond
	return j, err
}

func (r reader) BulkJob(ctx context.Context, k portal.Key) (portal.BulkJob, error) {
	return one(ctx, r, "job", scanBulkJob,
		`select`+bulkJobColumns+` from bulk_job where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) BulkJobs(ctx context.Context, f portal.BulkFilter) ([]portal.BulkJob, error) {
	var w filter
	w.within("account", f.Accounts)
	w.equal("state", string(f.State))
	id := "id" + r.d.bytewise
	w.page("created_at", id, f.Before)
	text := `select` + bulkJobColumns + ` from bulk_job` + w.where() + ` order by created_at desc, ` + id + ` desc` + w.limit(f.Limit)
	return list(ctx, r, "jobs", scanBulkJob, text, w.args...)
}

// bulkDue is when a job may be claimed at $1.
const bulkDue = `(state = 'planning' or state = 'running') and next_at <= $1`

func (r reader) DueBulkJobs(ctx context.Context, now time.Time, limit int) ([]portal.Key, error) {
	return list(ctx, r, "jobs that are due", scanKey, `
		select account, id from bulk_job where `+bulkDue+` order by next_at, account, id limit $2`, micros(now), limit)
}

func scanKey(rows *sql.Rows) (k portal.Key, err error) {
	err = rows.Scan(&k.Account, &k.ID)
	return k, err
}

func (t *tx) AddBulkJob(ctx context.Context, j portal.BulkJob) error {
	return t.must(ctx, portal.ErrExists, "add job", `
		insert into bulk_job (`+bulkJobColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
		on conflict do nothing`,
		j.Account, j.ID, j.Verb, asJSON{j.Selection}, j.Days, j.Actor, j.State, j.Agreed, j.Delay.Microseconds(), j.Cursor,
		j.Runner, micros(j.NextAt), j.Looked, j.Chosen, j.LeftOut, j.Done, j.Skipped, j.Failed, micros(j.SinceAt),
		j.SinceDone, micros(j.CreatedAt), micros(j.StartsAt), micros(j.EndedAt))
}

// ClaimBulkJob is one conditional statement: of many who claim one wins, and the
// others find that it is not due.
func (t *tx) ClaimBulkJob(
	ctx context.Context, k portal.Key, runner string, now time.Time, lease time.Duration,
) (portal.BulkJob, error) {
	return one(ctx, t.reader, "job that is due", scanBulkJob, `
		update bulk_job set runner = $4, next_at = $5
		where account = $2 and id = $3 and `+bulkDue+` returning`+bulkJobColumns,
		micros(now), k.Account, k.ID, runner, micros(now.Add(lease)))
}

func (t *tx) HoldBulkJob(ctx context.Context, k portal.Key, runner string, until time.Time) (bool, error) {
	return t.won(ctx, "hold job", `
		update bulk_job set next_at = $4
		where account = $1 and id = $2 and runner = $3 and state = 'running'`,
		k.Account, k.ID, runner, micros(until))
}

func (t *tx) ReleaseBulkJob(ctx context.Context, k portal.Key, runner string, at time.Time) error {
	return t.do(ctx, "release job", `
		update bulk_job set runner = '', next_at = $4 where account = $1 and id = $2 and runner = $3`,
		k.Account, k.ID, runner, micros(at))
}

func (t *tx) PlanBulkJob(ctx context.Context, j portal.BulkJob, from string) (bool, error) {
	return t.won(ctx, "plan job", `
		update bulk_job set place = $5, looked = $6, chosen = $7, left_out = $8, next_at = $9
		where account = $1 and id = $2 and runner = $3 and place = $4 and state = 'planning'`,
		j.Account, j.ID, j.Runner, from, j.Cursor, j.Looked, j.Chosen, j.LeftOut, micros(j.NextAt))
}

func (t *tx) MoveBulkJob(ctx context.Context, j portal.BulkJob, from portal.BulkState) (bool, error) {
	return t.won(ctx, "move job", `
		update bulk_job set state = $4, actor = $5, agreed = $6, next_at = $7, since_at = $8, since_done = $9,
			starts_at = $10, ended_at = $11, runner = ''
		where account = $1 and id = $2 and state = $3`,
		j.Account, j.ID, from, j.State, j.Actor, j.Agreed, micros(j.NextAt), micros(j.SinceAt), j.SinceDone,
		micros(j.StartsAt), micros(j.EndedAt))
}
