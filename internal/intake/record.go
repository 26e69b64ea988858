package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// MaxRecord is the largest line of NDJSON that is read, in bytes.
const MaxRecord = 1 << 20

// ReadRecord reads one snapshot of the billing system: a JSON object with type,
// id, and the fields of the API's PUT of that type (docs/import.md); a customer's
// own type is customerType. The record is of the account given, whatever the line
// says. The error is a Refusal, or a
// *portal.InvalidError that names the fields.
func ReadRecord(account string, line []byte) (portal.Record, error) {
	var head struct {
		Type portal.RecordType `json:"type"`
		ID   string            `json:"id"`
	}
	if err := unmarshal(line, &head); err != nil {
		return nil, err
	}
	if err := checkNames(line); err != nil {
		return nil, err
	}
	shape := shapeOf(head.Type)
	if shape == nil {
		return nil, invalid("type", fmt.Sprintf("type is %q; it is one of %s.", shorten(string(head.Type)), recordTypes))
	}
	if err := unmarshal(line, shape); err != nil {
		return nil, err
	}
	return shape.Record(portal.Key{Account: account, ID: head.ID})
}

// recordTypes are the types of lines, for messages.
const recordTypes = "customer, purchase, subscription, offer, quote, payment_method and document"

// shape is the body of a record, as the API and a line of NDJSON have it.
type shape interface {
	// Record is what it says of the object of that key. *portal.InvalidError.
	Record(k portal.Key) (portal.Record, error)
}

func shapeOf(t portal.RecordType) shape {
	switch t {
	case portal.CustomerRecord:
		return &customerLine{}
	case portal.PurchaseRecord:
		return &PurchaseBody{}
	case portal.SubscriptionRecord:
		return &SubscriptionBody{}
	case portal.OfferRecord:
		return &OfferBody{}
	case portal.QuoteRecord:
		return &QuoteBody{}
	case portal.MethodRecord:
		return &PaymentMethodBody{}
	case portal.DocumentRecord:
		return &DocumentBody{}
	}
	return nil
}

// customerLine is a customer in a line, where type is the record's: the
// customer's own is customerType.
type customerLine struct {
	CustomerBody
	CustomerType string `json:"customerType"`
}

// Record is the customer. *portal.InvalidError.
func (c *customerLine) Record(k portal.Key) (portal.Record, error) {
	c.Type = c.CustomerType
	return c.CustomerBody.Record(k)
}

// unmarshal reads JSON, and says in words of ours what is wrong with it.
func unmarshal(line []byte, into any) error {
	err := json.Unmarshal(line, into)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong) && wrong.Field != "":
		return invalid(wrong.Field, fmt.Sprintf("%s is a %s where %s belongs.", wrong.Field, wrong.Value, wanted(wrong.Type.Kind().String())))
	case errors.As(err, &wrong):
		return Refusal{"the line is JSON but not an object; every line is one object"}
	}
	return Refusal{"the line is not valid JSON; every line is one object"}
}

// checkNames refuses an object that has a name twice, in whatever case: the last
// one would count, and nobody can tell whether it is the right one. The line is
// valid JSON.
func checkNames(line []byte) error {
	d := json.NewDecoder(bytes.NewReader(line))
	var open []map[string]bool // the names of each object that is open; nil: a list
	value := true              // what comes next is one, and not a name
	for {
		tok, err := d.Token()
		if err != nil {
			return nil // the end
		}
		switch tok {
		case json.Delim('{'):
			open, value = append(open, map[string]bool{}), false
			continue
		case json.Delim('['):
			open, value = append(open, nil), true
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		default:
			if name, _ := tok.(string); !value {
				names := open[len(open)-1]
				if names[strings.ToLower(name)] {
					return invalid(shorten(name), shorten(name)+" stands twice in one object, so it is not clear which one counts.")
				}
				names[strings.ToLower(name)], value = true, true
				continue
			}
		}
		value = len(open) == 0 || open[len(open)-1] == nil
	}
}

// wanted names the JSON type that a Go kind is read from.
func wanted(kind string) string {
	switch kind {
	case "string":
		return "a string"
	case "int64":
		return "a whole number"
	case "bool":
		return "true or false"
	case "slice":
		return "a list"
	}
	return "an object"
}

func invalid(field, message string) error {
	return &portal.InvalidError{Problems: []portal.Problem{{Field: field, Message: message}}}
}

// headOf is what a line says it is, as far as that can be read.
func headOf(line []byte) (kind, id string) {
	var head struct {
		Type json.RawMessage `json:"type"`
		ID   json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(line, &head) // what cannot be read is empty
	_ = json.Unmarshal(head.Type, &kind)
	_ = json.Unmarshal(head.ID, &id)
	return shorten(kind), shorten(id)
}
