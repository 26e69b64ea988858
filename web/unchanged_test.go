package web_test

import "testing"

// law 1: GET, HEAD and OPTIONS change nothing and consume nothing, whatever the
// link and however often it is opened. Every row of every table is compared.
func TestReadingChangesNothing(t *testing.T) {
	w, file, all := everyStanding(t)
	before := file.Dump()
	for _, link := range all {
		for _, method := range []string{"GET", "HEAD", "OPTIONS", "GET"} {
			a := w.visit(visit{method: method, target: link.target})
			if method != "OPTIONS" && (a.status != link.status || method == "GET" && a.page() != link.page) {
				t.Errorf("%s %s: status %d, page %q, want %d, %q", method, link.name, a.status, a.page(), link.status, link.page)
			}
			if after := file.Dump(); after != before {
				t.Fatalf("%s %s changed the database\nbefore:\n%s\nafter:\n%s", method, link.name, before, after)
			}
		}
	}
}

// law 1: what a scanner opened first opens for its reader afterwards, to the
// letter.
func TestALinkThatWasOpenedOpensAgain(t *testing.T) {
	w, _, all := everyStanding(t)
	for _, link := range all {
		first := w.get(link.target)
		w.visit(visit{method: "HEAD", target: link.target})
		if again := w.get(link.target); again.status != first.status || string(again.body) != string(first.body) {
			t.Errorf("%s: the second visit differs from the first", link.name)
		}
	}
}
