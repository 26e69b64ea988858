package portal_test

import (
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// meanwhile runs f while a transaction is between its reading and its writing,
// and gives it time enough to be done, should nothing keep it.
func (o *office) meanwhile(wg *sync.WaitGroup, f func() error) func() {
	return sync.OnceFunc(func() {
		done := make(chan struct{})
		wg.Go(func() {
			defer close(done)
			if err := f(); err != nil {
				o.t.Error(err)
			}
		})
		for range 200 {
			select {
			case <-done:
				return
			default:
			}
			if _, err := o.store.Endpoints(ctx, "acme"); err != nil {
				o.t.Error(err)
			}
		}
	})
}

func TestAChangeOfAnEndpointBringsNoOldSecretBack(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		e, first, err := o.service.CreateEndpoint(ctx, portal.ByCommand, portal.Endpoint{Account: "acme", URL: "https://a.example"})
		o.must(err)
		var wg sync.WaitGroup
		var next string
		rotate := o.meanwhile(&wg, func() (err error) {
			next, err = o.service.RotateEndpointSecret(ctx, portal.ByCommand, "acme", e.ID, portal.SecretOverlap)
			return err
		})
		_, err = o.service.ChangeEndpoint(ctx, portal.ByCommand, "acme", e.ID, func(e *portal.Endpoint) {
			rotate()
			e.URL = "https://b.example"
		})
		o.must(err)
		wg.Wait()
		e, err = o.service.Endpoint(ctx, "acme", e.ID)
		o.must(err)
		current, old, err := o.service.HookSecrets(e)
		if current != next || old != first || e.URL != "https://b.example" || err != nil {
			t.Errorf("the secret is the new one: %v, the one before signs beside it: %v, %s, %v", current == next, old == first, e.URL, err)
		}
	})
}

// Two rotations at once: who was told a secret sees it sign.
func TestOfTwoNewSecretsOfAnEndpointBothSign(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		e, _, err := o.service.CreateEndpoint(ctx, portal.ByCommand, portal.Endpoint{Account: "acme", URL: "https://a.example"})
		o.must(err)
		for range 20 {
			secrets := make([]string, 2)
			together(2, func(i int) {
				var err error
				if secrets[i], err = o.service.RotateEndpointSecret(ctx, portal.ByCommand, "acme", e.ID, portal.SecretOverlap); err != nil {
					t.Error(err)
				}
			})
			kept, err := o.service.Endpoint(ctx, "acme", e.ID)
			o.must(err)
			current, old, err := o.service.HookSecrets(kept)
			o.must(err)
			if !(current == secrets[0] && old == secrets[1] || current == secrets[1] && old == secrets[0]) {
				t.Fatal("a secret that was given out signs nothing")
			}
		}
	})
}
