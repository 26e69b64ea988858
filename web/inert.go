package web

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// inert is a page on which nothing works: no link leads anywhere but to the page
// itself, no form goes anywhere, no button and no field takes anything, and no
// hidden value is in it. So the address of the link the page belongs to is not
// in it either. top stands in front of its content as it is.
func inert(page, top []byte) ([]byte, error) {
	var out bytes.Buffer
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			if err := tokens.Err(); !errors.Is(err, io.EOF) {
				return nil, err
			}
			return out.Bytes(), nil
		}
		raw := bytes.Clone(tokens.Raw())
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			out.Write(raw)
			continue
		}
		tag := tokens.Token()
		if tag.Data == "input" && attribute(tag, "type") == "hidden" {
			continue
		}
		if tag.Data == "main" {
			out.Write(top)
		}
		if !disarm(&tag) {
			out.Write(raw)
		} else {
			out.WriteString(tag.String())
		}
	}
}

// pressed are the elements that take something from whoever reads the page.
var pressed = map[string]bool{"button": true, "input": true, "select": true, "textarea": true}

// disarm takes from an element what leads or sends anywhere, and reports whether
// it changed it.
func disarm(tag *html.Token) bool {
	kept, changed := tag.Attr[:0:0], false
	for _, a := range tag.Attr {
		if !leadsAway(tag.Data, a) {
			kept = append(kept, a)
			continue
		}
		changed = true
		if tag.Data == "a" { // what is no link any more still says that it is one
			kept = append(kept, html.Attribute{Key: "role", Val: "link"}, html.Attribute{Key: "aria-disabled", Val: "true"})
		}
	}
	if pressed[tag.Data] {
		kept, changed = append(kept, html.Attribute{Key: "disabled"}), true
	}
	tag.Attr = kept
	return changed
}

// leadsAway reports whether an attribute leads or sends somewhere. Files of ours,
// the account's logo and places on the page itself stay.
func leadsAway(element string, a html.Attribute) bool {
	switch a.Key {
	case "action", "formaction", "method", "formmethod", "ping", "autofocus":
		return true
	case "srcset":
		return !strings.HasPrefix(a.Val, brandPath)
	case "src":
		return !strings.HasPrefix(a.Val, brandPath) && !strings.HasPrefix(a.Val, "/static/")
	case "href":
		return !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "/static/")
	case "content":
		return element == "meta" && strings.Contains(a.Val, "url=")
	}
	return false
}

func attribute(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
