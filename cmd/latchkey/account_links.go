package main

import (
	"maps"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// linkFlags are how long links of single kinds last.
type linkFlags struct {
	Days map[string]int `name:"days-of" help:"Life of new links of a kind in days, invoice=60; 0 for that of all kinds." placeholder:"KIND=DAYS"`
	Most map[string]int `name:"most-days-of" help:"Longest life that a new link of a kind may get, invoice=90; 0 for the most there is." placeholder:"KIND=DAYS"`
}

func (f linkFlags) apply(a *portal.Account) {
	a.Links.Days = merged(a.Links.Days, f.Days)
	a.Links.Most = merged(a.Links.Most, f.Most)
}

// merged is days with what was given; 0 takes a kind out.
func merged(days map[link.Kind]int, given map[string]int) map[link.Kind]int {
	if len(given) == 0 {
		return days
	}
	all := maps.Clone(days)
	if all == nil {
		all = map[link.Kind]int{}
	}
	for kind, n := range given {
		if all[link.Kind(kind)] = n; n == 0 {
			delete(all, link.Kind(kind))
		}
	}
	return all
}
