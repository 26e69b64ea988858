package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// visited is one look at the demo object's link.
func visited(who portal.Visitor, page, client string, at time.Time) portal.Visit {
	return portal.Visit{Object: object("demo"), Start: 1000, Who: who, Page: page, Client: client, First: at, Last: at, Count: 1}
}

func visits(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	first := visited(portal.VisitPerson, "document", "Safari on iPhone", noon)
	scan := visited(portal.VisitScanner, "document", "Proofpoint", noon.Add(-time.Hour))
	late := visited(portal.VisitPerson, "expired", "", noon.Add(time.Hour))
	second := late
	second.Attempt = 2
	foreign := first
	foreign.Object = object("other")
	add := func(visits ...portal.Visit) {
		in(t, s, func(tx portal.Tx) error { return tx.AddVisits(ctx, visits) })
	}
	add(first, scan, late, second, foreign)
	got(t, []portal.Visit{second, late, first, scan})(s.Visits(ctx, object("demo")))
	got(t, []portal.Visit{foreign})(s.Visits(ctx, object("other")))
	got(t, []portal.Visit(nil))(s.Visits(ctx, portal.ObjectKey{Account: "demo", Kind: first.Object.Kind, ID: "none"}))

	again := visited(portal.VisitPerson, "document", "Chrome on Windows", noon.Add(2*time.Hour))
	again.First, again.Count = noon.Add(time.Hour), 3
	add(again)
	before := visited(portal.VisitPerson, "document", "Firefox on Linux", noon.Add(-2*time.Hour))
	add(before) // a note that comes late changes neither the last visit nor its browser
	sum := visited(portal.VisitPerson, "document", "Chrome on Windows", noon.Add(2*time.Hour))
	sum.First, sum.Count = noon.Add(-2*time.Hour), 5
	got(t, []portal.Visit{sum, second, late, scan})(s.Visits(ctx, object("demo")))
}

func visitRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	person, scan := visited(portal.VisitPerson, "document", "", noon), visited(portal.VisitScanner, "document", "", noon)
	together(t, 16, func(i int) (bool, error) {
		both := []portal.Visit{person, scan}
		if i%2 == 0 {
			both = []portal.Visit{scan, person}
		}
		return true, s.InTx(ctx, func(tx portal.Tx) error { return tx.AddVisits(ctx, both) })
	})
	person.Count, scan.Count = 16, 16
	got(t, []portal.Visit{person, scan})(s.Visits(ctx, object("demo")))
}

func wrongLinks(t *testing.T, s portal.Store) {
	one := portal.WrongLinks{Hour: noon, Network: "192.0.2.0/24", Count: 30}
	two := portal.WrongLinks{Hour: noon.Add(-time.Hour), Network: "192.0.2.0/24", Count: 40}
	all := portal.WrongLinks{Hour: noon, Count: 99}
	in(t, s, func(tx portal.Tx) error { return tx.AddWrongLinks(ctx, []portal.WrongLinks{one, two, all}) })
	got(t, []portal.WrongLinks{two, one})(s.WrongLinks(ctx, noon.Add(-time.Hour), 9))
	got(t, []portal.WrongLinks{two})(s.WrongLinks(ctx, noon.Add(-time.Hour), 1))
	in(t, s, func(tx portal.Tx) error { return tx.AddWrongLinks(ctx, []portal.WrongLinks{one}) })
	one.Count = 60
	got(t, []portal.WrongLinks{one})(s.WrongLinks(ctx, noon, 9))
	in(t, s, func(tx portal.Tx) error { return tx.DropWrongLinks(ctx, noon) })
	got(t, []portal.WrongLinks{one})(s.WrongLinks(ctx, time.Time{}, 9))
}
