package gallery_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/latchkey-portal/latchkey/views/gallery"
)

// page renders the entry of a name.
func page(t *testing.T, name string) *html.Node {
	t.Helper()
	for _, entry := range gallery.Entries() {
		if entry.Name == name {
			return parse(t, render(t, entry.Component))
		}
	}
	t.Fatalf("no entry is called %s", name)
	return nil
}

// fields are the names of what a form asks for, in order and once each.
func fields(form *html.Node) []string {
	var names []string
	for _, n := range find(form, func(n *html.Node) bool { return n.Data == "input" || n.Data == "textarea" || n.Data == "select" }) {
		if name := attr(n, "name"); attr(n, "type") != "hidden" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func TestEveryStepPostsAFormBoundToItsLink(t *testing.T) {
	forms := 0
	for _, entry := range gallery.Entries() {
		if entry.Page != "confirm" && entry.Page != "result" {
			continue
		}
		for _, form := range all(parse(t, render(t, entry.Component)), "form") {
			forms++
			if attr(form, "method") != "post" {
				t.Errorf("%s: a form does not post", entry.Name)
			}
			bound := find(form, func(n *html.Node) bool { return attr(n, "name") == "n" && attr(n, "value") != "" })
			if len(bound) != 1 && !strings.HasPrefix(entry.Name, "check-email") { // asking for a link again needs no bond
				t.Errorf("%s: a form is not bound to its link", entry.Name)
			}
		}
	}
	if forms < 20 {
		t.Errorf("only %d forms", forms)
	}
}

// Who wants to end something finds one painted button and nothing to fill in.
func TestCancellingIsOneButton(t *testing.T) {
	for _, name := range []string{"cancel", "cancel-past-due"} {
		doc := page(t, name)
		form := one(t, doc, "form")
		if asked := fields(form); len(asked) > 0 {
			t.Errorf("%s asks for %v first", name, asked)
		}
		if button := one(t, form, "button"); attr(button, "class") != "btn" {
			t.Errorf("%s hides its button: %q", name, attr(button, "class"))
		}
	}
}

// The law lists what may be asked, and wants it on one page with the button.
func TestThePublicFormsAskWhatTheLawLists(t *testing.T) {
	for name, want := range map[string]struct{ asked, button string }{
		"public-cancel":          {"kind reason name contract ends date email", "Cancel now"},
		"public-cancel-german":   {"kind reason name contract ends date email", "jetzt kündigen"},
		"public-withdraw":        {"name contract email", "Confirm withdrawal"},
		"public-withdraw-german": {"name contract email", "Widerruf bestätigen"},
	} {
		form := one(t, page(t, name), "form")
		if got := strings.Join(fields(form), " "); got != want.asked {
			t.Errorf("%s asks for %s", name, got)
		}
		if got := text(one(t, form, "button")); got != want.button {
			t.Errorf("%s: the button says %q", name, got)
		}
		if chosen := find(form, func(n *html.Node) bool { return has(n, "checked") }); len(chosen) > 0 {
			t.Errorf("%s chooses for the reader", name)
		}
	}
}

// A button that takes money says how much.
func TestAButtonThatTakesMoneyNamesIt(t *testing.T) {
	for _, name := range []string{"plan-check", "plan-check-changed"} {
		doc := page(t, name)
		due := find(doc, func(n *html.Node) bool { return attr(n, "class") == "due" })
		if len(due) != 1 {
			t.Fatalf("%s: %d amounts are due", name, len(due))
		}
		amount := text(one(t, due[0], "dd"))
		if button := text(one(t, one(t, doc, "form"), "button")); !strings.Contains(button, amount) {
			t.Errorf("%s: %s is due, the button says %q", name, amount, button)
		}
	}
}

// Payment methods that look alike are told apart by who cannot see the list.
func TestLinksOfAPaymentMethodNameIt(t *testing.T) {
	heard := map[string]bool{}
	doc := page(t, "methods")
	for _, list := range find(doc, func(n *html.Node) bool { return attr(n, "class") == "methods" }) {
		for _, link := range all(list, "a") {
			if heard[text(link)] {
				t.Errorf("two links say %q", text(link))
			}
			heard[text(link)] = true
		}
	}
	if len(heard) != 4 {
		t.Errorf("%d links, want 4", len(heard))
	}
}
