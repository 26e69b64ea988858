package link

import "strings"

// Form is the shape in which an invoice is asked for. It is no part of the
// signed text: one checksum opens all three.
type Form string

// The forms. Every kind but Invoice has only Page.
const (
	Page Form = ""
	PDF  Form = "pdf"
	XML  Form = "xml"
)

// Path is what a link's path says.
type Path struct {
	Account string // empty on a legacy path, where the number finds it
	Kind    Kind
	ID      string // path id: with its S or c; an invoice without .pdf or .xml
	Form    Form
	Legacy  bool // /invoice/{number}.pdf
}

// CleanPath is the guard in front of every route. It accepts the escaped form
// of a path that has one spelling only: segments of unreserved characters
// (RFC 3986, 2.3), none of them empty, "." or "..", at most 2,048 bytes. A
// router would answer anything else with a redirect that repeats the query.
func CleanPath(escaped string) bool {
	if escaped == "/" {
		return true
	}
	if len(escaped) == 0 || len(escaped) > maxTarget || escaped[0] != '/' {
		return false
	}
	for rest, more := escaped[1:], true; more; {
		var segment string
		segment, rest, more = strings.Cut(rest, "/")
		if !cleanSegment(segment) {
			return false
		}
	}
	return true
}

func cleanSegment(s string) bool {
	if s == "" || s == "." || s == ".." {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !idByte(s[i]) && s[i] != '~' {
			return false
		}
	}
	return true
}

// ParsePath reads the path of a link, which is
//
//	/{account}/{kind}/{id}       and for invoices also …/{id}.pdf, …/{id}.xml
//	/invoice/{number}.pdf        legacy
//
// False means that there is no such route.
func ParsePath(path string) (Path, bool) {
	rest, rooted := strings.CutPrefix(path, "/")
	first, rest, _ := strings.Cut(rest, "/")
	if !rooted {
		return Path{}, false
	}
	if first == string(Invoice) {
		return parseLegacy(rest)
	}
	second, last, _ := strings.Cut(rest, "/")
	kind, known := ParseKind(second)
	if !known || !ValidAccount(first) {
		return Path{}, false
	}
	p := Path{Account: first, Kind: kind, ID: last}
	if kind == Invoice {
		p.ID, p.Form = cutForm(last)
	}
	if !validPathID(kind, p.ID) {
		return Path{}, false
	}
	return p, true
}

func parseLegacy(file string) (Path, bool) {
	id, form := cutForm(file)
	if form != PDF || !validPathID(Invoice, id) {
		return Path{}, false
	}
	return Path{Kind: Invoice, ID: id, Form: PDF, Legacy: true}, true
}

func cutForm(file string) (id string, form Form) {
	if id, ok := strings.CutSuffix(file, ".pdf"); ok {
		return id, PDF
	}
	if id, ok := strings.CutSuffix(file, ".xml"); ok {
		return id, XML
	}
	return file, Page
}

// target writes the path back.
func (p Path) target() string {
	if p.Legacy {
		return "/" + string(Invoice) + "/" + p.ID + ".pdf"
	}
	return "/" + p.Account + "/" + string(p.Kind) + "/" + p.ID
}
