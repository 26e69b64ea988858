package web

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/latchkey-portal/latchkey/views"
)

// entryData is what an entry says beside its act.
type entryData struct {
	network       string // of who did it
	before, after map[string]any
	rest          string // JSON, without these
}

// readData takes apart the data of an entry; what cannot be read is the rest.
func readData(data string) entryData {
	var all map[string]any
	if json.Unmarshal([]byte(data), &all) != nil {
		return entryData{rest: data}
	}
	var d entryData
	d.network, _ = all["network"].(string)
	d.before, _ = all["before"].(map[string]any)
	d.after, _ = all["after"].(map[string]any)
	taken := false
	if d.network != "" {
		delete(all, "network")
		taken = true
	}
	if d.before != nil && d.after != nil {
		delete(all, "before")
		delete(all, "after")
		taken = true
	}
	if d.rest = data; taken {
		if rest, err := json.Marshal(all); err == nil {
			d.rest = string(rest)
		}
	}
	return d
}

// changes are the values that are not as they were.
func (c clock) changes(d entryData) (all []views.AuditChange) {
	if d.before == nil || d.after == nil {
		return nil
	}
	names := map[string]bool{}
	for name := range d.before {
		names[name] = true
	}
	for name := range d.after {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, is := c.changed(name, d.before[name]), c.changed(name, d.after[name])
		if was != is {
			all = append(all, views.AuditChange{Name: upperFirst(apart(name)), Before: was, After: is})
		}
	}
	return all
}

// changed is a value of a change in words.
func (c clock) changed(name string, value any) string {
	switch v := value.(type) {
	case nil:
		return "none"
	case bool:
		if v {
			return "on"
		}
		return "off"
	case string:
		if v == "" {
			return "none"
		}
		return v
	case float64:
		if v == 0 && moments[name] {
			return "none"
		}
	case map[string]any, []any:
		if text, err := json.Marshal(v); err == nil {
			return string(text)
		}
	}
	return c.valueSaid(name, value)
}
