package intake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// object is a JSON object that is being put together.
type object map[string]any

// record makes the JSON that the rows stand for, and reads it.
func (t *table) record(this name, group []cells) (portal.Record, error) {
	s, ok := sheets[portal.RecordType(this.kind)]
	if !ok {
		return nil, invalid("type", fmt.Sprintf("type is %q; CSV can hold customer, purchase, subscription, quote, payment_method and document.", shorten(this.kind)))
	}
	whole := object{}
	var entries []object
	for i, row := range group {
		entry := object{}
		for _, column := range t.head {
			value := t.cell(row, column)
			if value == "" {
				continue
			}
			if err := s.put(whole, entry, column, value, i == 0); err != nil {
				return nil, err
			}
		}
		if len(entry) > 0 {
			entries = append(entries, numbered(entry, s, len(entries)+1))
		}
	}
	if len(entries) > 0 {
		whole[s.list] = entries
	}
	line, err := json.Marshal(whole)
	if err != nil {
		return nil, fmt.Errorf("write row as JSON: %w", err)
	}
	return ReadRecord(t.account, line)
}

// numbered gives an item without a running number that of its place.
func numbered(entry object, s sheet, place int) object {
	if _, has := entry["runningNo"]; !has && s.list == "items" {
		entry["runningNo"] = place
	}
	return entry
}

// put puts a cell in its place: into the record, or into the entry that the row
// is. What a later row says of the record must be what the first one said.
func (s sheet) put(whole, entry object, name, value string, first bool) error {
	c, ok := s.column(name)
	if !ok {
		return invalid(name, fmt.Sprintf("%s is not a column of this type.", name))
	}
	typed, err := c.read(value)
	if err != nil {
		return err
	}
	if s.entry != "" && strings.HasPrefix(name, s.entry) {
		entry[strings.TrimPrefix(name, s.entry)] = typed
		return nil
	}
	if !first && whole.at(name) != typed {
		return invalid(name, fmt.Sprintf("%s is not the same in all rows of the record.", name))
	}
	whole.set(name, typed)
	return nil
}

func (c column) read(value string) (any, error) {
	switch c.kind {
	case wholeColumn:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return nil, invalid(c.name, c.name+" is not a whole number.")
		}
		return n, nil
	case boolColumn:
		switch strings.ToLower(value) {
		case "true", "yes", "1":
			return true, nil
		case "false", "no", "0":
			return false, nil
		}
		return nil, invalid(c.name, c.name+" is neither true nor false.")
	}
	return value, nil
}

// at is the value at a path of two steps at most.
func (o object) at(path string) any {
	step, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		return o[step]
	}
	inner, _ := o[step].(object)
	return inner[rest]
}

func (o object) set(path string, value any) {
	step, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		o[step] = value
		return
	}
	inner, ok := o[step].(object)
	if !ok {
		inner = object{}
		o[step] = inner
	}
	inner[rest] = value
}
