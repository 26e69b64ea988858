package intake

import (
	"bytes"
	"encoding/xml"
	"strings"
)

func readMessageXML(body []byte) ([]*part, error) {
	text, err := decode(body)
	if err != nil {
		return nil, err
	}
	r := &messageReader{}
	if err := eachToken(text, r.token); err != nil {
		return nil, err
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
