package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const jobColumns = ` account, id, name, format, actor, dry_run, sha256, state, row_count, counts, reason, attempts,
	next_at, created_at, done_at, undone_row, undone_by, undone_at`

func scanJob(rows *sql.Rows) (j portal.ImportJob, err error) {
	err = rows.Scan(&j.Account, &j.ID, &j.Name, &j.Format, &j.Actor, &j.DryRun, &j.SHA256, &j.State, &j.Rows,
		asJSON{&j.Counts}, &j.Reason, &j.Attempts, at{&j.NextAt}, at{&j.CreatedAt}, at{&j.DoneAt},
		&j.UndoneRow, &j.UndoneBy, at{&j.UndoneAt})
	return j, err
}

func (r reader) ImportJob(ctx context.Context, k portal.Key) (portal.ImportJob, error) {
	return one(ctx, r, "import job", scanJob,
		`select`+jobColumns+` from import_job where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) ImportJobs(ctx context.Context, account string, limit int) ([]portal.ImportJob, error) {
	return list(ctx, r, "import jobs", scanJob, `select`+jobColumns+` from import_job
		where account = $1 order by created_at desc, id`+r.d.bytewise+` desc limit $2`, account, limit)
}

func (r reader) ImportHistory(
	ctx context.Context, accounts portal.Accounts, before portal.Cursor, limit int,
) ([]portal.ImportJob, error) {
	var f filter
	f.within("account", accounts)
	f.page("created_at", "id"+r.d.bytewise, before)
	text := `select` + jobColumns + ` from import_job` + f.where() + ` order by created_at desc, id` + r.d.bytewise + ` desc limit `
	return list(ctx, r, "history of imports", scanJob, text+f.value(limit), f.args...)
}

func scanRow(rows *sql.Rows) (r portal.ImportRow, err error) {
	err = rows.Scan(&r.Account, &r.Job, &r.Row, &r.Status, &r.Kind, &r.ID, &r.Reason, &r.Before, &r.LeftAs)
	return r, err
}

func (r reader) ImportRows(ctx context.Context, job portal.Key, after int64, limit int) ([]portal.ImportRow, error) {
	return list(ctx, r, "verdicts of an import job", scanRow, `
		select`+rowColumns+` from import_row
		where account = $1 and job = $2 and place > $3 order by place limit $4`,
		job.Account, job.ID, after, limit)
}

const rowColumns = ` account, job, place, status, kind, id, reason, before, left_as`

func (r reader) ImportRowsOf(ctx context.Context, job portal.Key, status string, after int64, limit int) ([]portal.ImportRow, error) {
	return list(ctx, r, "rows of an import of one verdict", scanRow, `
		select`+rowColumns+` from import_row
		where account = $1 and job = $2 and status = $3 and place > $4 order by place limit $5`,
		job.Account, job.ID, status, after, limit)
}

func (r reader) ChangedRows(ctx context.Context, job portal.Key, before int64, limit int) ([]portal.ImportRow, error) {
	return list(ctx, r, "rows of an import that changed something", scanRow, `
		select`+rowColumns+` from import_row
		where account = $1 and job = $2 and place < $3 and left_as <> '' order by place desc limit $4`,
		job.Account, job.ID, before, limit)
}

func (t *tx) AddImportJob(ctx context.Context, j portal.ImportJob) error {
	return t.must(ctx, portal.ErrExists, "add import job", `
		insert into import_job (account, id, name, format, actor, dry_run, sha256, state, row_count, counts,
			reason, attempts, next_at, created_at, done_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		on conflict do nothing`,
		j.Account, j.ID, j.Name, j.Format, j.Actor, j.DryRun, j.SHA256, j.State, j.Rows, asJSON{j.Counts},
		j.Reason, j.Attempts, micros(j.NextAt), micros(j.CreatedAt), micros(j.DoneAt))
}

// ClaimImportJob counts the try that the claim is for. It locks and guards as
// ClaimMessages does.
func (t *tx) ClaimImportJob(ctx context.Context, now time.Time, lease time.Duration) (portal.ImportJob, error) {
	const claimable = `(state = 'queued' or state in ('running', 'undoing') and next_at <= $1)`
	return one(ctx, t.reader, "import job to be done", scanJob, `
		with due as materialized (
			select account as due_account, id as due_id from import_job where `+claimable+`
			order by created_at, id limit 1`+t.d.skipLocked+`)
		update import_job set state = case state when 'undoing' then state else 'running' end,
			next_at = $2, attempts = attempts + 1
		where (account, id) in (select due_account, due_id from due) and `+claimable+`
		returning`+jobColumns, micros(now), micros(now.Add(lease)))
}

func (t *tx) SetImportJob(ctx context.Context, j portal.ImportJob, rows int64) (bool, error) {
	return t.won(ctx, "set import job", `
		update import_job set state = $4, row_count = $5, counts = $6, reason = $7, next_at = $8, done_at = $9,
			attempts = $10
		where account = $1 and id = $2 and state = 'running' and row_count = $3`,
		j.Account, j.ID, rows, j.State, j.Rows, asJSON{j.Counts}, j.Reason, micros(j.NextAt), micros(j.DoneAt), j.Attempts)
}

func (t *tx) AddImportRow(ctx context.Context, r portal.ImportRow) error {
	return t.must(ctx, portal.ErrExists, "add verdict of an import job", `
		insert into import_row (account, job, place, status, kind, id, reason, before, left_as)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict do nothing`,
		r.Account, r.Job, r.Row, r.Status, r.Kind, r.ID, r.Reason, r.Before, r.LeftAs)
}

// SetImportUndo writes State, Counts, Reason, NextAt, Attempts and the three of
// the taking back, if state and row are still those that were read.
func (t *tx) SetImportUndo(ctx context.Context, j portal.ImportJob, state string, row int64) (bool, error) {
	return t.won(ctx, "set how far an import is taken back", `
		update import_job set state = $5, counts = $6, reason = $7, next_at = $8, attempts = $9,
			undone_row = $10, undone_by = $11, undone_at = $12
		where account = $1 and id = $2 and state = $3 and undone_row = $4`,
		j.Account, j.ID, state, row, j.State, asJSON{j.Counts}, j.Reason, micros(j.NextAt), j.Attempts,
		j.UndoneRow, j.UndoneBy, micros(j.UndoneAt))
}
