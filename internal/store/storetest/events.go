package storetest

import (
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func tell(s portal.Store, e portal.Event) (kept portal.Event, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		kept, err = tx.AppendEvent(ctx, e)
		return err
	})
	return kept, err
}

func events(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Event{Account: "demo", Seq: 99, ID: "e1", Type: portal.EventLinked, Partner: "books",
		ObjectType: "link_request", ObjectID: "lr_1", Data: `{"z": 1,  "a":2}`, OccurredAt: noon}
	want := full
	want.Seq, want.Epoch = 1, 1
	got(t, want)(tell(s, full))
	bare, foreign := portal.Event{Account: "demo", ID: "e2"}, portal.Event{Account: "other", ID: "e3"}
	bare.Seq, foreign.Seq = 2, 1
	bare.Epoch, foreign.Epoch = 1, 1
	got(t, bare)(tell(s, bare))
	got(t, foreign)(tell(s, foreign))

	got(t, want)(s.Event(ctx, "demo", "e1"))
	_, err := s.Event(ctx, "other", "e1")
	wantErr(t, portal.ErrNotFound, err)
	got(t, []portal.Event{want, bare})(s.Events(ctx, "demo", "", 0, 9))
	got(t, []portal.Event{want})(s.Events(ctx, "demo", "", 0, 1))
	got(t, []portal.Event{bare})(s.Events(ctx, "demo", "", 1, 9))
	got(t, []portal.Event{want})(s.Events(ctx, "demo", "books", 0, 9))
	got(t, []portal.Event(nil))(s.Events(ctx, "demo", "books", 1, 9))
	got(t, []portal.Event{foreign})(s.Events(ctx, "other", "", 0, 9))
}

// eventRace: a third of the writers give up after they had a number.
func eventRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	const writers, each = 9, 10
	together(t, writers, func(w int) (bool, error) {
		for i := range each {
			err := s.InTx(ctx, func(tx portal.Tx) error {
				_, err := tx.AppendEvent(ctx, portal.Event{Account: "demo", ID: fmt.Sprint(w, "-", i)})
				if err == nil && w%3 == 0 {
					err = errGiveUp
				}
				return err
			})
			if ignore(err, errGiveUp) != nil {
				return false, err
			}
		}
		return true, nil
	})
	all, err := s.Events(ctx, "demo", "", 0, 1000)
	if err != nil || len(all) != writers*each*2/3 {
		t.Fatalf("%d events, %v", len(all), err)
	}
	for i, e := range all {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d has number %d", i+1, e.Seq)
		}
	}
}

func endpoints(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Endpoint{Account: "demo", ID: "full", Partner: "books", URL: "https://a.example/hook?x=1",
		Events: []string{portal.EventLinked}, Style: portal.TimedStyle, HeaderPrefix: "X-Latchkey-",
		Sealed: []byte{0, 255}, SealedOld: []byte{1}, OldUntil: later, DisabledAt: later, Reason: text, Exhausted: 2,
		CreatedAt: later, UpdatedAt: later}
	bare, foreign := portal.Endpoint{Account: "demo", ID: "bare"}, portal.Endpoint{Account: "other", ID: "far", CreatedAt: noon}
	put := func(e portal.Endpoint) error {
		return s.InTx(ctx, func(tx portal.Tx) error { return tx.PutEndpoint(ctx, e) })
	}
	for _, e := range []portal.Endpoint{full, bare, foreign} {
		wantErr(t, nil, put(e))
	}
	got(t, full)(s.Endpoint(ctx, "demo", "full"))
	got(t, []portal.Endpoint{bare, full})(s.Endpoints(ctx, "demo"))
	got(t, []portal.Endpoint{bare, foreign, full})(s.Endpoints(ctx, ""))
	_, err := s.Endpoint(ctx, "other", "full")
	wantErr(t, portal.ErrNotFound, err)
	wantErr(t, portal.ErrExists, put(portal.Endpoint{Account: "other", ID: "full"}))

	exhausted := func(account, id string, failed bool) (n int64, err error) {
		err = s.InTx(ctx, func(tx portal.Tx) (err error) {
			n, err = tx.CountExhausted(ctx, account, id, failed)
			return err
		})
		return n, err
	}
	got(t, int64(3))(exhausted("demo", "full", true))
	got(t, int64(4))(exhausted("demo", "full", true))
	_, err = exhausted("other", "full", true)
	wantErr(t, portal.ErrNotFound, err)
	got(t, int64(0))(exhausted("other", "full", false))
	full.Exhausted = 4
	got(t, full)(s.Endpoint(ctx, "demo", "full"))
	got(t, int64(0))(exhausted("demo", "full", false))
	full.Exhausted = 0
	got(t, full)(s.Endpoint(ctx, "demo", "full"))

	full = portal.Endpoint{Account: "demo", ID: "full", URL: "https://b.example", CreatedAt: later}
	wantErr(t, nil, put(full))
	got(t, full)(s.Endpoint(ctx, "demo", "full"))
	drop := func(account string) error {
		return s.InTx(ctx, func(tx portal.Tx) error { return tx.DeleteEndpoint(ctx, account, "full") })
	}
	wantErr(t, portal.ErrNotFound, drop("other"))
	wantErr(t, nil, drop("demo"))
	got(t, []portal.Endpoint{bare})(s.Endpoints(ctx, "demo"))
}
