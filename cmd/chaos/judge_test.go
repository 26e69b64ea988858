package main

import "testing"

// What a link's browsers were told, and what the tables hold, come to one of
// the counts, and to no other.
func TestTheTallyFindsWhatWasLost(t *testing.T) {
	saved, refused := verdict{"approved", true}, verdict{"declined", false}
	for _, c := range []struct {
		name, state string
		told        []verdict
		want        tally
	}{
		{"two answers that agree", "approved", []verdict{saved, refused}, tally{}},
		{"nobody was told anything", "pending", nil, tally{}},
		{"an acknowledged decision is pending again", "pending", []verdict{saved}, tally{lost: 1}},
		{"an acknowledged decision is the other one", "declined", []verdict{saved}, tally{wrong: 1}},
		{"both were told that theirs is saved", "approved", []verdict{saved, {"declined", true}}, tally{double: 1}},
		{"the request itself is gone", "", []verdict{saved}, tally{lost: 1}},
	} {
		h := held{status: map[string]string{}}
		if c.state != "" {
			h.status["lr"] = c.state
		}
		var got tally
		got.links([]*decided{{request: "lr", told: c.told}}, h)
		if got != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestTheTallyFindsMissingAndSurplusEvents(t *testing.T) {
	for _, c := range []struct {
		name      string
		state     string
		decisions []string
		events    map[string]int
		want      tally
	}{
		{"all there", "approved", []string{"approved"}, map[string]int{"client.link_requested": 1, "client.linked": 1}, tally{}},
		{"undecided", "pending", nil, map[string]int{"client.link_requested": 1}, tally{}},
		{"no event of the decision", "approved", []string{"approved"}, map[string]int{"client.link_requested": 1}, tally{missing: 1}},
		{"an event of what did not happen", "pending", nil, map[string]int{"client.link_requested": 1, "client.linked": 1}, tally{extra: 1}},
		{"two decisions", "approved", []string{"approved", "approved"}, map[string]int{"client.link_requested": 1, "client.linked": 1}, tally{double: 1}},
		{"no decision", "declined", nil, map[string]int{"client.link_requested": 1, "client.link_declined": 1}, tally{double: 1}},
	} {
		h := held{status: map[string]string{"lr": c.state}, decisions: map[string][]string{"lr": c.decisions}, events: map[string]map[string]int{"lr": c.events}}
		var got tally
		got.events(h)
		if got != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestTheTallyComparesWebhooksWithTheirReceiver(t *testing.T) {
	hooks := &receiver{taken: map[string]int{"sent": 1, "vanished": 1}}
	h := held{ways: map[string]int{"sent": 1, "said": 1, "alone": 0}, delivered: []string{"sent", "said"}, given: 1}
	var got tally
	got.webhooks(h, hooks)
	if want := (tally{missing: 1, neverSent: 1, phantom: 1, given: 1}); got != want {
		t.Errorf("%+v", got)
	}
}
