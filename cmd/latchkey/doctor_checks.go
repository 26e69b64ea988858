package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

// proxies warns where visitors cannot be told apart: the program speaks no TLS, so
// somebody in front of an https address does. Whether he sends X-Forwarded-For a
// server sees and logs; the doctor sees no requests.
func (c *checkup) proxies(set *config.Config) {
	if set.Mode.Lenient() || !set.Secure() || len(set.TrustedProxies) > 0 {
		return
	}
	c.note("proxies: BASE_URL is https, so a proxy in front ends TLS, and TRUSTED_PROXIES names none: all visitors count as its one address, " +
		"and the limits of one visitor hold for all together; name the proxy, such as --trusted-proxies 127.0.0.1/32, and have it set X-Forwarded-For")
}

// maxDrift is how far clocks may differ: links open that much early for it.
const maxDrift = time.Minute

// checkClock leaves the server's clock alone where ours is made to stand.
func checkClock(a *app, i *installation) error {
	newest, err := i.store.LastEntry(a.ctx)
	if err != nil {
		return err
	}
	var server time.Time
	if i.config.TestClock == 0 {
		if server, err = i.store.ServerTime(a.ctx); err != nil {
			return err
		}
	}
	return judgeClock(i.clock.now(), newest, server)
}

// judgeClock compares now with the newest entry of the audit trail and with the
// database server's time; the zero time of either says nothing.
func judgeClock(now, newest, server time.Time) error {
	if behind := newest.Sub(now); behind > maxDrift {
		return fmt.Errorf("it is %s behind the newest audit entry (%s): links would end and start late; let NTP set it",
			behind.Round(time.Second), newest.UTC().Format(time.RFC3339))
	}
	if drift := now.Sub(server).Abs(); !server.IsZero() && drift > maxDrift {
		return fmt.Errorf("it differs from the database server's by %s; let NTP set both", drift.Round(time.Second))
	}
	return nil
}

// overlaps fails where v1 is accepted, and warns where it might be switched on.
func (c *checkup) overlaps(i *installation) {
	accounts, err := i.store.Accounts(c.ctx)
	if err != nil {
		c.say("id overlaps", err)
		return
	}
	found, err := i.store.Overlaps(c.ctx)
	if err != nil {
		c.say("id overlaps", err)
		return
	}
	shared, err := i.store.SharedNumbers(c.ctx)
	if err == nil && len(shared) > 0 {
		err = fmt.Errorf("%d invoice numbers stand in several accounts with --legacy-invoice, so /invoice/%s.pdf finds only that of the oldest; "+
			"switch it off for all of them but one: latchkey account set SLUG --no-legacy-invoice", len(shared), shared[0])
	}
	failures := []error{err}
	for _, o := range found {
		at := slices.IndexFunc(accounts, func(a portal.Account) bool { return a.Slug == o.Account })
		said := fmt.Sprintf("account %s has %d ids that name both %s and %s, %s for one", o.Account, o.Count, article(o.First), article(o.Second), o.Example)
		if at >= 0 && exposed(accounts[at], o) {
			failures = append(failures, fmt.Errorf("%s: a v1 link to the one opens the other; %s", said, remedy(o)))
			continue
		}
		c.note("id overlaps: " + said + ": keep v1 off for it")
	}
	c.say("id overlaps", errors.Join(failures...))
}

// exposed says whether a v1 link can stand for either of the two.
func exposed(a portal.Account, o store.Overlap) bool {
	if !a.V1.On || o.Second == "customer" && !a.V1.Methods {
		return false
	}
	return o.First != "subscription" && o.Second != "subscription" || o.Full == a.V1.FullSubscription
}

func remedy(o store.Overlap) string {
	if o.Second == "customer" {
		return "sign with v2, and switch it off: latchkey account set " + o.Account + " --no-ccp"
	}
	return "sign with v2, and switch it off: latchkey account set " + o.Account + " --v1 off"
}

func article(noun string) string {
	if noun == "order" || noun == "invoice" {
		return "an " + noun
	}
	return "a " + noun
}
