package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func queue(t *testing.T, s portal.Store, all ...portal.Message) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, m := range all {
			if err := tx.AddMessage(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func queued(id string, due time.Time) portal.Message {
	return portal.Message{ID: id, Account: "demo", Object: object("demo"), State: portal.Queued, NextAt: due,
		CreatedAt: due}
}

func claimOnce(s portal.Store, now time.Time, limit int) (all []portal.Message, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		all, err = tx.ClaimMessages(ctx, now, time.Minute, limit)
		return err
	})
	return all, err
}

func messages(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	full := portal.Message{ID: "z", Account: "demo", Template: "new-link", To: "z@example.org",
		Object: object("demo"), Start: 1, End: 1 << 40, Data: `{"a": 1}`, State: portal.Failed,
		Attempts: 7, NextAt: noon, LastError: text, CreatedAt: noon, SentAt: noon.Add(time.Second),
		Seq: 3, Delivered: portal.MailBounced, FateAt: noon.Add(time.Minute)}
	bare := portal.Message{ID: "a", Account: "demo"}
	queue(t, s, full, bare)
	got(t, full)(s.Message(ctx, "z"))
	got(t, []portal.Message{bare, full})(s.Messages(ctx, portal.ObjectKey{}, 9))
	got(t, []portal.Message{bare})(s.Messages(ctx, portal.ObjectKey{}, 1))
	got(t, []portal.Message{full})(s.Messages(ctx, object("demo"), 9))
	got(t, []portal.Message(nil))(s.Messages(ctx, object("other"), 9))
}

func messageLists(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	var all []portal.Message
	for _, m := range []portal.Message{
		{ID: "d", State: portal.Queued}, {ID: "a", State: portal.Sent}, {ID: "c", State: portal.Sent, Delivered: portal.MailBounced, FateAt: noon},
		{ID: "b", State: portal.Failed}, {ID: "e", State: portal.Sent, Delivered: portal.MailDelivered, FateAt: noon},
	} {
		m.Account = "demo"
		all = append(all, m)
	}
	queue(t, s, all...)
	for _, c := range []struct {
		filter portal.MessageFilter
		want   string // ids, the last one added first
	}{
		{portal.MessageFilter{}, "ebcad"},
		{portal.MessageFilter{Limit: 2}, "eb"},
		{portal.MessageFilter{Before: "b"}, "cad"},
		{portal.MessageFilter{Before: "b", State: portal.Sent, Limit: 1}, "c"},
		{portal.MessageFilter{Before: "none"}, ""},
		{portal.MessageFilter{State: portal.Sent}, "eca"},
		{portal.MessageFilter{State: portal.Sent, Unheard: true}, "a"},
		{portal.MessageFilter{Fate: portal.MailBounced}, "c"},
		{portal.MessageFilter{Fate: portal.MailComplained}, ""},
	} {
		list, err := s.MessageList(ctx, c.filter)
		ids := ""
		for _, m := range list {
			ids += m.ID
		}
		if err != nil || ids != c.want {
			t.Errorf("%+v: %q, %v; want %q", c.filter, ids, err, c.want)
		}
	}
}

func claim(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	first, second, later := queued("z", noon), queued("a", noon.Add(time.Second)), queued("b", noon.Add(time.Hour))
	sent := queued("s", noon)
	sent.State = portal.Sent
	queue(t, s, later, second, first, sent)

	now := noon.Add(time.Second)
	held := first
	held.NextAt, held.Attempts = now.Add(time.Minute), 1
	got(t, []portal.Message{held})(claimOnce(s, now, 1))
	got(t, held)(s.Message(ctx, "z"))
	second.NextAt, second.Attempts = now.Add(time.Minute), 1
	got(t, []portal.Message{second})(claimOnce(s, now, 9))
	got(t, []portal.Message(nil))(claimOnce(s, now.Add(time.Minute-time.Microsecond), 9))

	again, err := claimOnce(s, now.Add(time.Minute), 9) // the leases have passed
	if err != nil || len(again) != 2 || again[0].ID != "z" || again[0].Attempts != 2 {
		t.Errorf("want z and a once more, have %+v, %v", again, err)
	}
}

func finish(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	queue(t, s, queued("1", noon))
	all, err := claimOnce(s, noon, 1)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	m := all[0]
	end := func(m portal.Message, want bool) {
		t.Helper()
		got(t, want)(verb(s, func(tx portal.Tx) (bool, error) { return tx.FinishMessage(ctx, m) }))
	}

	m.NextAt, m.LastError = noon.Add(time.Hour), text // to be tried again
	end(m, true)
	got(t, m)(s.Message(ctx, "1"))
	m.State, m.SentAt, m.LastError = portal.Sent, noon, ""
	end(m, true)
	got(t, m)(s.Message(ctx, "1"))
	late := m
	late.State, late.LastError = portal.Queued, "a slower claimant"
	end(late, false)
	got(t, m)(s.Message(ctx, "1"))
}

func claimRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	const workers, total = 8, 200
	var all []portal.Message
	for i := range total {
		all = append(all, queued(fmt.Sprint(i), noon))
	}
	queue(t, s, all...)
	claims := together(t, workers, func(int) (mine []portal.Message, err error) {
		for {
			some, err := claimOnce(s, noon, 7)
			if err != nil || len(some) == 0 {
				return mine, err
			}
			mine = append(mine, some...)
		}
	})
	times := map[string]int{}
	for _, mine := range claims {
		for _, m := range mine {
			times[m.ID]++
		}
	}
	for i := range total {
		if n := times[fmt.Sprint(i)]; n != 1 {
			t.Errorf("message %d was claimed %d times", i, n)
		}
	}
}

// askedMails counts what visitors asked for and nothing else.
func askedMails(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	asked := func(id, account, to, by string, at time.Time) portal.Message {
		return portal.Message{ID: id, Account: account, To: to, CreatedAt: at, Data: `{"asked":"` + by + `","attempt":2}`}
	}
	queue(t, s,
		asked("a", "demo", "Anna@Example.org", "customer", noon),
		asked("b", "demo", "anna@example.org", "customer", noon.Add(time.Hour)),
		asked("c", "demo", "anna@example.org", "customer", noon.Add(2*time.Hour)),
		asked("d", "demo", "anna@example.org", "api", noon.Add(2*time.Hour)),
		asked("e", "demo", "ben@example.org", "customer", noon.Add(2*time.Hour)),
		asked("f", "other", "anna@example.org", "customer", noon.Add(2*time.Hour)),
		portal.Message{ID: "g", Account: "demo", To: "anna@example.org", CreatedAt: noon.Add(2 * time.Hour), Data: "{}"})
	for after, want := range map[time.Time]int{noon.Add(-time.Second): 3, noon: 2, noon.Add(time.Hour): 1, noon.Add(2 * time.Hour): 0} {
		got(t, want)(s.AskedMails(ctx, "demo", "ANNA@example.org", after))
	}
}
