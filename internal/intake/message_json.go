package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// readMessageJSON reads an object, or an array of them.
func readMessageJSON(body []byte) ([]*part, error) {
	if !utf8.Valid(body) {
		return nil, Refusal{"the JSON is not valid UTF-8"}
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	r := &jsonReader{decoder: d}
	top := &part{}
	if err := r.read(top, "", 0); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, Refusal{"there is something behind the JSON; send the notification alone"}
	}
	for _, root := range top.kids {
		root.label = root.child("meta").get("type")
	}
	return top.kids, nil
}

type jsonReader struct {
	decoder *json.Decoder
	parts   int
}

// read adds the next value of the stream to parent under a label. The entries
// of an array become values of the same name; null is nothing.
func (r *jsonReader) read(parent *part, label string, depth int) error {
	tok, err := r.decoder.Token()
	if err != nil {
		return Refusal{"the message is not well-formed JSON"}
	}
	if depth > maxDepth {
		return errDeepMessage
	}
	if r.parts++; r.parts > maxMessageParts {
		return errManyParts
	}
	v := &part{label: label, name: strings.ToLower(label)}
	switch t := tok.(type) {
	case json.Delim:
		if t == '[' {
			return r.array(parent, label, depth)
		}
		parent.kids = append(parent.kids, v)
		return r.object(v, depth)
	case nil:
		return nil
	case string:
		if strings.ContainsRune(t, 0) {
			return Refusal{"the message holds a NUL character"}
		}
		v.text = tidy(t)
	case json.Number:
		v.text = t.String()
	case bool:
		v.text = fmt.Sprint(t)
	}
	parent.kids = append(parent.kids, v)
	return nil
}

func (r *jsonReader) array(parent *part, label string, depth int) error {
	for r.decoder.More() {
		if err := r.read(parent, label, depth+1); err != nil {
			return err
		}
	}
	return r.close()
}

func (r *jsonReader) object(v *part, depth int) error {
	seen := map[string]bool{}
	for r.decoder.More() {
		key, err := r.decoder.Token()
		if err != nil {
			return Refusal{"the message is not well-formed JSON"}
		}
		label, _ := key.(string)
		if name := strings.ToLower(label); seen[name] {
			return Refusal{fmt.Sprintf("%s stands twice in one object, so it is not clear which one counts", shorten(label))}
		} else {
			seen[name] = true
		}
		if err := r.read(v, label, depth+1); err != nil {
			return err
		}
	}
	return r.close()
}

func (r *jsonReader) close() error {
	if _, err := r.decoder.Token(); err != nil {
		return Refusal{"the message is not well-formed JSON"}
	}
	return nil
}
