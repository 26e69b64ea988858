package gallery_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/latchkey-portal/latchkey/views/gallery"
)

// decisionForms are the forms of the pages that ask for a decision.
func decisionForms(t *testing.T, check func(t *testing.T, doc, form *html.Node)) {
	t.Helper()
	seen := 0
	for _, entry := range gallery.Entries() {
		if entry.Page != "question" {
			continue
		}
		seen++
		t.Run(entry.Name, func(t *testing.T) {
			doc := parse(t, render(t, entry.Component))
			forms := find(doc, func(n *html.Node) bool { return n.Data == "form" && len(answers(n)) > 0 })
			if len(forms) != 1 {
				t.Fatalf("%d forms ask for a decision, want 1", len(forms))
			}
			check(t, doc, forms[0])
		})
	}
	if seen < 5 {
		t.Fatalf("only %d pages ask for a decision", seen)
	}
}

// answers are the buttons that decide.
func answers(form *html.Node) []*html.Node {
	return find(form, func(n *html.Node) bool { return n.Data == "button" && attr(n, "name") == "decision" })
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func TestADecisionIsOnePressOfOneForm(t *testing.T) {
	decisionForms(t, func(t *testing.T, _, form *html.Node) {
		buttons := answers(form)
		if len(buttons) != 2 || attr(buttons[0], "value") != "approve" || attr(buttons[1], "value") != "decline" {
			t.Errorf("the answers are not approve and decline")
		}
		if attr(form, "method") != "post" {
			t.Error("the form does not post")
		}
		value := find(form, func(n *html.Node) bool { return attr(n, "name") == "n" && attr(n, "type") == "hidden" })
		if len(value) != 1 || attr(value[0], "value") == "" {
			t.Error("the form is not bound to its link")
		}
	})
}

func TestNothingIsChosenBeforehand(t *testing.T) {
	decisionForms(t, func(t *testing.T, _, form *html.Node) {
		if chosen := find(form, func(n *html.Node) bool { return has(n, "checked") || has(n, "selected") }); len(chosen) > 0 {
			t.Errorf("%d choices are made already", len(chosen))
		}
	})
}

// The Enter key in a field presses the first button of its form, unless that
// one is disabled.
func TestTheEnterKeyDecidesNothing(t *testing.T) {
	decisionForms(t, func(t *testing.T, _, form *html.Node) {
		fields := find(form, func(n *html.Node) bool { return n.Data == "input" && attr(n, "type") != "hidden" })
		if len(fields) == 0 {
			return // nothing to press Enter in
		}
		if first := all(form, "button")[0]; !has(first, "disabled") || !has(first, "hidden") {
			t.Errorf("Enter presses %q", text(first))
		}
	})
}

// What is wrong is said at the top, with a link to the field that says it too.
func TestAnErrorLeadsToItsField(t *testing.T) {
	errors := 0
	for _, entry := range gallery.Entries() {
		doc := parse(t, render(t, entry.Component))
		for _, summary := range find(doc, func(n *html.Node) bool { return attr(n, "class") == "problems" }) {
			errors++
			if title := text(one(t, doc, "title")); attr(one(t, doc, "html"), "lang") == "en-GB" && !strings.HasPrefix(title, "Error: ") {
				t.Errorf("%s: the title %q does not begin with the error", entry.Name, title)
			}
			if attr(summary, "role") != "alert" || !has(summary, "autofocus") || attr(summary, "tabindex") != "-1" {
				t.Errorf("%s: the summary is not announced", entry.Name)
			}
			for _, link := range all(summary, "a") {
				fields := find(doc, func(n *html.Node) bool { return "#"+attr(n, "id") == attr(link, "href") })
				if len(fields) != 1 {
					t.Errorf("%s: %s leads to %d fields", entry.Name, attr(link, "href"), len(fields))
				}
				saying := find(doc, func(n *html.Node) bool { return "#"+attr(n, "id") == attr(link, "href")+"-error" })
				if len(saying) != 1 || text(saying[0]) != text(link) {
					t.Errorf("%s: the field does not say %q", entry.Name, text(link))
				}
			}
		}
	}
	if errors < 5 {
		t.Errorf("only %d pages have an error", errors)
	}
}

func TestApproveIsTheThirdStopOfTheKeyboard(t *testing.T) {
	for _, entry := range gallery.Entries() {
		if entry.Name != "question" {
			continue
		}
		stops := find(parse(t, render(t, entry.Component)), func(n *html.Node) bool {
			return n.Data == "a" || n.Data == "button" || n.Data == "summary" || n.Data == "input" && attr(n, "type") != "hidden"
		})
		if attr(stops[2], "value") != "approve" {
			t.Errorf("the third stop is %q", text(stops[2]))
		}
	}
}
