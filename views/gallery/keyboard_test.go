package gallery_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/latchkey-portal/latchkey/views/gallery"
)

// A hit in the admin search lands on the fix card: from there the button that
// mends things must be three stops of the Tab key away at most.
func TestTheFixIsThreeTabsAway(t *testing.T) {
	cards := 0
	for _, entry := range gallery.Entries() {
		for _, card := range find(parse(t, render(t, entry.Component)), func(n *html.Node) bool { return attr(n, "id") == "fix" }) {
			if len(find(card, func(n *html.Node) bool { return attr(n, "name") == "days" })) == 0 {
				continue // nothing to reissue
			}
			cards++
			if stops := stopsToButton(card); stops < 1 || stops > 3 {
				t.Errorf("%s: the button is %d stops away", entry.Name, stops)
			}
		}
	}
	if cards < 5 {
		t.Errorf("only %d pages have a fix card", cards)
	}
}

// stopsToButton counts the stops up to the first button; radio buttons of one
// name are one stop together.
func stopsToButton(card *html.Node) int {
	stops := 0
	radios := map[string]bool{}
	for n := range card.Descendants() {
		switch {
		case n.Type != html.ElementNode || attr(n, "type") == "hidden":
		case n.Data == "button":
			return stops + 1
		case n.Data == "input" && attr(n, "type") == "radio":
			if name := attr(n, "name"); !radios[name] {
				radios[name] = true
				stops++
			}
		case strings.Contains(" a input select textarea summary ", " "+n.Data+" "):
			stops++
		}
	}
	return -1
}
