package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func challenges(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	full := portal.Challenge{ID: "1", Account: "demo", Link: "grant", CodeHash: []byte{0, 255}, Tries: 2,
		CreatedAt: noon, ExpiresAt: later, PassedAt: noon}
	open := portal.Challenge{ID: "2", Account: "demo", CodeHash: []byte{1}, ExpiresAt: later}
	late := portal.Challenge{ID: "3", Account: "demo", CodeHash: []byte{1}, ExpiresAt: later}
	in(t, s, func(tx portal.Tx) error {
		for _, c := range []portal.Challenge{full, open, late} {
			wantErr(t, nil, tx.AddChallenge(ctx, c))
		}
		wantErr(t, portal.ErrExists, tx.AddChallenge(ctx, full))
		return nil
	})
	got(t, full)(s.Challenge(ctx, "1"))
	_, err := s.Challenge(ctx, "none")
	wantErr(t, portal.ErrNotFound, err)

	try := func(id string, most int64, now time.Time) (c portal.Challenge, won bool) {
		in(t, s, func(tx portal.Tx) (err error) {
			c, won, err = tx.TryChallenge(ctx, id, most, now)
			return err
		})
		return c, won
	}
	pass := func(id string, at time.Time) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.PassChallenge(ctx, id, at) })
	}
	if _, won := try("1", 9, noon); won {
		t.Error("a passed challenge was tried")
	}
	if _, won := try("3", 9, later); won {
		t.Error("a challenge was tried at its end")
	}
	got(t, false)(pass("3", later))
	got(t, false)(pass("1", noon))
	before := later.Add(-time.Microsecond)
	for n := int64(1); n <= 3; n++ {
		open.Tries = n
		c, won := try("2", 3, before)
		got(t, open)(c, nil)
		got(t, true)(won, nil)
	}
	c, won := try("2", 3, noon)
	got(t, portal.Challenge{})(c, nil)
	got(t, false)(won, nil)
	got(t, true)(pass("2", before))
	got(t, false)(pass("2", before))
	open.PassedAt, open.CodeHash = before, nil
	got(t, open)(s.Challenge(ctx, "2"))
}

func challengeRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	in(t, s, func(tx portal.Tx) error {
		return tx.AddChallenge(ctx, portal.Challenge{ID: "1", Account: "demo", ExpiresAt: later})
	})
	won := together(t, 32, func(int) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) {
			_, won, err := tx.TryChallenge(ctx, "1", 5, noon)
			return won, err
		})
	})
	got(t, 5)(count(won), nil)
	won = together(t, 8, func(int) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.PassChallenge(ctx, "1", noon) })
	})
	got(t, 1)(count(won), nil)
}

func replays(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Replay{Account: "demo", Caller: "partner:1", Key: text, Request: []byte{0, 255}, Status: 409,
		Type: "application/json", Body: []byte(text), At: noon}
	foreign := portal.Replay{Account: "other", Caller: "partner:1", Key: text, At: later}
	other := portal.Replay{Account: "demo", Caller: "key:1", Key: text, At: noon.Add(-time.Microsecond)}
	in(t, s, func(tx portal.Tx) error {
		for _, r := range []portal.Replay{full, foreign, other} {
			wantErr(t, nil, tx.AddReplay(ctx, r, time.Time{}, time.Time{}, time.Second))
		}
		wantErr(t, portal.ErrExists, tx.AddReplay(ctx, portal.Replay{Account: "demo", Caller: "partner:1", Key: text}, time.Time{}, time.Time{}, time.Second))
		return nil
	})
	got(t, full)(s.Replay(ctx, "demo", "partner:1", text))
	got(t, foreign)(s.Replay(ctx, "other", "partner:1", text))
	_, err := s.Replay(ctx, "demo", "partner:1", "none")
	wantErr(t, portal.ErrNotFound, err)
	in(t, s, func(tx portal.Tx) error {
		got(t, int64(1))(tx.DropReplays(ctx, noon, 9))
		got(t, int64(1))(tx.DropReplays(ctx, later, 1))
		return nil
	})
	got(t, foreign)(s.Replay(ctx, "other", "partner:1", text))
	_, err = s.Replay(ctx, "demo", "partner:1", text)
	wantErr(t, portal.ErrNotFound, err)
}

func claimedReplays(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	claim := portal.Replay{Account: "demo", Caller: "key:1", Key: "k", Request: []byte{1}, At: noon}
	answer := portal.Replay{Account: "demo", Caller: "key:1", Key: "k", Request: []byte{1}, Status: 201, Type: "text/plain", Body: []byte(text), At: later}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrNotFound, tx.SetReplay(ctx, answer))
		wantErr(t, nil, tx.AddReplay(ctx, claim, time.Time{}, time.Time{}, time.Second))
		return tx.SetReplay(ctx, answer)
	})
	got(t, answer)(s.Replay(ctx, "demo", "key:1", "k"))
	won := together(t, 8, func(int) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) {
			err := tx.AddReplay(ctx, claim, answer.At.Add(-time.Microsecond), later, time.Minute) // it has not run out
			if errors.Is(err, portal.ErrExists) {
				return false, nil
			}
			return err == nil, err
		})
	})
	got(t, 0)(count(won), nil)
	in(t, s, func(tx portal.Tx) error {
		return tx.AddReplay(ctx, claim, answer.At.Add(time.Microsecond), time.Time{}, time.Second)
	})
	got(t, claim)(s.Replay(ctx, "demo", "key:1", "k"))
	heir := claim
	heir.At = later
	in(t, s, func(tx portal.Tx) error { // one without an answer, which an earlier release may have left
		wantErr(t, portal.ErrExists, tx.AddReplay(ctx, heir, time.Time{}, claim.At, time.Second))
		return tx.AddReplay(ctx, heir, time.Time{}, claim.At.Add(time.Microsecond), time.Second)
	})
	got(t, heir)(s.Replay(ctx, "demo", "key:1", "k"))
	in(t, s, func(tx portal.Tx) error { return tx.DropReplay(ctx, claim) })
	_, err := s.Replay(ctx, "demo", "key:1", "k")
	wantErr(t, portal.ErrNotFound, err)
}

func suppressions(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	old := portal.Suppression{Account: "demo", Email: "zoë@example.org", Reason: portal.MailBounced, At: noon}
	young := portal.Suppression{Account: "demo", Email: "b@example.org", Reason: portal.MailComplained, At: later}
	foreign := portal.Suppression{Account: "other", Email: old.Email}
	put := func(all ...portal.Suppression) {
		in(t, s, func(tx portal.Tx) error {
			for _, one := range all {
				wantErr(t, nil, tx.PutSuppression(ctx, one))
			}
			return nil
		})
	}
	put(old, young, foreign)
	got(t, old)(s.Suppressed(ctx, "demo", old.Email))
	got(t, []portal.Suppression{young, old})(s.Suppressions(ctx, "demo", 9))
	got(t, []portal.Suppression{young})(s.Suppressions(ctx, "demo", 1))
	old.Reason, old.At = portal.MailComplained, later.Add(time.Hour)
	put(old)
	got(t, []portal.Suppression{old, young})(s.Suppressions(ctx, "demo", 9))
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.DeleteSuppression(ctx, "demo", old.Email))
		return tx.DeleteSuppression(ctx, "demo", "none")
	})
	_, err := s.Suppressed(ctx, "demo", old.Email)
	wantErr(t, portal.ErrNotFound, err)
	got(t, foreign)(s.Suppressed(ctx, "other", old.Email))
}

func mailFates(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	m := queued("1", noon)
	queue(t, s, m)
	at := noon
	for _, c := range []struct{ told, kept portal.MailFate }{
		{portal.MailDelivered, portal.MailDelivered},
		{portal.MailDelivered, portal.MailDelivered},
		{portal.MailBounced, portal.MailBounced},
		{portal.MailDelivered, portal.MailBounced},
		{portal.MailBounced, portal.MailBounced},
		{portal.MailComplained, portal.MailComplained},
		{portal.MailBounced, portal.MailComplained},
		{portal.MailDelivered, portal.MailComplained},
	} {
		at = at.Add(time.Minute)
		if m.Delivered != c.kept {
			m.Delivered, m.FateAt = c.kept, at
		}
		in(t, s, func(tx portal.Tx) error {
			got(t, m)(tx.SetMailFate(ctx, "1", c.told, at))
			_, err := tx.SetMailFate(ctx, "none", c.told, at)
			wantErr(t, portal.ErrNotFound, err)
			return nil
		})
	}
	got(t, m)(s.Message(ctx, "1"))
}

func requeueMessage(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	for state, may := range map[portal.MessageState]bool{portal.Queued: false, portal.Lapsed: false,
		portal.Sent: true, portal.Failed: true} {
		m := queued(string(state), noon)
		m.State, m.Attempts, m.LastError, m.SentAt = state, 7, text, noon
		m.Delivered, m.FateAt = portal.MailBounced, noon
		queue(t, s, m)
		requeue := func() (bool, error) {
			return verb(s, func(tx portal.Tx) (bool, error) { return tx.RequeueMessage(ctx, m.ID, later) })
		}
		got(t, may)(requeue())
		got(t, false)(requeue())
		if may {
			m = queued(m.ID, noon)
			m.NextAt = later
		}
		got(t, m)(s.Message(ctx, m.ID))
	}
}

// numberedMails: one of each number for one link and one kind of mail.
func numberedMails(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	add := func(id string, change func(*portal.Message)) error {
		m := portal.Message{ID: id, Account: "demo", Template: "reminder", Object: object("demo"), Start: 1, Seq: 1}
		change(&m)
		return s.InTx(ctx, func(tx portal.Tx) error { return tx.AddMessage(ctx, m) })
	}
	wantErr(t, nil, add("1", func(*portal.Message) {}))
	wantErr(t, portal.ErrExists, add("2", func(*portal.Message) {}))
	wantErr(t, nil, add("3", func(m *portal.Message) { m.Seq = 2 }))
	wantErr(t, nil, add("4", func(m *portal.Message) { m.Template = "request" }))
	wantErr(t, nil, add("5", func(m *portal.Message) { m.Start = 2 }))
	wantErr(t, nil, add("6", func(m *portal.Message) { m.Seq = 0 }))
	wantErr(t, nil, add("7", func(m *portal.Message) { m.Seq = 0 })) // not numbered
}
