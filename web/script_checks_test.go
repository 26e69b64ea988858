package web_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
)

// checking are the verbs that look at the last answer, the mail and the audit
// trail.
var checking = map[string]verb{
	"status": func(s *script, a []string) {
		s.need(a, 1)
		s.same("status", s.last.status, s.number(a[0]))
	},
	"page":   func(s *script, a []string) { s.need(a, 1); s.same("page", s.last.page(), a[0]) },
	"says":   (*script).says,
	"button": (*script).button,
	"header": (*script).header,
	"body":   (*script).body,
	"same":   (*script).sameAnswer,
	"mail":   (*script).mailed,
	"no":     (*script).none,
	"told":   (*script).told,
	"state":  (*script).state,
	"event":  func(s *script, a []string) { s.need(a, 2); s.same("events "+a[1], s.events()[a[1]], s.number(a[0])) },
	"fact":   (*script).fact,
	"cases":  (*script).cases,

	"decision": (*script).decision,
	"field":    (*script).field,
	"audit": func(s *script, a []string) {
		s.need(a, 3)
		s.same("entries "+a[2], s.acts(a[1])[a[2]], s.number(a[0])) // audit 1 acme link.reissued
	},
}

func (s *script) same(what string, have, want any) {
	s.t.Helper()
	if have != want {
		s.complain("%s is %v, want %v", what, have, want)
	}
}

// says "…" · says not "…": the words of the page, as a reader sees them; of a
// JSON answer, its text.
func (s *script) says(args []string) {
	s.t.Helper()
	s.need(args, 1)
	not := args[0] == "not"
	if not {
		s.need(args, 2)
		args = args[1:]
	}
	if strings.Contains(readable(s.last.body), args[0]) == not {
		s.complain("the page says it, or does not: %q", args[0])
	}
}

// button "…": the page has a form with that button and no other.
func (s *script) button(args []string) {
	s.t.Helper()
	s.need(args, 1)
	forms := formShape.FindAll(s.last.body, -1)
	if len(forms) != 1 || readable(forms[0]) != args[0] {
		s.complain("%d forms, want one with the button %q", len(forms), args[0])
	}
}

// header Name contains "…" · header Name lacks "…" · header Name is "…"
func (s *script) header(args []string) {
	s.t.Helper()
	s.need(args, 3)
	have := strings.Join(s.last.header.Values(args[0]), ", ")
	switch has := strings.Contains(have, args[2]); {
	case args[1] == "is":
		s.same("header "+args[0], have, args[2])
	case args[1] == "lacks" && has:
		s.complain("header %s is %q, want it without %q", args[0], have, args[2])
	case args[1] == "contains" && !has:
		s.complain("header %s is %q, want it to contain %q", args[0], have, args[2])
	}
}

// body is fjordlight-1-due.xml · body begins "%PDF-" · body lacks "utm_" · body is empty
func (s *script) body(args []string) {
	s.t.Helper()
	s.need(args, 2)
	switch {
	case args[0] == "matches":
		s.same("body matches "+args[1], regexp.MustCompile(args[1]).Match(s.last.body), true)
	case args[0] == "begins":
		if !bytes.HasPrefix(s.last.body, []byte(args[1])) {
			s.complain("the body does not begin with %q", args[1])
		}
	case args[0] == "lacks":
		if bytes.Contains(s.last.body, []byte(args[1])) {
			s.complain("the body has %q in it", args[1])
		}
	case args[1] == "empty":
		s.same("length of the body", len(s.last.body), 0)
	case !bytes.Equal(s.last.body, sampleFile(s.t, args[1])):
		s.complain("the body is not the file %s, byte for byte", args[1])
	}
}

// same answer: status and body are those of the answer before this one.
func (s *script) sameAnswer([]string) {
	s.t.Helper()
	s.same("status", s.last.status, s.previous.status)
	if !bytes.Equal(s.last.body, s.previous.body) {
		s.complain("this answer differs from the one before it:\n%s", readable(s.previous.body))
	}
}

// mail 2 to anna@harbourpine.example: so many mails have gone out in all, each
// of them to that address.
func (s *script) mailed(args []string) {
	s.t.Helper()
	s.need(args, 3)
	letters := s.deliver()
	s.same("number of mails", len(letters), s.number(args[0]))
	for _, l := range letters {
		s.same("address", l.To, args[2])
	}
}

// no mail · no button · no header Name
func (s *script) none(args []string) {
	s.t.Helper()
	s.need(args, 1)
	switch args[0] {
	case "mail":
		s.same("number of mails", len(s.deliver()), 0)
	case "event":
		s.need(args, 2)
		s.same("events "+args[1], s.events()[args[1]], 0)
	case "button":
		s.same("number of forms", bytes.Count(s.last.body, []byte("<form")), 0)
	case "header":
		s.need(args, 2)
		s.same("number of headers "+args[1], len(s.last.header.Values(args[1])), 0)
	default:
		s.complain("there is no %q that could be absent", args[0])
	}
}

var (
	unread    = regexp.MustCompile(`(?s)<(?:style|head|svg)(?:\s[^>]*)?>.*?</(?:style|head|svg)>`)
	breaking  = regexp.MustCompile(`</?(?:p|div|li|h1|h2|h3|dt|dd|tr|td|th|section|summary|br|ul|ol|table|caption|details|footer|header|main)\b[^>]*>`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
	manySpace = regexp.MustCompile(`\s+`)
)

// readable is the text of a page as its reader takes it in.
func readable(body []byte) string {
	text := unread.ReplaceAllString(string(body), " ")
	text = anyTag.ReplaceAllString(breaking.ReplaceAllString(text, " "), "")
	return strings.TrimSpace(manySpace.ReplaceAllString(html.UnescapeString(text), " "))
}

func unescaped(attribute string) string { return html.UnescapeString(attribute) }
