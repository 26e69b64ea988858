package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Queues is what waits in the database, for the operator's figures.
type Queues struct {
	Requests map[portal.RequestStatus]int64 // up to queuesMost of each
	Overdue  time.Time                      // end of the pending request that is over longest; zero: none is
	Mail     Queue
	Hooks    Queue

	EndpointsOn, EndpointsOff int64 // deliver; were turned off by a person
	EndpointsGivenUp          int64 // were turned off by the program
}

// Queue is what waits of one kind.
type Queue struct {
	Due, Waiting int64     // to be tried now, to be tried later; up to queuesMost of each
	Oldest       time.Time // since when the longest due one is due; zero: none is
}

// queuesMost is where counting stops, so that it costs no more however many
// there are.
const queuesMost = 100_000

// Queues counts what waits at now. Every question is a bounded range of an index.
func (r reader) Queues(ctx context.Context, now time.Time) (q Queues, err error) {
	q.Requests = map[portal.RequestStatus]int64{}
	for _, status := range portal.RequestStatuses() {
		q.Requests[status], err = one(ctx, r, "count of link requests", scanTotal, `
			select count(*) from (select 1 from link_request where status = $1 limit $2) as few`, string(status), queuesMost)
		if err != nil {
			return Queues{}, err
		}
	}
	over, err := one(ctx, r, "end of the oldest overdue request", scanTotal, `
		select coalesce(min(end_at), 0) from link_request where status = 'pending' and end_at <= $1`, now.Unix())
	if err != nil {
		return Queues{}, err
	}
	if over > 0 {
		q.Overdue = time.Unix(over, 0)
	}
	if q.Mail, err = one(ctx, r, "waiting mails", scanQueue, waitingMails, micros(now), queuesMost); err != nil {
		return Queues{}, err
	}
	if q.Hooks, err = one(ctx, r, "waiting deliveries", scanQueue, waitingHooks, micros(now), queuesMost); err != nil {
		return Queues{}, err
	}
	ends, err := one(ctx, r, "count of endpoints", scanThree, `
		select coalesce(sum(case when disabled_at = 0 then 1 else 0 end), 0),
			coalesce(sum(case when disabled_at <> 0 and reason like 'by %' then 1 else 0 end), 0),
			coalesce(sum(case when disabled_at <> 0 and reason not like 'by %' then 1 else 0 end), 0)
		from endpoint`)
	q.EndpointsOn, q.EndpointsOff, q.EndpointsGivenUp = ends[0], ends[1], ends[2]
	return q, err
}

// Both list what is queued by when it is due. A claim moves that to its end, so
// what is being tried waits.
const (
	waitingMails = `
		select
			(select count(*) from (select 1 from message where state = 'queued' and next_at <= $1 limit $2) as few),
			(select count(*) from (select 1 from message where state = 'queued' and next_at > $1 limit $2) as few),
			(select coalesce(min(next_at), 0) from message where state = 'queued' and next_at <= $1)`

	// The deliveries of an endpoint that is off are not due, whatever their state. A
	// cross join is how SQLite is told to begin with the few endpoints.
	waitingHooks = `
		select
			(select count(*) from (select 1 from endpoint e cross join hook_delivery d
				where d.endpoint = e.id and e.disabled_at = 0 and d.state = 'queued' and d.next_at <= $1 limit $2) as few),
			(select count(*) from (select 1 from endpoint e cross join hook_delivery d
				where d.endpoint = e.id and e.disabled_at = 0 and d.state = 'queued' and d.next_at > $1 limit $2) as few),
			(select coalesce(min(first), 0) from (select (select min(d.next_at) from hook_delivery d
				where d.endpoint = e.id and d.state = 'queued' and d.next_at <= $1) as first
				from endpoint e where e.disabled_at = 0) as firsts)`
)

func scanTotal(rows *sql.Rows) (n int64, err error) {
	err = rows.Scan(&n)
	return n, err
}

func scanQueue(rows *sql.Rows) (q Queue, err error) {
	err = rows.Scan(&q.Due, &q.Waiting, at{&q.Oldest})
	return q, err
}

func scanThree(rows *sql.Rows) (all [3]int64, err error) {
	err = rows.Scan(&all[0], &all[1], &all[2])
	return all, err
}
