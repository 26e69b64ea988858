package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func notes(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	add := func(n portal.DeskNote) error {
		return s.InTx(ctx, func(tx portal.Tx) error { return tx.AddNote(ctx, n) })
	}
	first := portal.DeskNote{ID: "n1", Object: object("demo"), Author: "admin:a", Text: text, CreatedAt: noon}
	twin, last, foreign := first, first, first
	twin.ID, last.ID, foreign.ID = "n2", "n0", "n4"
	last.CreatedAt, foreign.Object = later, object("other")
	for _, n := range []portal.DeskNote{first, last, twin, foreign} {
		wantErr(t, nil, add(n))
	}
	wantErr(t, portal.ErrExists, add(first))
	got(t, []portal.DeskNote{last, twin, first})(s.Notes(ctx, object("demo"), portal.Cursor{}, 9))
	got(t, []portal.DeskNote{last, twin})(s.Notes(ctx, object("demo"), portal.Cursor{}, 2))
	got(t, []portal.DeskNote{first})(s.Notes(ctx, object("demo"), portal.Cursor{At: noon, ID: "n2"}, 9))
	got(t, first)(s.Note(ctx, object("demo"), "n1"))
	_, err := s.Note(ctx, object("other"), "n1")
	wantErr(t, portal.ErrNotFound, err)

	drop := func(k portal.ObjectKey) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.DropNote(ctx, k, "n1") })
	}
	got(t, false)(drop(object("other")))
	got(t, true)(drop(object("demo")))
	got(t, false)(drop(object("demo")))
	got(t, []portal.DeskNote{last, twin})(s.Notes(ctx, object("demo"), portal.Cursor{}, 9))
}

func entriesAbout(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	k := object("demo")
	entry := func(seq int64, at time.Time, of string) portal.Entry {
		return portal.Entry{Account: "demo", Seq: seq, At: at, Actor: "system", Act: "x", Kind: string(k.Kind), Object: of, Data: "{}", Hash: []byte{1}}
	}
	one, back, two, other := entry(1, later, k.ID), entry(2, noon, k.ID), entry(3, noon, k.ID), entry(4, later, "another")
	for _, e := range []portal.Entry{one, back, two, other} {
		in(t, s, func(tx portal.Tx) error { return tx.AppendAudit(ctx, e) })
	}
	got(t, []portal.Entry{one, two, back})(s.EntriesAbout(ctx, k, portal.Cursor{}, 9))
	got(t, []portal.Entry{two})(s.EntriesAbout(ctx, k, portal.Cursor{At: later, ID: "1"}, 1))
	got(t, []portal.Entry{back})(s.EntriesAbout(ctx, k, portal.Cursor{At: noon, ID: "3"}, 9))
	got(t, []portal.Entry{two, back})(s.EntriesAbout(ctx, k, portal.Cursor{At: later}, 9))
}

func mailSteps(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	k := object("demo")
	mail := func(id string, state portal.MessageState) portal.Message {
		return portal.Message{ID: id, Account: "demo", Template: "invoice", To: "a@b.example", Object: k, Data: "{}", State: state, CreatedAt: noon}
	}
	sent, waits, foreign := mail("m1", portal.Sent), mail("m2", portal.Queued), mail("m3", portal.Sent)
	sent.SentAt = noon.Add(time.Minute)
	foreign.Object.ID = "another"
	for _, m := range []portal.Message{sent, waits, foreign} {
		in(t, s, func(tx portal.Tx) error { return tx.AddMessage(ctx, m) })
	}
	in(t, s, func(tx portal.Tx) error {
		_, err := tx.SetMailFate(ctx, "m1", portal.MailBounced, later)
		return err
	})
	sent.Delivered, sent.FateAt = portal.MailBounced, later
	bounced := portal.MailStep{Mail: sent, Told: true, At: later}
	went := portal.MailStep{Mail: sent, At: sent.SentAt}
	queued := portal.MailStep{Mail: waits, At: noon}
	got(t, []portal.MailStep{bounced, went, queued})(s.MailSteps(ctx, k, portal.Cursor{}, 9))
	got(t, []portal.MailStep{went})(s.MailSteps(ctx, k, portal.Cursor{At: later, ID: bounced.ID()}, 1))
	got(t, []portal.MailStep{queued})(s.MailSteps(ctx, k, portal.Cursor{At: went.At, ID: went.ID()}, 9))
}

func eventSteps(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	about := portal.Subject{Type: "link_request", ID: "lr_1"}
	event := func(account, id, object string, at time.Time) portal.Event {
		e, err := tell(s, portal.Event{Account: account, ID: id, Type: portal.EventLinked, ObjectType: "link_request", ObjectID: object, Data: "{}", OccurredAt: at})
		wantErr(t, nil, err)
		return e
	}
	first := event("demo", "e1", "lr_1", noon)
	alone := event("demo", "e2", "lr_1", noon.Add(time.Second))
	event("demo", "e3", "lr_2", noon)
	event("other", "e4", "lr_1", noon)
	done := portal.HookDelivery{ID: "d1", Account: "demo", Endpoint: "p1", Event: "e1", EventSeq: 1, Type: first.Type,
		State: portal.DeliveryDone, LastStatus: 200, Replay: true, CreatedAt: noon, DoneAt: later}
	waits := portal.HookDelivery{ID: "d2", Account: "demo", Endpoint: "p2", Event: "e1", EventSeq: 1, Type: first.Type,
		State: portal.DeliveryQueued, NextAt: later, CreatedAt: noon}
	for _, d := range []portal.HookDelivery{done, waits} {
		in(t, s, func(tx portal.Tx) error { return tx.AddDelivery(ctx, d) })
	}
	told := portal.EventStep{Event: first, Delivery: done, At: later}
	toTell := portal.EventStep{Event: first, Delivery: waits, At: noon}
	nobody := portal.EventStep{Event: alone, At: alone.OccurredAt}
	all := []portal.EventStep{told, nobody, toTell}
	got(t, all)(s.EventSteps(ctx, "demo", []portal.Subject{about}, portal.Cursor{}, 9))
	got(t, all)(s.EventSteps(ctx, "demo", []portal.Subject{{Type: "quote", ID: "lr_1"}, about}, portal.Cursor{}, 9))
	got(t, all[1:2])(s.EventSteps(ctx, "demo", []portal.Subject{about}, portal.Cursor{At: later, ID: told.ID()}, 1))
	got(t, all[2:])(s.EventSteps(ctx, "demo", []portal.Subject{about}, portal.Cursor{At: nobody.At, ID: nobody.ID()}, 9))
	got(t, []portal.EventStep(nil))(s.EventSteps(ctx, "demo", nil, portal.Cursor{}, 9))
}
