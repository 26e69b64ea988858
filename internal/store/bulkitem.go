package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const bulkItemColumns = ` account, job, place, kind, object, seen, reference, state, reason, at`

// bulkItemWidth is how many of them there are.
const bulkItemWidth = 10

func scanBulkItem(rows *sql.Rows) (i portal.BulkItem, err error) {
	err = rows.Scan(&i.Account, &i.Job, &i.Place, &i.Kind, &i.Object, &i.Seen, &i.Reference, &i.State, &i.Reason, at{&i.At})
	return i, err
}

func (r reader) BulkItems(ctx context.Context, f portal.BulkItemFilter) ([]portal.BulkItem, error) {
	var w filter
	w.and("account = ?", f.Job.Account)
	w.and("job = ?", f.Job.ID)
	w.equal("state", string(f.State))
	w.and("place > ?", f.After)
	text := `select` + bulkItemColumns + ` from bulk_item` + w.where() + ` order by place` + w.limit(f.Limit)
	return list(ctx, r, "items of a job", scanBulkItem, text, w.args...)
}

// bulkInsert is how many items one statement adds, so that a plan of a million
// is not a million statements.
const bulkInsert = 100

func (t *tx) AddBulkItems(ctx context.Context, items []portal.BulkItem) error {
	for some := range slices.Chunk(items, bulkInsert) {
		var args []any
		for _, i := range some {
			args = append(args, i.Account, i.Job, i.Place, i.Kind, i.Object, i.Seen, i.Reference, i.State, i.Reason, micros(i.At))
		}
		text := `insert into bulk_item (` + bulkItemColumns + `) values ` + placeholders(len(some), bulkItemWidth)
		if err := t.do(ctx, "add items of a job", text, args...); err != nil {
			return err
		}
	}
	return nil
}

// placeholders is "($1, $2), ($3, $4)" for two rows of two.
func placeholders(rows, width int) string {
	var b strings.Builder
	for n := range rows * width {
		switch {
		case n == 0:
			b.WriteString("(")
		case n%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(n+1))
	}
	b.WriteString(")")
	return b.String()
}

func (t *tx) SettleBulkItem(ctx context.Context, i portal.BulkItem) (bool, error) {
	won, err := t.won(ctx, "settle item of a job", `
		update bulk_item set state = $4, reason = $5, at = $6
		where account = $1 and job = $2 and place = $3 and state = 'todo'`,
		i.Account, i.Job, i.Place, i.State, i.Reason, micros(i.At))
	if err != nil || !won {
		return false, err
	}
	return true, t.do(ctx, "count item of a job", `
		update bulk_job set done = done + case when $3 = 'done' then 1 else 0 end,
			skipped = skipped + case when $3 = 'skipped' then 1 else 0 end,
			failed = failed + case when $3 = 'failed' then 1 else 0 end
		where account = $1 and id = $2`, i.Account, i.Job, i.State)
}

func (t *tx) UndoneBulkItem(ctx context.Context, job portal.Key, i portal.BulkItem, at time.Time) error {
	return t.do(ctx, "mark item of a job as undone", `
		update bulk_item set state = 'undone', at = $5
		where account = $1 and job = $2 and kind = $3 and object = $4 and state = 'done'`,
		job.Account, job.ID, i.Kind, i.Object, micros(at))
}

func (t *tx) RetryBulkItems(ctx context.Context, job portal.Key) (int64, error) {
	n, err := t.exec(ctx, "retry items of a job", `
		update bulk_item set state = 'todo', reason = '', at = 0 where account = $1 and job = $2 and state = 'failed'`,
		job.Account, job.ID)
	if err != nil {
		return 0, err
	}
	return n, t.do(ctx, "count items of a job", `
		update bulk_job set failed = failed - $3 where account = $1 and id = $2`, job.Account, job.ID, n)
}
