package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// What lines of the catalogue expect of link requests and events afterwards.

// account is the one whose link the line opens; of other lines, the one whose
// requests they name.
func (l catalogueLine) account() string {
	account, _, _ := strings.Cut(strings.TrimPrefix(l.Request.Target, "/"), "/")
	if account == "globex" || account == "v2only" {
		return account
	}
	return "acme"
}

// eventTypes counts the events so far, of the account that a line is about.
func (s *site) eventTypes(t *testing.T, l catalogueLine) map[string]int {
	t.Helper()
	counts := map[string]int{}
	if len(l.State) == 0 {
		return counts
	}
	events, err := s.store.Events(context.Background(), l.account(), "", 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		counts[e.Type]++
	}
	return counts
}

// judgeState compares the requests and the events told since before with what
// the line expects; a list means that any of it will do.
func (c *catalogueRun) judgeState(t *testing.T, i int, l catalogueLine, before map[string]int) string {
	t.Helper()
	if len(l.State) == 0 || string(l.State) == "null" {
		return ""
	}
	told := c.trusted.eventTypes(t, l)
	for kind, n := range before {
		told[kind] -= n
	}
	wrong := "no state is expected"
	for _, want := range anyOf[map[string]json.RawMessage](l.State) {
		if wrong = c.differs(t, i, l, want, told); wrong == "" {
			return ""
		}
	}
	return wrong
}

func (c *catalogueRun) differs(t *testing.T, i int, l catalogueLine, want map[string]json.RawMessage, told map[string]int) string {
	t.Helper()
	for name, raw := range want {
		if name == "events" {
			if wrong := differentEvents(t, raw, told); wrong != "" {
				return wrong
			}
			continue
		}
		if have := c.stateOf(t, i, l.account(), name); have != anyOf[string](raw)[0] {
			return fmt.Sprintf("%s is %s afterwards, want %s", name, have, raw)
		}
	}
	return ""
}

// stateOf is how the page of a request's newest link says that it stands.
func (c *catalogueRun) stateOf(t *testing.T, i int, account, request string) string {
	t.Helper()
	page := catalogueLine{Method: "GET"}
	for attempt := 1; ; attempt++ {
		target, ok := c.links[account][fmt.Sprintf("%s.%d", request, attempt)]
		if !ok {
			break
		}
		page.Request.Target = target
	}
	switch name := c.trusted.raw(t, page, i).page(); name {
	case "question":
		return "pending"
	case "used", "done":
		return "approved"
	default:
		return name
	}
}

// differentEvents compares counts of events; "a|b" is the two together, and of
// what is not named there may be none. The sweep may report expiries meanwhile.
func differentEvents(t *testing.T, raw json.RawMessage, told map[string]int) string {
	t.Helper()
	var want map[string]int
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	left := map[string]int{}
	for kind, n := range told {
		left[kind] = n
	}
	for kinds, n := range want {
		sum := 0
		for kind := range strings.SplitSeq(kinds, "|") {
			sum += left[kind]
			delete(left, kind)
		}
		if sum != n {
			return fmt.Sprintf("%d events %s, want %d", sum, kinds, n)
		}
	}
	delete(left, "client.link_expired")
	for kind, n := range left {
		if n != 0 {
			return fmt.Sprintf("%d events %s, want none", n, kind)
		}
	}
	return ""
}
