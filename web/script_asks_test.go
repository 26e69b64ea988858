package web_test

import (
	"regexp"
	"strings"
)

// asking are the verbs that send a request.
var asking = map[string]verb{
	"GET":     func(s *script, a []string) { s.ask("GET", a) },
	"HEAD":    func(s *script, a []string) { s.ask("HEAD", a) },
	"OPTIONS": func(s *script, a []string) { s.ask("OPTIONS", a) },
	"PUT":     func(s *script, a []string) { s.ask("PUT", a) },
	"DELETE":  func(s *script, a []string) { s.ask("DELETE", a) },
	"POST":    (*script).post,
	"press":   (*script).press,
	"click":   (*script).click,
	"follow":  (*script).follow,
	"open":    (*script).openMail,
	"decide":  (*script).decide,
	"result":  (*script).openResult,
	"visit":   (*script).visitAddress,
	"going":   (*script).going,
	"back":    (*script).backFrom,
	"post":    (*script).postTo,
}

// ask sends a request for the link in force, or for the address given.
func (s *script) ask(method string, args []string) {
	s.t.Helper()
	if len(args) > 0 {
		s.target = args[0]
	}
	s.fetch(visit{method: method, target: s.target})
}

func (s *script) fetch(v visit) {
	s.t.Helper()
	v.header = s.next
	s.last = s.visit(v)
	s.next = map[string]string{}
}

// post sends a form to the link in force: POST ask=new-link. "POST large" sends
// one that is too large.
func (s *script) post(args []string) {
	s.t.Helper()
	s.need(args, 1)
	body := args[0]
	if body == "large" {
		body = "ask=new-link&more=" + strings.Repeat("x", 64<<10)
	}
	s.fetch(visit{method: "POST", target: s.target, body: body})
}

var (
	formShape   = regexp.MustCompile(`(?s)<form [^>]*method="post"[^>]*action="([^"]*)".*?</form>`)
	hiddenShape = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
	anchorShape = regexp.MustCompile(`(?s)<a [^>]*?href="([^"]*)".*?</a>`)
)

// press "Email me a new link" sends the form with that button, as it stands on
// the page.
func (s *script) press(args []string) {
	s.t.Helper()
	s.need(args, 1)
	for _, form := range formShape.FindAllStringSubmatch(string(s.last.body), -1) {
		if !s.hasButton(form[0], args[0]) {
			continue
		}
		s.target = unescaped(form[1])
		s.fetch(visit{method: "POST", target: s.target, body: s.filled(form[0]) + s.pressed(form[0], args[0])})
		return
	}
	s.complain("no button %q", args[0])
}

// click "PDF of invoice INV-1" follows the link with that text.
func (s *script) click(args []string) {
	s.t.Helper()
	s.need(args, 1)
	for _, anchor := range anchorShape.FindAllStringSubmatch(string(s.last.body), -1) {
		if readable([]byte(anchor[0])) == args[0] {
			to := unescaped(anchor[1])
			if path, _, _ := strings.Cut(s.target, "?"); strings.HasPrefix(to, "?") {
				to = path + to
			}
			s.target = to
			s.fetch(visit{method: "GET", target: s.target})
			return
		}
	}
	s.complain("no link %q", args[0])
}

// follow goes where the last answer sent the browser.
func (s *script) follow([]string) {
	s.t.Helper()
	to := s.last.header.Get("Location")
	if to == "" {
		s.complain("there is nowhere to follow")
	}
	s.target = to
	s.fetch(visit{method: "GET", target: to})
}

// openMail opens the link of the newest mail.
func (s *script) openMail([]string) {
	s.t.Helper()
	letters := s.deliver()
	if len(letters) == 0 {
		s.complain("there is no mail")
	}
	s.target = s.linkIn(letters[0])
	s.fetch(visit{method: "GET", target: s.target})
}
