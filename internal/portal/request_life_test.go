package portal_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// lives leads one life of a request after another on one store.
type lives struct {
	*office
	led, steps int
	links      []string
}

func (v *lives) lead(t *rapid.T) {
	v.led++
	v.clock.Store(noon)
	l := &life{T: t, lives: v, slug: fmt.Sprintf("m%d", v.led), ends: map[int64]string{}}
	v.account(l.slug, "ledger")
	v.client(l.slug, "one")
	defer l.close()
	t.Repeat(map[string]func(*rapid.T){
		"submit":   l.submit,
		"open":     l.open,
		"approve":  func(t *rapid.T) { l.decide(t, true) },
		"decline":  func(t *rapid.T) { l.decide(t, false) },
		"reissue":  func(t *rapid.T) { l.reissue(t, 0) },
		"extend":   func(t *rapid.T) { l.reissue(t, portal.MaxTTLDays) },
		"withdraw": l.withdraw,
		"sweep":    l.sweep,
		"jump":     func(t *rapid.T) { v.clock.Add(rapid.Int64Range(-day, 40*day).Draw(t, "seconds")) },
		"":         l.agrees,
	})
}

// life is the model of one request beside the real one.
type life struct {
	*rapid.T
	*lives
	slug string
	key  portal.Key // zero: not asked for yet

	status     portal.RequestStatus
	attempt    int64
	start, end int64
	urls       []string         // by attempt, from 1
	windows    [][2]int64       // the same
	ends       map[int64]string // attempt → what ended it
	decisions  int
	told       []string // types of events, in order
}

func (l *life) clockNow() int64 { return l.lives.clock.Load() }

// over reports a pending request that ran out, as every door but the page does.
func (l *life) over() {
	if l.status == portal.Pending && l.clockNow() >= l.end {
		l.leave(portal.RequestExpired, portal.EventLinkExpired)
	}
}

func (l *life) leave(to portal.RequestStatus, event string) {
	l.status, l.told = to, append(l.told, event)
	if l.ends[l.attempt] == "" {
		l.ends[l.attempt] = string(to)
	}
}

// issue is a new attempt; days is its window.
func (l *life) issue(url string, days int64) {
	if l.attempt > 0 && l.ends[l.attempt] == "" {
		l.ends[l.attempt] = "superseded"
	}
	l.attempt++
	l.status = portal.Pending
	l.start = max(l.clockNow(), l.start+1)
	l.end = l.start + days*day
	l.told = append(l.told, portal.EventLinkRequested)
	l.urls = append(l.urls, url)
	l.windows = append(l.windows, [2]int64{l.start, l.end})
	l.links = append(l.links, url)
}

func (l *life) submit(t *rapid.T) {
	l.steps++
	p, err := l.store.Partner(ctx, l.slug, "ledger")
	l.must(err)
	got, err := l.service.AskConnection(ctx, p, submission("T-1", "one"))
	l.must(err)
	if l.status == portal.Approved {
		if c, ok := got.(portal.Connected); !ok || c.New {
			t.Fatalf("asked after the approval: %+v", got)
		}
		return
	}
	needs, ok := got.(portal.NeedsApproval)
	if !ok {
		t.Fatalf("asked: %+v", got)
	}
	l.key = needs.Request.Key
	l.over()
	if l.status == portal.Pending {
		if needs.URL != l.urls[l.attempt-1] || needs.Reissued {
			t.Fatalf("asked again while the link lives: %s, not %s", needs.URL, l.urls[l.attempt-1])
		}
		return
	}
	l.issue(needs.URL, portal.DefaultTTLDays)
}

// anyLink draws one of the links that were ever given out.
func (l *life) anyLink(t *rapid.T) (number int64, url string) {
	if len(l.urls) == 0 {
		t.Skip("rapid draws another step: no link was given out yet, so there is none to open; nothing is left out of the run")
	}
	number = rapid.Int64Range(1, l.attempt).Draw(t, "attempt")
	return number, l.urls[number-1]
}

// standing is what the holder of a link is told.
func (l *life) standing(number int64) portal.Standing {
	now, window := l.clockNow(), l.windows[number-1]
	switch {
	case l.status == portal.Approved:
		return portal.WasApproved
	case l.status == portal.Declined:
		return portal.WasDeclined
	case l.status == portal.RequestWithdrawn:
		return portal.Withdrawn
	case number < l.attempt:
		return portal.Superseded
	case now < window[0]-60:
		return portal.NotYet
	case now >= window[1], l.status == portal.RequestExpired:
		return portal.Expired
	}
	return portal.Good
}

func (l *life) open(t *rapid.T) {
	l.steps++
	number, url := l.anyLink(t)
	adm, err := open(l.service, url)
	l.must(err)
	if want := l.standing(number); adm.Standing != want {
		t.Fatalf("link %d stands %v, want %v", number, adm.Standing, want)
	}
}

// decide presses a button of a page that was opened while its link was good,
// whatever happened since.
func (l *life) decide(t *rapid.T, approve bool) {
	l.steps++
	number, url := l.anyLink(t)
	here := l.clockNow()
	l.lives.clock.Store(l.windows[number-1][0])
	adm, err := open(l.service, url)
	l.must(err)
	l.lives.clock.Store(here)
	said := verdict(l.service.Decide(ctx, adm.Grant, portal.Choice{Approve: approve}))
	if want := l.decided(number, approve, adm.Standing); said != want {
		t.Fatalf("link %d, approve %v: told %q, want %q", number, approve, said, want)
	}
}

func (l *life) decided(number int64, approve bool, opened portal.Standing) string {
	to, event := portal.Declined, portal.EventLinkDeclined
	if approve {
		to, event = portal.Approved, portal.EventLinked
	}
	now := l.clockNow()
	live := l.status == portal.Pending && number == l.attempt && l.start-60 <= now && now < l.end
	switch {
	case live:
		l.decisions++
		l.leave(to, event)
		return "won"
	case l.status == to:
		return "same"
	case l.status == portal.Approved, l.status == portal.Declined:
		return "other"
	}
	l.over()
	return "lost"
}

func (l *life) reissue(t *rapid.T, days int) {
	l.steps++
	if l.key == (portal.Key{}) {
		t.Skip("rapid draws another step: nobody asked yet, so there is no request; nothing is left out of the run")
	}
	seen := rapid.Int64Range(0, l.attempt).Draw(t, "attempt seen")
	got, err := l.service.ReissueRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: l.key, Attempt: seen, Days: days, Mail: true})
	l.must(err)
	l.over()
	done, ok := got.(portal.RequestDone)
	if want := l.status != portal.Approved && (seen == 0 || seen == l.attempt); ok != want {
		t.Fatalf("reissue of %s.%d, seen %d: %+v", l.status, l.attempt, seen, got)
	}
	if days == 0 {
		days = portal.DefaultTTLDays
	}
	if ok {
		l.issue(done.URL, int64(days))
	}
}

func (l *life) withdraw(t *rapid.T) {
	l.steps++
	if l.key == (portal.Key{}) {
		t.Skip("rapid draws another step: nobody asked yet, so there is no request; nothing is left out of the run")
	}
	got, err := l.service.WithdrawRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: l.key})
	l.must(err)
	l.over()
	_, ok := got.(portal.RequestDone)
	if want := l.status != portal.Approved && l.status != portal.RequestWithdrawn; ok != want {
		t.Fatalf("withdrawal of %s: %+v", l.status, got)
	}
	if ok {
		l.leave(portal.RequestWithdrawn, portal.EventLinkWithdrawn)
	}
}

func (l *life) sweep(t *rapid.T) {
	l.steps++
	if _, err := l.service.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	l.over()
}

// agrees holds the stored request to the model.
func (l *life) agrees(t *rapid.T) {
	if l.key == (portal.Key{}) {
		return
	}
	r, err := l.store.Request(ctx, l.key)
	l.must(err)
	if r.Status != l.status || r.Attempt != l.attempt || r.Start != l.start || r.End != l.end {
		t.Fatalf("kept %s.%d [%d, %d), want %s.%d [%d, %d)", r.Status, r.Attempt, r.Start, r.End, l.status, l.attempt, l.start, l.end)
	}
	attempts, err := l.store.Attempts(ctx, l.key)
	l.must(err)
	for i, a := range attempts {
		if a.Number != int64(i+1) || a.EndReason != l.ends[a.Number] || [2]int64{a.Start, a.End} != l.windows[i] {
			t.Fatalf("attempt %+v, want it ended by %q in %v", a, l.ends[a.Number], l.windows[i])
		}
	}
	l.agreesOnFacts(t, len(attempts))
}

// agreesOnFacts holds decisions, events and audit entries to the model: one
// event and one entry for each transition, numbered without a gap.
func (l *life) agreesOnFacts(t *rapid.T, attempts int) {
	events, err := l.store.Events(ctx, l.slug, "", 0, 1000)
	l.must(err)
	var types []string
	for i, e := range events {
		var data struct{ Sequence int }
		if err := json.Unmarshal([]byte(e.Data), &data); err != nil || data.Sequence != i+1 {
			t.Fatalf("event %d has the sequence %d, %v", i+1, data.Sequence, err)
		}
		types = append(types, e.Type)
	}
	if !slices.Equal(types, l.told) {
		t.Fatalf("events %v, want %v", types, l.told)
	}
	acts := l.acts(l.key)
	transitions := 0
	for _, n := range acts {
		transitions += n
	}
	if decided := acts["request.approved"] + acts["request.declined"]; decided != l.decisions || transitions != len(l.told) || attempts != int(l.attempt) {
		t.Fatalf("entries %v, want %d decisions and %d in all", acts, l.decisions, len(l.told))
	}
	if _, err := l.store.LastDecision(ctx, l.key); err != nil && (l.decisions > 0 || !errors.Is(err, portal.ErrNotFound)) {
		t.Fatalf("last decision: %v", err)
	}
}

// close leaves nothing for the sweeps of the lives that follow.
func (l *life) close() {
	if l.status != portal.Pending {
		return
	}
	if _, err := l.service.WithdrawRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: l.key}); err != nil {
		l.office.t.Error(err)
	}
}
