package outbox_test

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// counted is a store that counts how often a transaction was begun anew.
type counted struct {
	portal.Store
	again atomic.Int64
}

func (c *counted) InTx(ctx context.Context, f func(portal.Tx) error) error {
	runs := int64(0)
	err := c.Store.InTx(ctx, func(tx portal.Tx) error {
		runs++
		return f(tx)
	})
	c.again.Add(runs - 1)
	return err
}

// desk is the portal on the store of an owner.
func desk(t *testing.T, s portal.Store) *portal.Service {
	t.Helper()
	vault, err := portal.NewVault(bytes.Repeat([]byte{7}, portal.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	return portal.New(s, vault, at(noon), "https://pay.example.com")
}

func onBoth(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Run("SQLite", func(t *testing.T) { test(t, storetest.SQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, storetest.Postgres(t)) })
}

// An endpoint says that it is gone while somebody changes its address.
func TestAChangeOfAnEndpointSwitchesItNotOnAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		o, d := hooksOn(t, s, 1, "a"), desk(t, s)
		read, done := make(chan struct{}), make(chan struct{})
		var round sync.WaitGroup
		round.Go(func() {
			defer close(done)
			o.round(t, noon, func(context.Context, outbox.Post) outbox.Answer {
				<-read
				return outbox.Answer{Status: 410, Error: "answered 410", Gone: true}
			})
		})
		for { // until the try is under way
			if tried, err := s.Delivery(t.Context(), "acme", "a-1"); err != nil || tried.Attempts == 1 {
				break
			}
		}
		finish := sync.OnceFunc(func() {
			close(read)
			for range 200 { // time enough to be done, should nothing keep it
				select {
				case <-done:
					return
				default:
				}
				if _, err := s.Endpoints(t.Context(), "acme"); err != nil {
					t.Error(err)
				}
			}
		})
		_, err := d.ChangeEndpoint(t.Context(), portal.ByCommand, "acme", "a", func(e *portal.Endpoint) {
			finish()
			e.URL = "https://new.example/in"
		})
		round.Wait()
		e := o.endpoint(t, "a")
		if err != nil || e.URL != "https://new.example/in" || e.Reason != "it answered 410 Gone" || e.DisabledAt.IsZero() {
			t.Errorf("%+v, %v", e, err)
		}
	})
}

// Tries that end and people who switch the endpoint take their locks in one
// order: nobody has to begin anew because two waited for each other.
func TestSwitchingAnEndpointAndItsTriesNeverWaitForEachOther(t *testing.T) {
	s := storetest.Postgres(t)
	o := hooksOn(t, s, 60, "a")
	all := &counted{Store: s}
	d := desk(t, all)
	var ended atomic.Bool
	var people sync.WaitGroup
	for range 2 {
		people.Go(func() {
			for !ended.Load() {
				off := func(e *portal.Endpoint) { e.DisabledAt, e.Reason = noon, "by an admin" }
				if _, err := d.ChangeEndpoint(t.Context(), portal.ByCommand, "acme", "a", off); err != nil {
					t.Error(err)
				}
				if _, err := d.EnableEndpoint(t.Context(), portal.ByCommand, "acme", "a"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for n := range 60 {
		var tries atomic.Int64
		hooks := outbox.NewHooks(all, posting(func(context.Context, outbox.Post) outbox.Answer {
			gone := tries.Add(1)%3 == 0
			return outbox.Answer{Status: 410, Error: "answered 410", Gone: gone}
		}), o, at(noon.Add(time.Duration(n)*time.Minute)), quiet)
		if _, err := hooks.Round(t.Context()); err != nil {
			t.Error(err)
		}
	}
	ended.Store(true)
	people.Wait()
	if n := all.again.Load(); n != 0 {
		t.Errorf("%d transactions were begun anew", n)
	}
}
