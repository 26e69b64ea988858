package main

import (
	"testing"

	"github.com/anishathalye/porcupine"
)

// The model takes what can have happened and refuses what cannot.
func TestTheModelOfAOneTimeLink(t *testing.T) {
	type step struct {
		op   did
		said string
	}
	for _, c := range []struct {
		name  string
		steps []step
		want  porcupine.CheckResult
	}{
		{"declined, asked again, approved", []step{
			{did{"decline", 1}, "saved"}, {did{"reissue", 1}, "done"}, {did{"read", 1}, "superseded"}, {did{"approve", 2}, "saved"}, {did{"read", 1}, "used"},
		}, porcupine.Ok},
		{"both choices are saved", []step{{did{"decline", 1}, "saved"}, {did{"approve", 1}, "saved"}}, porcupine.Illegal},
		{"a replaced link decides", []step{{did{"reissue", 1}, "done"}, {did{"approve", 1}, "saved"}}, porcupine.Illegal},
		{"an approved link is asked again", []step{{did{"approve", 1}, "saved"}, {did{"reissue", 1}, "done"}}, porcupine.Illegal},
		{"a decision is forgotten", []step{{did{"decline", 1}, "saved"}, {did{"read", 1}, "question"}}, porcupine.Illegal},
	} {
		var history []porcupine.Operation
		for i, s := range c.steps {
			history = append(history, porcupine.Operation{Input: s.op, Output: s.said, Call: int64(2 * i), Return: int64(2*i + 1)})
		}
		if got := porcupine.CheckOperationsTimeout(oneTimeLink, history, linearTimeout); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// Of every link as much is pressed as a link may be pressed in a minute, and it
// is approved once at most: that ends it for good.
func TestStepsAreDealtOutWhole(t *testing.T) {
	for i := range 20 {
		counts := map[string]int{}
		for _, steps := range deal(i, 1) {
			for _, name := range steps {
				counts[name]++
			}
		}
		if counts["approve"] != 1 || counts["approve"]+counts["decline"] != linearPresses || counts["reissue"] != linearReissues {
			t.Errorf("%v", counts)
		}
	}
}
