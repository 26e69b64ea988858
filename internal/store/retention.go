package store

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Forget takes each row by its whole condition again, so that one which was
// queued anew meanwhile stays.
func (t *tx) Forget(ctx context.Context, account string, kind portal.KeepKind, before time.Time, limit int) (int64, error) {
	args := []any{account, micros(before), limit}
	switch kind {
	case portal.KeptVisits:
		return t.exec(ctx, "forget visits", `
			delete from visit where account = $1 and last_at < $2
			and (kind, object, start_at, attempt, who, page) in (
				select kind, object, start_at, attempt, who, page from visit
				where account = $1 and last_at < $2 order by last_at limit $3)`, args...)
	case portal.KeptMails:
		return t.exec(ctx, "forget mails", `
			delete from message where account = $1 and state not in ('queued', 'held') and id in (
				select id from message
				where account = $1 and state not in ('queued', 'held') and created_at < $2 order by created_at limit $3)`, args...)
	case portal.KeptDeliveries:
		return t.forgetDeliveries(ctx, args)
	case portal.KeptImports:
		return t.forgetImports(ctx, args)
	case portal.KeptNotifications:
		return t.exec(ctx, "forget notifications", `
			delete from inbound where account = $1 and state <> 'queued' and id in (
				select id from inbound
				where account = $1 and state <> 'queued' and received_at < $2 order by received_at, id limit $3)`, args...)
	}
	return 0, fmt.Errorf("forget %q: %w", kind, portal.ErrNotFound)
}

// forgetDeliveries leaves those that are held for a replay.
func (t *tx) forgetDeliveries(ctx context.Context, args []any) (int64, error) {
	const over = `
		select id from hook_delivery
		where account = $1 and state in ('delivered', 'failed') and created_at < $2 and done_at < $2 order by created_at, id limit $3`
	if err := t.do(ctx, "forget tries", `delete from hook_try where delivery in (`+over+`)`, args...); err != nil {
		return 0, err
	}
	return t.exec(ctx, "forget deliveries",
		`delete from hook_delivery where account = $1 and state in ('delivered', 'failed') and id in (`+over+`)`, args...)
}

// verdictsEach is how many verdicts may be forgotten for each import that may: an
// import can have a hundred thousand.
const verdictsEach = 100

// forgetImports forgets the verdicts of those imports, as many as go, and once they
// have none any more them and their files, where nothing else has the same bytes.
// It says how many imports, or, where their verdicts took the whole turn, how many
// of those.
func (t *tx) forgetImports(ctx context.Context, args []any) (int64, error) {
	const over = `
		select id from import_job
		where account = $1 and state not in ('queued', 'running') and created_at < $2 order by created_at, id limit $3`
	most := int64(verdictsEach * args[2].(int))
	verdicts, err := t.exec(ctx, "forget verdicts", `
		delete from import_row where account = $1 and (job, place) in (
			select job, place from import_row where account = $1 and job in (`+over+`) limit $4)`, append(args, most)...)
	if err != nil || verdicts == most {
		return verdicts, err
	}
	files, err := list(ctx, t.reader, "files of imports", scanString,
		`select sha256 from import_job where account = $1 and id in (`+over+`)`, args...)
	if err != nil {
		return 0, err
	}
	n, err := t.exec(ctx, "forget imports",
		`delete from import_job where account = $1 and state not in ('queued', 'running') and id in (`+over+`)`, args...)
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		err := t.do(ctx, "forget the file of an import", `
			delete from blob where sha256 = $1
			and not exists (select 1 from import_job where sha256 = $1)
			and not exists (select 1 from part where sha256 = $1)
			and not exists (select 1 from part_past where sha256 = $1)`, file)
		if err != nil {
			return 0, err
		}
	}
	return n, nil
}
