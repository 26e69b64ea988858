package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// actSaid turns "link.reissued" into "Link reissued".
func actSaid(act string) string {
	return upperFirst(strings.NewReplacer(".", " ", "-", " ").Replace(act))
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// whoSaid names an actor.
func whoSaid(actor string, names map[portal.Actor]string) string {
	switch portal.Actor(actor) {
	case portal.ByCustomer:
		return "the customer"
	case portal.BySystem:
		return "the system"
	case portal.ByCommand, "cli":
		return "the command line"
	}
	if name, ok := names[portal.Actor(actor)]; ok {
		return name
	}
	return actor
}

// issued is what the entry of a new link says of it.
type issued struct {
	Generation int64
	Start, End int64
	Mailed     *bool
}

// moments are the names of figures that are unix seconds.
var moments = map[string]bool{"start": true, "end": true, "cutOff": true, "verifyUntil": true, "previousUntil": true}

// dataSaid turns an entry's data into words: "link 2, 7 days, mailed". What it
// does not know comes out as it stands.
func (c clock) dataSaid(data string) string {
	var known issued
	if json.Unmarshal([]byte(data), &known) == nil && known.Generation > 0 {
		return known.String()
	}
	var other map[string]any
	if json.Unmarshal([]byte(data), &other) != nil {
		return data
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(other)) {
		pairs = append(pairs, apart(name)+" "+c.valueSaid(name, other[name]))
	}
	return strings.Join(pairs, ", ")
}

func (c clock) valueSaid(name string, value any) string {
	f, ok := value.(float64)
	switch {
	case !ok:
		return fmt.Sprint(value)
	case moments[name]:
		return c.short(unix(int64(f)))
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// String is "link 2, 7 days, mailed".
func (l issued) String() string {
	said := "link " + strconv.FormatInt(l.Generation, 10)
	if l.End > l.Start {
		said += ", " + daysSaid(int((l.End-l.Start)/secondsPerDay))
	}
	switch {
	case l.Mailed == nil:
		return said
	case *l.Mailed:
		return said + ", mailed"
	}
	return said + ", shown to be copied"
}

// apart turns "verifyUntil" into "verify until".
func apart(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
