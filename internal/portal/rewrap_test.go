package portal_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// under gives the office a vault: the byte of the master key in force, and those
// of the others, as a program does that is started anew.
func (o *office) under(b byte, others ...byte) {
	o.t.Helper()
	key := func(b byte) []byte { return bytes.Repeat([]byte{b}, portal.MasterKeySize) }
	var more [][]byte
	for _, other := range others {
		more = append(more, key(other))
	}
	vault, err := portal.NewVault(key(b), more...)
	o.must(err)
	kept, err := o.store.KeptKeys(ctx)
	o.must(err)
	o.must(vault.Recall(kept))
	o.service = portal.New(o.store, vault, o.now, "https://pay.example.com")
}

// sealed keeps a value in every place that there is, and returns the endpoint.
func (o *office) sealed() portal.Endpoint {
	o.t.Helper()
	o.account("acme")
	o.must(o.service.RotateSeed(ctx, portal.ByCommand, "acme", []byte("the first seed of all"), 0))
	o.must(o.service.SetPayKeys(ctx, portal.ByCommand, "acme", portal.PayKeys{API: "sk_test_1", Hook: "whsec_1"}))
	e, _, err := o.service.CreateEndpoint(ctx, portal.ByCommand, portal.Endpoint{Account: "acme", URL: "https://hooks.example.com"})
	o.must(err)
	_, err = o.service.RotateEndpointSecret(ctx, portal.ByCommand, "acme", e.ID, portal.SecretOverlap)
	o.must(err)
	_, err = o.service.ReceiveNotification(ctx, "acme", "application/xml", []byte("<purchase/>"))
	o.must(err)
	_, err = o.service.Propose(ctx, portal.ByCommand, "acme", portal.SeedChange{Seed: []byte("the second seed of all")})
	o.must(err)
	return e
}

func TestEverythingOpensUnderTheNewMasterKeyAloneOnceItWasRewrapped(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		e := o.sealed()
		secrets := func() [2]string {
			t.Helper()
			e, err := o.service.Endpoint(ctx, "acme", e.ID)
			o.must(err)
			current, old, err := o.service.HookSecrets(e)
			o.must(err)
			return [2]string{current, old}
		}
		before := secrets()
		if before[0] == "" || before[1] == "" {
			t.Fatalf("secrets %q", before)
		}

		o.under(8, 7)
		if secrets() != before {
			t.Error("the key before does not open while it is configured")
		}
		report, err := o.service.MasterKeys(ctx)
		o.must(err)
		if report.Kept || report.Otherwise() < 8 {
			t.Errorf("before the change: %+v", report)
		}
		var far int64
		done, err := o.service.Rewrap(ctx, portal.ByCommand, func(n int64) { far = n })
		o.must(err)
		if !done.Done() || done.Resealed != report.Otherwise() || far != done.Resealed {
			t.Errorf("%+v, %d told of %d", done, far, report.Otherwise())
		}
		again, err := o.service.Rewrap(ctx, portal.ByCommand, func(int64) {})
		o.must(err)
		if again.Resealed != 0 || !again.Done() {
			t.Errorf("the second time %+v", again)
		}
		report, err = o.service.MasterKeys(ctx)
		o.must(err)
		for _, c := range report.Counts {
			if c.Otherwise != 0 {
				t.Errorf("%s: %d of %d are under the key before", c.Place, c.Otherwise, c.All)
			}
		}
		if late, err := o.service.WrittenLate(ctx); err != nil || late != 0 || !report.Kept {
			t.Errorf("%d late, %v, kept %v", late, err, report.Kept)
		}

		o.under(8)
		if secrets() != before {
			t.Error("it does not open without the key before")
		}
		if r := verify(t, o.service); len(r.Breaks) > 0 {
			t.Errorf("the trail breaks: %+v", r.Breaks)
		}
		inbox, err := o.service.RunInbox(ctx, func(body []byte) ([]portal.Notification, error) {
			if string(body) != "<purchase/>" {
				t.Errorf("the notification opens as %q", body)
			}
			return nil, nil
		})
		if err != nil || inbox != 1 {
			t.Errorf("%d notifications, %v", inbox, err)
		}

		o.under(9, 8) // a second change takes what was kept of the first along
		_, err = o.service.Rewrap(ctx, portal.ByCommand, func(int64) {})
		o.must(err)
		o.under(9)
		if r := verify(t, o.service); len(r.Breaks) > 0 || secrets() != before {
			t.Errorf("after the second change: %+v", r.Breaks)
		}
	})
}

func TestWithoutTheKeyBeforeNothingIsRewrapped(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.sealed()
		if _, err := o.service.Rewrap(ctx, portal.ByCommand, func(int64) {}); !errors.Is(err, portal.ErrOneMasterKey) {
			t.Errorf("with one key: %v", err)
		}
		o.under(8, 9) // neither sealed anything
		done, err := o.service.Rewrap(ctx, portal.ByCommand, func(int64) {})
		o.must(err)
		report, err := o.service.MasterKeys(ctx)
		o.must(err)
		if done.Done() || done.Resealed != 0 || done.Foreign == 0 || report.Kept {
			t.Errorf("%+v, kept %v", done, report.Kept)
		}
		o.under(7)
		if _, err := o.service.SecretOf(ctx, "acme", portal.SeedCurrent); err != nil {
			t.Errorf("what no key opened was changed: %v", err)
		}
	})
}

// A node that has the old key in force, beside one that has the new one.
func TestNodesWithBothKeysReadWhatEitherWrote(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.sealed()
		o.under(7, 8)
		o.must(o.service.RotateSeed(ctx, portal.ByCommand, "acme", []byte("of the node behind"), 0))
		o.under(8, 7)
		seed, err := o.service.SecretOf(ctx, "acme", portal.SeedCurrent)
		if err != nil || seed != "of the node behind" {
			t.Errorf("%q, %v", seed, err)
		}
		_, err = o.service.Rewrap(ctx, portal.ByCommand, func(int64) {})
		o.must(err)
		o.under(7, 8)
		if r := verify(t, o.service); len(r.Breaks) > 0 {
			t.Errorf("the node behind: %+v", r.Breaks)
		}
		o.must(o.service.RotateSeed(ctx, portal.ByCommand, "acme", []byte("the node behind again"), 0))
		o.under(8, 7)
		late, err := o.service.WrittenLate(ctx)
		report, err2 := o.service.MasterKeys(ctx)
		if err != nil || err2 != nil || late != 1 || report.Otherwise() == 0 {
			t.Errorf("what the node behind wrote since is not noticed: %d trails, %d values, %v, %v", late, report.Otherwise(), err, err2)
		}
	})
}

func TestTheMasterKeyBeforeWritesNothingThatIsBelieved(t *testing.T) {
	s, file := trail(t)
	o := &office{t: t, store: file.Again(), service: s}
	o.clock.Store(noon)
	o.under(8, 7)
	_, err := o.service.Rewrap(ctx, portal.ByCommand, func(int64) {})
	o.must(err)
	o.service = portal.New(o.store, vaultOf(t, 7), o.now, "") // whoever has the old key writes on
	o.must(o.service.Record(ctx, portal.Entry{Account: "acme", Actor: "admin:1", Act: "link.reissued", Kind: "p", Object: "1"}))
	o.under(8)
	if r := verify(t, o.service); len(r.Breaks) != 1 || r.Breaks[0].Account != "acme" || r.Breaks[0].Seq != 7 {
		t.Errorf("%+v", r.Breaks)
	}
}

func TestATrailThatWasCutBelowTheChangeOfTheMasterKeyDoesNotHold(t *testing.T) {
	for name, cut := range map[string][]string{
		"its tail with its head": {
			"drop trigger audit_entry_kept", "delete from audit_entry where account = 'acme' and seq > 4",
			"update audit_head set seq = 4, hash = (select hash from audit_entry where account = 'acme' and seq = 4) where account = 'acme'",
		},
		"all of it": {
			"drop trigger audit_entry_kept", "delete from audit_entry where account = 'acme'", "delete from audit_head where account = 'acme'",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, file := trail(t)
			o := &office{t: t, store: file.Again(), service: s}
			o.clock.Store(noon)
			o.under(8, 7)
			_, err := o.service.Rewrap(ctx, portal.ByCommand, func(int64) {})
			o.must(err)
			file.Exec(cut...)
			o.under(8)
			r := verify(t, o.service)
			if !slices.ContainsFunc(r.Breaks, func(b portal.Break) bool {
				return b.Account == "acme" && strings.Contains(b.Reason, "longer when the master key was changed")
			}) {
				t.Errorf("%+v", r.Breaks)
			}
		})
	}
}
