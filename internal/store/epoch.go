package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanEpoch(rows *sql.Rows) (e portal.Epoch, err error) {
	err = rows.Scan(&e.Number, &e.ID, at{&e.TakenAt}, at{&e.RestoredAt})
	return e, err
}

func (r reader) Epochs(ctx context.Context) ([]portal.Epoch, error) {
	return list(ctx, r, "epochs", scanEpoch, `select number, id, taken_at, restored_at from epoch order by number`)
}

func (t *tx) AddEpoch(ctx context.Context, e portal.Epoch) (portal.Epoch, error) {
	return one(ctx, t.reader, "new epoch", scanEpoch, `
		insert into epoch (number, id, taken_at, restored_at)
		values ((select coalesce(max(number), 1) + 1 from epoch), $1, $2, $3)
		returning number, id, taken_at, restored_at`, e.ID, micros(e.TakenAt), micros(e.RestoredAt))
}

// SkipNumbers makes a head for accounts that had no event yet: the world may have
// seen some of theirs.
func (t *tx) SkipNumbers(ctx context.Context, to int64) error {
	err := t.do(ctx, "skip numbers of events", `
		insert into event_head (account, seq) select slug, cast($1 as bigint) from account where true
		on conflict (account) do update set seq = excluded.seq where event_head.seq < excluded.seq`, to)
	if err != nil {
		return err
	}
	return t.do(ctx, "skip numbers of link requests", `update link_request set sequence = $1 where sequence < $1`, to)
}

func (t *tx) EndAllSessions(ctx context.Context, at time.Time) (int64, error) {
	err := t.do(ctx, "end codes", `update admin_code set used_at = $1 where used_at = 0 and kind in ('invite', 'reset')`, micros(at))
	if err != nil {
		return 0, err
	}
	return t.exec(ctx, "end all sessions", `update admin_session set revoked_at = $1 where revoked_at = 0`, micros(at))
}

func (t *tx) PauseBulkJobs(ctx context.Context) (int64, error) {
	return t.exec(ctx, "pause jobs", `
		update bulk_job set state = case state when 'running' then 'paused' else state end,
			agreed = case state when 'running' then agreed else 0 end, runner = ''
		where state = 'running' or state = 'planning' and agreed <> 0`)
}

func (t *tx) HoldMessages(ctx context.Context) (int64, error) {
	return t.exec(ctx, "hold messages", `update message set state = 'held' where state = 'queued'`)
}

func (t *tx) ReleaseMessages(ctx context.Context, account string, now time.Time) (int64, error) {
	return t.exec(ctx, "release messages", `
		update message set state = 'queued', next_at = $2
		where state = 'held' and (account = $1 or $1 = '')`, account, micros(now))
}

func scanBackupRun(rows *sql.Rows) (r portal.BackupRun, err error) {
	err = rows.Scan(&r.ID, at{&r.BeganAt}, at{&r.EndedAt}, &r.File, &r.Bytes, &r.SHA256, &r.Problem)
	return r, err
}

func (r reader) LastBackup(ctx context.Context) (portal.BackupRun, error) {
	return one(ctx, r, "last backup", scanBackupRun, `
		select id, began_at, ended_at, file, bytes, sha256, problem from backup_run
		where file <> '' order by began_at desc limit 1`)
}

func (t *tx) AddBackupRun(ctx context.Context, r portal.BackupRun) error {
	return t.must(ctx, portal.ErrExists, "add backup run", `
		insert into backup_run (id, began_at, ended_at, file, bytes, sha256, problem)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict do nothing`,
		r.ID, micros(r.BeganAt), micros(r.EndedAt), r.File, r.Bytes, r.SHA256, r.Problem)
}

func (t *tx) DropBackupRuns(ctx context.Context, before, after time.Time) error {
	return t.do(ctx, "drop backup runs", `delete from backup_run where began_at < $1 or began_at > $2`, micros(before), micros(after))
}
