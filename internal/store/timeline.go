package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// EntriesAbout: a clock that stepped back has put an entry's time before that of
// its predecessor, so the order is by time.
func (r reader) EntriesAbout(ctx context.Context, k portal.ObjectKey, before portal.Cursor, limit int) ([]portal.Entry, error) {
	var w filter
	w.and("account = ? and kind = ? and object = ?", k.Account, k.Kind, k.ID)
	if before != (portal.Cursor{}) {
		seq, _ := strconv.ParseInt(before.ID, 10, 64) // what is no number is in front of all of that time
		w.and("(at, seq) < (?, ?)", micros(before.At), seq)
	}
	return list(ctx, r, "entries about an object", scanEntry, selectEntry+w.where()+` order by at desc, seq desc`+w.limit(limit), w.args...)
}

func scanMailStep(rows *sql.Rows) (s portal.MailStep, err error) {
	m := &s.Mail
	err = rows.Scan(&m.ID, &m.Account, &m.Template, &m.To, &m.Object.Account, &m.Object.Kind, &m.Object.ID,
		&m.Start, &m.End, &m.Data, &m.State, &m.Attempts, at{&m.NextAt}, &m.LastError,
		at{&m.CreatedAt}, at{&m.SentAt}, &m.Seq, &m.Delivered, at{&m.FateAt}, &s.Told, at{&s.At})
	return s, err
}

func (r reader) MailSteps(ctx context.Context, k portal.ObjectKey, before portal.Cursor, limit int) ([]portal.MailStep, error) {
	var w filter
	of := ` from message where object_account = ` + w.value(k.Account) + ` and object_kind = ` + w.value(k.Kind) +
		` and object_id = ` + w.value(k.ID)
	id := `(case when told then id || '+' else id end)` + r.d.bytewise
	w.page("happened", id, before)
	return list(ctx, r, "what happened to mails", scanMailStep, `
		select`+messageColumns+`, told, happened from (
			select`+messageColumns+`, 1 = 0 as told, case when state = 'sent' and sent_at > 0 then sent_at else created_at end as happened`+of+`
			union all select`+messageColumns+`, 1 = 1, fate_at`+of+` and fate <> '') as step`+
		w.where()+` order by happened desc, `+id+` desc`+w.limit(limit), w.args...)
}

func scanEventStep(rows *sql.Rows) (s portal.EventStep, err error) {
	e, d := &s.Event, &s.Delivery
	err = rows.Scan(&e.Account, &e.Seq, &e.ID, &e.Type, &e.Partner, &e.ObjectType, &e.ObjectID, &e.Data, at{&e.OccurredAt}, &e.Epoch,
		&d.ID, &d.Account, &d.Endpoint, &d.Event, &d.EventSeq, &d.Type, &d.State, &d.Attempts,
		at{&d.NextAt}, &d.LastStatus, &d.LastError, &d.Replay, at{&d.CreatedAt}, at{&d.DoneAt}, at{&s.At})
	return s, err
}

func (r reader) EventSteps(
	ctx context.Context, account string, about []portal.Subject, before portal.Cursor, limit int,
) ([]portal.EventStep, error) {
	if len(about) == 0 {
		return nil, nil
	}
	var of, w filter
	of.and("e.account = ?", account)
	var things []string
	for _, s := range about {
		things = append(things, "e.object_type = "+of.value(s.Type)+" and e.object_id = "+of.value(s.ID))
	}
	of.and("(" + strings.Join(things, " or ") + ")")
	w.args = of.args
	id := `(id || delivery)` + r.d.bytewise
	w.page("happened", id, before)
	return list(ctx, r, "events on their way", scanEventStep, `
		select * from (
			select e.account, e.seq, e.id, e.type, e.partner, e.object_type, e.object_id, e.data, e.occurred_at, e.epoch,
				coalesce(d.id, '') as delivery, coalesce(d.account, '') as of_account, coalesce(d.endpoint, '') as endpoint,
				coalesce(d.event, '') as of_event, coalesce(d.event_seq, 0) as event_seq, coalesce(d.type, '') as of_type,
				coalesce(d.state, '') as state, coalesce(d.attempts, 0) as attempts, coalesce(d.next_at, 0) as next_at,
				coalesce(d.last_status, 0) as last_status, coalesce(d.last_error, '') as last_error,
				coalesce(d.replay, 1 = 0) as replay, coalesce(d.created_at, 0) as created_at, coalesce(d.done_at, 0) as done_at,
				case when d.done_at > 0 then d.done_at else e.occurred_at end as happened
			from event e left join hook_delivery d on d.account = e.account and d.event = e.id`+of.where()+`) as step`+
		w.where()+` order by happened desc, `+id+` desc`+w.limit(limit), w.args...)
}
