package intake

import (
	"encoding/xml"
	"strings"
)

// prefixes are the namespaces we read, by the prefix the paths use for them.
var prefixes = map[string]string{
	"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2":                             "inv",
	"urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2":                          "cn",
	"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2":           "cac",
	"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2":               "cbc",
	"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100":                       "rsm",
	"urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100": "ram",
	"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100":                        "udt",
	"urn:un:unece:uncefact:data:standard:QualifiedDataType:100":                          "qdt",
}

// node is an element. Its name carries the prefix of our table, whatever the
// document calls it; elements of other namespaces are left out of the tree.
// A nil node has no text, no attributes and no children.
type node struct {
	name  string
	attrs []xml.Attr
	text  string // without white space around it
	kids  []*node
}

// all returns the elements at a path such as "cac:Party/cbc:Name".
func (n *node) all(path string) []*node {
	if n == nil {
		return nil
	}
	step, rest, deeper := strings.Cut(path, "/")
	var found []*node
	for _, k := range n.kids {
		if k.name != step {
			continue
		}
		if deeper {
			found = append(found, k.all(rest)...)
			continue
		}
		found = append(found, k)
	}
	return found
}

// first returns the first element at a path, or nil.
func (n *node) first(path string) *node {
	if all := n.all(path); len(all) > 0 {
		return all[0]
	}
	return nil
}

// filled returns the first element at a path that has text, or nil.
func (n *node) filled(path string) *node {
	for _, k := range n.all(path) {
		if k.text != "" {
			return k
		}
	}
	return nil
}

// get returns the text of the first element at a path that has any.
func (n *node) get(path string) string {
	if k := n.filled(path); k != nil {
		return k.text
	}
	return ""
}

// texts returns the texts of all elements at a path that have any.
func (n *node) texts(path string) []string {
	var out []string
	for _, k := range n.all(path) {
		if k.text != "" {
			out = append(out, k.text)
		}
	}
	return out
}

// attr returns an attribute's value without white space around it.
func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}
