package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// endAttempt ends an attempt that is in force, after its request has left it.
func (t *tx) endAttempt(ctx context.Context, k portal.Key, number int64, at time.Time, reason string) error {
	return t.do(ctx, "end attempt", `
		update link_attempt set ended_at = $4, end_reason = $5
		where account = $1 and request = $2 and number = $3 and ended_at = 0`,
		k.Account, k.ID, number, micros(at), reason)
}

// leave runs the statement that moves a request away from an attempt, and ends
// the attempt if that won.
func (t *tx) leave(ctx context.Context, k portal.Key, attempt int64, at time.Time, reason portal.RequestStatus,
	what, text string, args ...any,
) (bool, error) {
	won, err := t.won(ctx, what, text, args...)
	if err != nil || !won {
		return false, err
	}
	return true, t.endAttempt(ctx, k, attempt, at, string(reason))
}

// Decide opens 60 seconds before the start, as a page does.
func (t *tx) Decide(ctx context.Context, r portal.LinkRequest, attempt, now int64) (bool, error) {
	return t.leave(ctx, r.Key, attempt, r.DecidedAt, r.Status, "decide link request", `
		update link_request set status = $3, client = $4, decided_at = $5, reason = $6, form_value = $7,
			updated_at = $5
		where account = $1 and id = $2 and status = 'pending' and attempt = $8
			and start_at - 60 <= $9 and end_at > $9`,
		r.Account, r.ID, r.Status, r.Client, micros(r.DecidedAt), r.Reason, r.FormValue, attempt, now)
}

// Renew takes the window and the time from a, and from r what was submitted and
// matched (Clients, Email, Person, Submitted, ReturnURL) and TTLDays.
func (t *tx) Renew(
	ctx context.Context, r portal.LinkRequest, from portal.RequestStatus, a portal.Attempt,
) (bool, error) {
	won, err := t.won(ctx, "renew link request", `
		update link_request set status = 'pending', attempt = $4, start_at = $5, end_at = $6, ttl_days = $7,
			clients = $8, email = $9, person = $10, submitted = $11, company = $12, return_url = $13,
			requested_at = $14, updated_at = $14, client = '', decided_at = 0, ended_at = 0, expired_at = 0,
			reason = '', form_value = '', reminders = 0, reminded_at = 0
		where account = $1 and id = $2 and status = $3 and attempt + 1 = $4
			and not (status = 'approved' and exists (select 1 from connection c
				where c.account = link_request.account and c.client = link_request.client
					and c.partner = link_request.partner and c.archived_at = 0))`,
		r.Account, r.ID, from, a.Number, a.Start, a.End, r.TTLDays, asJSON{r.Clients}, r.Email, r.Person,
		r.Submitted, submission(r).Client.Name, r.ReturnURL, micros(a.IssuedAt))
	if err != nil || !won {
		return false, err
	}
	if err := t.indexRequest(ctx, r); err != nil {
		return false, err
	}
	if err := t.endAttempt(ctx, r.Key, a.Number-1, a.IssuedAt, "superseded"); err != nil {
		return false, err
	}
	return true, t.addAttempt(ctx, a)
}

func (t *tx) Expire(ctx context.Context, k portal.Key, attempt, now int64, at time.Time) (bool, error) {
	return t.leave(ctx, k, attempt, at, portal.RequestExpired, "expire link request", `
		update link_request set status = 'expired', expired_at = $3, updated_at = $3
		where account = $1 and id = $2 and status = 'pending' and attempt = $4 and end_at <= $5`,
		k.Account, k.ID, micros(at), attempt, now)
}

// Withdraw leaves it as it is why an attempt ended that had ended before.
func (t *tx) Withdraw(ctx context.Context, k portal.Key, attempt int64, at time.Time) (bool, error) {
	return t.leave(ctx, k, attempt, at, portal.RequestWithdrawn, "withdraw link request", `
		update link_request set status = 'withdrawn', ended_at = $3, updated_at = $3
		where account = $1 and id = $2 and status in ('pending', 'expired', 'declined') and attempt = $4`,
		k.Account, k.ID, micros(at), attempt)
}

// Block takes it that a client with an active connection can answer nothing.
// The candidates are locked first: PostgreSQL would judge a row that another
// transaction has just merged by the clients it had before.
func (t *tx) Block(
	ctx context.Context, account, client, except string, at time.Time,
) ([]portal.LinkRequest, error) {
	_, err := list(ctx, t.reader, "link requests of a client", scanString, `
		select id from link_request
		where account = $1 and id <> $3 and status = 'pending' and id in (
			select request from link_request_client where account = $1 and client = $2)
		order by id`+t.d.forUpdate, account, client, except)
	if err != nil {
		return nil, err
	}
	blocked, err := list(ctx, t.reader, "link requests to block", scanRequest, `
		update link_request set status = 'blocked', ended_at = $4, updated_at = $4
		where account = $1 and id <> $3 and status = 'pending' and id in (
				select request from link_request_client where account = $1 and client = $2)
			and not exists (select 1 from link_request_client o
				where o.account = link_request.account and o.request = link_request.id and o.client <> $2
					and not exists (select 1 from connection c
						where c.account = o.account and c.client = o.client and c.archived_at = 0))
		returning`+requestColumns, account, client, except, micros(at))
	for _, r := range blocked {
		err = errors.Join(err, t.endAttempt(ctx, r.Key, r.Attempt, at, string(portal.Blocked)))
	}
	return blocked, err
}

// MergeRequest replaces what was submitted and matched: Clients, Email, Person,
// Submitted and ReturnURL.
func (t *tx) MergeRequest(ctx context.Context, r portal.LinkRequest, attempt int64) (bool, error) {
	won, err := t.won(ctx, "merge link request", `
		update link_request set clients = $3, email = $4, person = $5, submitted = $6, company = $7,
			return_url = $8, updated_at = $9
		where account = $1 and id = $2 and status = 'pending' and attempt = $10`,
		r.Account, r.ID, asJSON{r.Clients}, r.Email, r.Person, r.Submitted, submission(r).Client.Name,
		r.ReturnURL, micros(r.UpdatedAt), attempt)
	if err != nil || !won {
		return false, err
	}
	return true, t.indexRequest(ctx, r)
}

func (t *tx) CountReminder(
	ctx context.Context, k portal.Key, attempt, reminders, now int64, at time.Time,
) (bool, error) {
	return t.won(ctx, "count reminder", `
		update link_request set reminders = reminders + 1, reminded_at = $3, updated_at = $3
		where account = $1 and id = $2 and status = 'pending' and attempt = $4 and reminders = $5
			and end_at > $6`,
		k.Account, k.ID, micros(at), attempt, reminders, now)
}

func (t *tx) NextSequence(ctx context.Context, k portal.Key) (int64, error) {
	return one(ctx, t.reader, "next sequence of a link request", scanNumber, `
		update link_request set sequence = sequence + 1 where account = $1 and id = $2
		returning sequence`, k.Account, k.ID)
}

func scanNumber(rows *sql.Rows) (n int64, err error) {
	err = rows.Scan(&n)
	return n, err
}
