package web

import (
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// eventGroups are the types of events by what stands in front of their dot.
var eventGroups = []struct {
	name     string
	prefixes []string
}{
	{"Connections and cases", []string{"client", "cases", "case"}},
	{"Subscriptions", []string{"subscription"}},
	{"Quotes, orders and documents", []string{"quote", "purchase", "billing_details", "document", "import"}},
	{"Payment", []string{"payment_method", "customer", "invoice"}},
	{"Public forms", []string{"contract"}},
	{"What became of decisions", []string{"decision"}},
	{"This installation", []string{"system"}},
}

// groups are the boxes of all types. A type that no group names stands in a
// last one.
func (in endpointInput) groups() []views.EventGroup {
	groups := make([]views.EventGroup, len(eventGroups)+1)
	for i, g := range eventGroups {
		groups[i].Name = g.name
	}
	groups[len(eventGroups)].Name = "Others"
	for _, t := range portal.EventTypes() {
		noun, _, _ := strings.Cut(t, ".")
		at := len(eventGroups)
		for i, g := range eventGroups {
			if slices.Contains(g.prefixes, noun) {
				at = i
			}
		}
		ticked := slices.Contains(in.events, t)
		if ticked {
			groups[at].Ticked++
		}
		groups[at].Events = append(groups[at].Events, views.Choice{Value: t, Label: eventLabel(t), Checked: ticked})
	}
	return slices.DeleteFunc(groups, func(g views.EventGroup) bool { return len(g.Events) == 0 })
}

// eventLabel names a type of event, and says which ones nobody gets unasked.
func eventLabel(eventType string) string {
	if portal.EventOptIn(eventType) {
		return eventType + " (only if ticked)"
	}
	return eventType
}
