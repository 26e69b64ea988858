package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds on an XML document, far above any real invoice.
const (
	maxDepth      = 64
	maxElements   = 200_000 // an invoice of some 7,000 lines
	maxAttributes = 500_000
	maxNamespaces = 64 // distinct prefixes: the checking library copies them for every element
)

// parseTree reads a document of one root element into a tree. It refuses
// DOCTYPEs, broken XML, a second root and whatever breaks a bound.
func parseTree(text []byte) (*node, error) {
	if bytes.Count(text, []byte("=")) > maxAttributes {
		return nil, Refusal{"the XML has more than 500,000 attributes, which no e-invoice has; check where the file comes from"}
	}
	b := builder{prefixes: map[string]bool{}}
	if err := eachToken(text, b.add); err != nil {
		return nil, err
	}
	if b.root == nil {
		return nil, Refusal{"the file holds no XML element; export the invoice again"}
	}
	return b.root, nil
}

// eachToken hands on the tokens of an XML text, until one is refused.
func eachToken(text []byte, add func(xml.Token) error) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return brokenXML(err)
		}
		if err := add(tok); err != nil {
			return err
		}
	}
}

func brokenXML(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return Refusal{fmt.Sprintf("the file is not well-formed XML (%s in line %d); export it again", syntax.Msg, syntax.Line)}
	}
	return Refusal{"the file is not well-formed XML; export it again"}
}

// builder makes the tree from a stream of tokens.
type builder struct {
	root     *node
	open     []*openNode
	elements int
	prefixes map[string]bool
}

// openNode is an element whose end has not come yet.
type openNode struct {
	*node
	buf   strings.Builder
	known bool // of a namespace we read, as are all around it
}

func (b *builder) add(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return b.start(t)
	case xml.EndElement:
		b.end()
	case xml.CharData:
		return b.chars(t)
	case xml.Directive:
		return Refusal{"the file has a DOCTYPE, which is not allowed in e-invoices; remove it and send the file again"}
	}
	return nil
}

func (b *builder) start(t xml.StartElement) error {
	if b.root != nil && len(b.open) == 0 {
		return Refusal{"the file holds more than one XML document; send each in a file of its own"}
	}
	if len(b.open) == maxDepth {
		return Refusal{"the XML is nested more than 64 deep, which no e-invoice is; check where the file comes from"}
	}
	if b.elements++; b.elements > maxElements {
		return Refusal{"the XML has more than 200,000 elements; split the invoice"}
	}
	prefix, known := prefixes[t.Name.Space]
	n := &openNode{node: &node{name: prefix + ":" + t.Name.Local}, known: known}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns", a.Name.Local == "xmlns":
			b.prefixes[a.Name.Local] = true
		case a.Name.Space == "":
			n.attrs = append(n.attrs, a)
		}
	}
	if len(b.prefixes) > maxNamespaces {
		return Refusal{"the XML declares more than 64 namespaces, which no e-invoice does; check where the file comes from"}
	}
	return b.place(n, t.Name)
}

// place puts a new element into the tree. The root decides what the document is.
func (b *builder) place(n *openNode, name xml.Name) error {
	if len(b.open) == 0 {
		if !n.known || !isRoot(n.name) {
			return unknownRoot(name)
		}
		b.root = n.node
	} else {
		parent := b.open[len(b.open)-1]
		n.known = n.known && parent.known
		if n.known {
			parent.kids = append(parent.kids, n.node)
		}
	}
	b.open = append(b.open, n)
	return nil
}

func (b *builder) end() {
	n := b.open[len(b.open)-1]
	n.text = strings.TrimSpace(n.buf.String())
	b.open = b.open[:len(b.open)-1]
}

func (b *builder) chars(t xml.CharData) error {
	if len(b.open) > 0 {
		b.open[len(b.open)-1].buf.Write(t)
		return nil
	}
	if len(bytes.TrimSpace(t)) > 0 {
		return Refusal{"there is text outside the XML document; remove what stands before or after it"}
	}
	return nil
}
