package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// held is what the tables hold, once nobody writes any more.
type held struct {
	status    map[string]string         // of a link request
	decisions map[string][]string       // choices recorded for a request
	events    map[string]map[string]int // of a request: how many of each type
	ways      map[string]int            // deliveries of an event, which has one receiver here
	delivered []string                  // events that count as delivered
	given     int                       // deliveries that were given up
}

// held reads what the tables hold.
func (f *facts) held(ctx context.Context) (held, error) {
	h := held{status: map[string]string{}, decisions: map[string][]string{}, events: map[string]map[string]int{}, ways: map[string]int{}}
	for _, q := range []struct {
		query string
		row   func(c []string)
	}{
		{`select id, status from link_request`, func(c []string) { h.status[c[0]] = c[1] }},
		{`select request, choice from decision`, func(c []string) { h.decisions[c[0]] = append(h.decisions[c[0]], c[1]) }},
		{`select object_id, type, count(*) from event where object_type = 'link_request' group by object_id, type`, func(c []string) {
			if h.events[c[0]] == nil {
				h.events[c[0]] = map[string]int{}
			}
			h.events[c[0]][c[1]], _ = strconv.Atoi(c[2]) // a count is a number
		}},
		{`select id from event`, func(c []string) { h.ways[c[0]] += 0 }},
		{`select event, state from hook_delivery`, func(c []string) {
			h.ways[c[0]]++
			switch c[1] {
			case "delivered":
				h.delivered = append(h.delivered, c[0])
			case "queued":
			default:
				h.given++
			}
		}},
	} {
		if err := f.each(ctx, q.query, q.row); err != nil {
			return h, err
		}
	}
	return h, nil
}

// eventOf is the event that tells of a decision.
var eventOf = map[string]string{"approved": "client.linked", "declined": "client.link_declined"}

// tally counts what is wrong.
type tally struct {
	lost, double, wrong       int // acknowledged decisions
	missing, extra            int // events
	neverSent, given, phantom int // webhooks
}

// links compares what the world was told with what is held.
func (t *tally) links(all []*decided, h held) {
	for _, link := range all {
		state, there := h.status[link.request]
		said := link.said()
		switch {
		case len(said) > 1:
			t.double++
		case !there, len(said) == 1 && !said[state] && state == "pending":
			t.lost++
		case len(said) == 1 && !said[state]:
			t.wrong++
		}
	}
}

// said are the states that answers named; more than one: they contradict each
// other.
func (link *decided) said() map[string]bool {
	other := map[string]string{"approved": "declined", "declined": "approved"}
	said := map[string]bool{}
	for _, v := range link.told {
		if v.saved {
			said[v.wanted] = true
		} else {
			said[other[v.wanted]] = true
		}
	}
	return said
}

// events compares the states with the decisions and events that belong to them.
func (t *tally) events(h held) {
	expect := func(have, want int) {
		t.missing += max(0, want-have)
		t.extra += max(0, have-want)
	}
	for request, state := range h.status {
		expect(h.events[request]["client.link_requested"], 1)
		for choice, event := range eventOf {
			want := one(choice == state)
			expect(h.events[request][event], want)
			if n := countOf(h.decisions[request], choice); n != want {
				t.double++
			}
		}
	}
}

func countOf(list []string, what string) (n int) {
	for _, s := range list {
		n += one(s == what)
	}
	return n
}

// webhooks compares what counts as delivered with what the receiver took, and
// what it took with the events there are.
func (t *tally) webhooks(h held, hooks *receiver) {
	for _, n := range h.ways {
		t.missing += max(0, 1-n)
	}
	for _, event := range h.delivered {
		t.neverSent += one(!hooks.has(event))
	}
	for _, event := range hooks.seen() {
		_, there := h.ways[event]
		t.phantom += one(!there)
	}
	t.given += h.given
}

// judge compares everything and puts it into the report. The program must not
// be running. hooks has every event of the site.
func (d *deciders) judge(ctx context.Context, s *site, hooks *receiver, r *report) error {
	f, err := s.facts()
	if err != nil {
		return err
	}
	defer f.close()
	h, err := f.held(ctx)
	if err != nil {
		return err
	}
	var t tally
	t.links(d.links, h)
	t.events(h)
	t.webhooks(h, hooks)
	r.none(t.lost, "lost")
	r.none(t.double, "double")
	r.none(t.wrong, "wrong")
	r.none(t.missing, "events missing")
	for _, other := range []struct {
		n    int
		what string
	}{
		{t.extra, "events too many"}, {t.neverSent, "events count as delivered that the receiver never took"},
		{t.phantom, "webhooks about what is not there"}, {t.given, "webhooks given up"},
	} {
		if other.n != 0 {
			r.breaks("%s %s", number(other.n), other.what)
		}
	}
	for _, odd := range d.wrong {
		r.breaks("%s", odd)
	}
	taken, _ := hooks.counts()
	r.figure("%s webhooks", number(taken))
	return s.whole(ctx, f, r)
}

// whole checks the file and the audit trail.
func (s *site) whole(ctx context.Context, f *facts, r *report) error {
	if strings.HasPrefix(s.database, "sqlite:") {
		wrong, err := f.sound(ctx)
		if err != nil {
			return fmt.Errorf("check the file: %w", err)
		}
		for _, w := range wrong {
			r.breaks("integrity: %s", w)
		}
	}
	if out, err := s.prepare("audit", "verify"); err != nil {
		r.breaks("audit trail: %s %v", out, err)
	}
	return nil
}
