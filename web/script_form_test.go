package web_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Forms as a browser without scripts fills and sends them.

var (
	buttonShape   = regexp.MustCompile(`(?s)<button[^>]*>(.*?)</button>`)
	inputShape    = regexp.MustCompile(`<input[^>]*>`)
	textareaShape = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`)
	attribute     = regexp.MustCompile(`([a-z]+)(?:="([^"]*)")?`)
)

// hasButton says whether a form is sent by a button of that label.
func (s *script) hasButton(form, label string) bool {
	return slices.ContainsFunc(buttonShape.FindAllStringSubmatch(form, -1), func(b []string) bool { return readable([]byte(b[1])) == label })
}

// pressed is what the button of that label sends of its own.
func (s *script) pressed(form, label string) string {
	for _, b := range buttonShape.FindAllStringSubmatch(form, -1) {
		if readable([]byte(b[1])) != label {
			continue
		}
		tag, _, _ := strings.Cut(b[0], ">")
		a := map[string]string{}
		for _, pair := range attribute.FindAllStringSubmatch(strings.TrimPrefix(tag, "<button"), -1) {
			a[pair[1]] = unescaped(pair[2])
		}
		if a["name"] != "" {
			return "&" + url.Values{a["name"]: {a["value"]}}.Encode()
		}
	}
	return ""
}

// filled is the body of a form: what stands in its fields, or was typed over it
// since the last one was sent.
func (s *script) filled(form string) string {
	body := url.Values{}
	for _, input := range inputShape.FindAllString(form, -1) {
		a := map[string]string{}
		for _, pair := range attribute.FindAllStringSubmatch(strings.TrimSuffix(strings.TrimPrefix(input, "<input"), ">"), -1) {
			a[pair[1]] = unescaped(pair[2])
		}
		_, checked := a["checked"]
		value, typed := s.typed[a["name"]]
		switch kind := a["type"]; {
		case kind == "radio" && (typed && value == a["value"] || !typed && checked),
			kind == "checkbox" && (typed && value != "" || !typed && checked):
			body.Set(a["name"], a["value"])
		case kind == "radio" || kind == "checkbox":
		case typed && value == "" && kind == "hidden": // as a form that lost it on the way
		case typed:
			body.Set(a["name"], value)
		default:
			body.Set(a["name"], a["value"])
		}
	}
	for _, area := range textareaShape.FindAllStringSubmatch(form, -1) {
		body.Set(area[1], unescaped(area[2]))
		if value, typed := s.typed[area[1]]; typed {
			body.Set(area[1], value)
		}
	}
	s.typed = map[string]string{}
	return body.Encode()
}

// fill quantity 12: types it into the next form that is sent; fill n "": the
// hidden field is lost on the way.
func (s *script) fill(args []string) {
	s.t.Helper()
	s.need(args, 2)
	s.typed[args[0]] = args[1]
}

var sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)

// code: types the code of the newest mail into the next form that is sent.
func (s *script) typeCode([]string) {
	s.t.Helper()
	letters := s.deliver()
	if len(letters) == 0 {
		s.complain("there is no mail")
	}
	if s.typed["code"] = sixDigits.FindString(letters[0].Text); s.typed["code"] == "" {
		s.complain("the mail holds no code: %s", letters[0].Text)
	}
}

// olderForms: the answer before the last one is looked at again, as a tab that
// was left open.
func (s *script) olderForms([]string) {
	s.last, s.previous = s.previous, s.last
}

// field quantity "12": what stands in a field of the page.
func (s *script) field(args []string) {
	s.t.Helper()
	s.need(args, 2)
	for _, input := range inputShape.FindAllString(string(s.last.body), -1) {
		if strings.Contains(input, `name="`+args[0]+`"`) && strings.Contains(input, `value="`+args[1]+`"`) {
			return
		}
	}
	s.complain("no field %s with %q in it", args[0], args[1])
}
