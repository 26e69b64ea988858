package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const (
	deliveryColumns = ` id, account, endpoint, event, event_seq, type, state, attempts, next_at, last_status,
		last_error, replay, created_at, done_at`
	selectDelivery = `select` + deliveryColumns + ` from hook_delivery`
)

func scanDelivery(rows *sql.Rows) (d portal.HookDelivery, err error) {
	err = rows.Scan(&d.ID, &d.Account, &d.Endpoint, &d.Event, &d.EventSeq, &d.Type, &d.State, &d.Attempts,
		at{&d.NextAt}, &d.LastStatus, &d.LastError, &d.Replay, at{&d.CreatedAt}, at{&d.DoneAt})
	return d, err
}

func (r reader) Delivery(ctx context.Context, account, id string) (portal.HookDelivery, error) {
	return one(ctx, r, "delivery", scanDelivery, selectDelivery+` where account = $1 and id = $2`, account, id)
}

// deliveries returns the conditions of a filter, and how its list is ordered
// and limited.
func (r reader) deliveries(f portal.DeliveryFilter) (w filter, order string) {
	w.equal("account", f.Account)
	w.within("account", f.Accounts)
	w.equal("endpoint", f.Endpoint)
	w.equal("event", f.Event)
	w.equal("state", string(f.State))
	if !f.Since.IsZero() {
		w.and("created_at >= ?", micros(f.Since))
	}
	if !f.Until.IsZero() {
		w.and("created_at < ?", micros(f.Until))
	}
	id := "id" + r.d.bytewise
	w.page("created_at", id, f.Before)
	return w, ` order by created_at desc, ` + id + ` desc`
}

func (r reader) Deliveries(ctx context.Context, f portal.DeliveryFilter) ([]portal.HookDelivery, error) {
	w, order := r.deliveries(f)
	text := selectDelivery + w.where() + order + w.limit(f.Limit)
	return list(ctx, r, "deliveries", scanDelivery, text, w.args...)
}

func (r reader) CountDeliveries(ctx context.Context, f portal.DeliveryFilter) (map[portal.DeliveryState]int64, error) {
	w, _ := r.deliveries(f)
	counts, err := list(ctx, r, "counts of deliveries", scanCount,
		`select state, count(*) from hook_delivery`+w.where()+` group by state`, w.args...)
	all := map[portal.DeliveryState]int64{}
	for _, c := range counts {
		all[portal.DeliveryState(c.standing)] = c.n
	}
	return all, err
}

func scanTry(rows *sql.Rows) (t portal.HookTry, err error) {
	err = rows.Scan(&t.Delivery, &t.Number, at{&t.At}, &t.Status, &t.Took, &t.Error, &t.Sent, &t.Said)
	return t, err
}

func (r reader) Tries(ctx context.Context, delivery string) ([]portal.HookTry, error) {
	return list(ctx, r, "tries", scanTry, `
		select delivery, number, at, status, took, error, sent, said from hook_try
		where delivery = $1 order by place`, delivery)
}

// AddDelivery returns ErrExists also if the event is on its way to the endpoint
// or was.
func (t *tx) AddDelivery(ctx context.Context, d portal.HookDelivery) error {
	return t.must(ctx, portal.ErrExists, "add delivery", `
		insert into hook_delivery (id, account, endpoint, event, event_seq, type, state, attempts, next_at,
			last_status, last_error, replay, created_at, done_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		on conflict do nothing`,
		d.ID, d.Account, d.Endpoint, d.Event, d.EventSeq, d.Type, d.State, d.Attempts, micros(d.NextAt),
		d.LastStatus, d.LastError, d.Replay, micros(d.CreatedAt), micros(d.DoneAt))
}

// ClaimDeliveries counts the try that the claim is for. Lock and guard are as in
// ClaimMessages. The plus keeps SQLite from sorting all that is due, which after
// an outage is much, instead of walking the lane in its order.
func (t *tx) ClaimDeliveries(
	ctx context.Context, endpoint string, now time.Time, lease time.Duration, limit int,
) ([]portal.HookDelivery, error) {
	claimed, err := list(ctx, t.reader, "due deliveries", scanDelivery, `
		with due as materialized (
			select id as due_id from hook_delivery
			where endpoint = $1 and state = 'queued' and +next_at <= $2
			order by event_seq, id limit $3`+t.d.skipLocked+`)
		update hook_delivery set next_at = $4, attempts = attempts + 1
		where id in (select due_id from due) and state = 'queued' and next_at <= $2
		returning`+deliveryColumns, endpoint, micros(now), limit, micros(now.Add(lease)))
	slices.SortFunc(claimed, func(a, b portal.HookDelivery) int {
		return cmp.Or(cmp.Compare(a.EventSeq, b.EventSeq), cmp.Compare(a.ID, b.ID))
	})
	return claimed, err
}

// FinishDelivery writes state, due time, last status and error, and when it was
// done. The update locks the delivery, so the places of its tries are free.
func (t *tx) FinishDelivery(ctx context.Context, d portal.HookDelivery, try portal.HookTry) (bool, error) {
	won, err := t.won(ctx, "finish delivery", `
		update hook_delivery set state = $3, next_at = $4, last_status = $5, last_error = $6, done_at = $7
		where account = $1 and id = $2 and state = 'queued' and attempts = $8`,
		d.Account, d.ID, d.State, micros(d.NextAt), d.LastStatus, d.LastError, micros(d.DoneAt), d.Attempts)
	if err != nil || !won {
		return false, err
	}
	return true, t.do(ctx, "add try", `
		insert into hook_try (delivery, number, at, status, took, error, endpoint, sent, said, place)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
			(select coalesce(max(place), 0) + 1 from hook_try where delivery = $1))`,
		d.ID, try.Number, micros(try.At), try.Status, int64(try.Took), try.Error, d.Endpoint, try.Sent, try.Said)
}

func (t *tx) HoldDeliveries(ctx context.Context, account, endpoint string, at time.Time) (int64, error) {
	return t.exec(ctx, "hold deliveries", `
		update hook_delivery set state = 'held', done_at = $3
		where account = $1 and endpoint = $2 and state = 'queued'`, account, endpoint, micros(at))
}

// RequeueDeliveries leaves those alone that are queued: one of them may be under
// way just now. What is known of the last try stays until the next.
func (t *tx) RequeueDeliveries(ctx context.Context, f portal.DeliveryFilter, at time.Time) (int64, error) {
	w, order := t.deliveries(f)
	w.and("state <> 'queued'")
	chosen := `select id from hook_delivery` + w.where() + order + w.limit(f.Limit)
	due := w.value(micros(at))
	return t.exec(ctx, "requeue deliveries", `
		update hook_delivery set state = 'queued', next_at = `+due+`, attempts = 0, replay = true, done_at = 0
		where state <> 'queued' and id in (`+chosen+`)`, w.args...)
}
