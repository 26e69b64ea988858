package intake

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxMessage is the largest notification in bytes.
const MaxMessage = 1 << 20

// Bounds on a notification, far above any real one.
const (
	maxMessageParts = 50_000
	maxMessageText  = 2000 // characters of one value that are kept
)

// part is one named thing of a message: an element or attribute of XML, a
// member of a JSON object. Both syntaxes say the same with it, so everything
// behind this file reads parts. Names are in lower case and without their
// namespace: senders change the version in it. A nil part has nothing in it.
type part struct {
	label string // as it was written, without prefix
	name  string
	text  string
	kids  []*part
}

// unique are names that must not stand twice in one place: whichever of the two
// were taken, it could be the wrong one.
var unique = []string{
	"id", "purchaseid", "subscriptionid", "customerid", "statusid", "itemstatusid",
	"lastmodificationtime", "customerpdfdocumenturl", "currencyid", "email",
}

// readMessage reads a body into values. The roots of a batch come one by one.
func readMessage(body []byte) ([]*part, error) {
	if len(body) > MaxMessage {
		return nil, Refusal{"the message is larger than 1 MB; send fewer notifications at once"}
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(body, utf8BOM), " \t\r\n")
	switch {
	case len(start) == 0:
		return nil, Refusal{"the message is empty"}
	case start[0] == '{', start[0] == '[':
		return readMessageJSON(start)
	}
	return readMessageXML(body)
}

func readMessageXML(body []byte) ([]*part, error) {
	text, err := decode(body)
	if err != nil {
		return nil, err
	}
	r := &messageReader{}
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, brokenXML(err)
		}
		if err := r.token(tok); err != nil {
			return nil, err
		}
	}
	if r.root == nil {
		return nil, Refusal{"the message holds no XML element"}
	}
	if r.root.name == "notificationlist" {
		return r.root.kids, nil
	}
	return []*part{r.root}, nil
}

// messageReader makes values from a stream of XML tokens.
type messageReader struct {
	root  *part
	open  []*part
	texts []*strings.Builder
	parts int
}

func (r *messageReader) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return r.start(t)
	case xml.EndElement:
		return r.end()
	case xml.CharData:
		if len(r.open) > 0 {
			r.texts[len(r.texts)-1].Write(t)
		} else if len(bytes.TrimSpace(t)) > 0 {
			return Refusal{"there is text outside the XML; send the notification alone"}
		}
	case xml.Directive:
		return Refusal{"the message has a DOCTYPE, which is not allowed"}
	}
	return nil
}

func (r *messageReader) start(t xml.StartElement) error {
	if r.root != nil && len(r.open) == 0 {
		return Refusal{"the message holds more than one XML document; send each by itself"}
	}
	if len(r.open) == maxDepth {
		return errDeepMessage
	}
	if r.parts += 1 + len(t.Attr); r.parts > maxMessageParts {
		return errManyParts
	}
	v := &part{label: t.Name.Local, name: strings.ToLower(t.Name.Local)}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			continue
		}
		v.kids = append(v.kids, &part{label: a.Name.Local, name: strings.ToLower(a.Name.Local), text: tidy(a.Value)})
	}
	if len(r.open) == 0 {
		r.root = v
	} else {
		parent := r.open[len(r.open)-1]
		parent.kids = append(parent.kids, v)
	}
	r.open, r.texts = append(r.open, v), append(r.texts, &strings.Builder{})
	return nil
}

func (r *messageReader) end() error {
	last := len(r.open) - 1
	v := r.open[last]
	v.text = tidy(r.texts[last].String())
	r.open, r.texts = r.open[:last], r.texts[:last]
	return v.checkUnique()
}

var (
	errDeepMessage = Refusal{"the message is nested more than 64 deep, which no notification is"}
	errManyParts   = Refusal{"the message has more than 50,000 values; send fewer notifications at once"}
)

func (v *part) checkUnique() error {
	seen := map[string]bool{}
	for _, k := range v.kids {
		if !slices.Contains(unique, k.name) {
			continue
		}
		if seen[k.name] {
			return Refusal{fmt.Sprintf("%s stands twice in %s, so it is not clear which one counts", k.label, shorten(v.label))}
		}
		seen[k.name] = true
	}
	return nil
}

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

// tidy makes a foreign text one line of bounded length: control characters
// become spaces.
func tidy(text string) string {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text))
	if runes := []rune(text); len(runes) > maxMessageText {
		return string(runes[:maxMessageText])
	}
	return text
}

// child returns the first value of one of these names, or nil.
func (v *part) child(names ...string) *part {
	if v == nil {
		return nil
	}
	for _, name := range names {
		for _, k := range v.kids {
			if k.name == name {
				return k
			}
		}
	}
	return nil
}

// get returns the text of the first value of one of these names that has any.
func (v *part) get(names ...string) string {
	if v == nil {
		return ""
	}
	for _, name := range names {
		for _, k := range v.kids {
			if k.name == name && k.text != "" {
				return k.text
			}
		}
	}
	return ""
}

// maxLine is the longest text of a page's line in bytes.
const maxLine = 255

// line is get for a text of one line, cut where it is too long for one.
func (v *part) line(names ...string) string { return cut(v.get(names...)) }

func cut(text string) string {
	if len(text) <= maxLine {
		return text
	}
	end := maxLine - len("…")
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// list returns the entries of a list: XML puts them into an element each within
// one around them, JSON into an array.
func (v *part) list(around, each string) []*part {
	if v == nil {
		return nil
	}
	var all []*part
	for _, k := range v.kids {
		if k.name != around {
			continue
		}
		inner := false
		for _, entry := range k.kids {
			if entry.name == each {
				all, inner = append(all, entry), true
			}
		}
		if !inner && len(k.kids) > 0 {
			all = append(all, k)
		}
	}
	return all
}
