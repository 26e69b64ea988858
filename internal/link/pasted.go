package link

import (
	"regexp"
	"strings"
	"unicode"
)

// Pasted is a link as somebody took it out of a mail, with what was undone to read
// it.
type Pasted struct {
	Host    string   // lower case; empty: none was pasted
	Path    string   // as a server would have received it
	Query   string   // likewise, without "?"
	Wraps   []string // whose redirectors were around it, the outermost first
	Opaque  string   // whose redirector it still is: where it leads cannot be seen
	Repairs []string // what else was undone, in words
}

// ReadPasted finds the link in a pasted text and undoes what was done to it on its
// way: marks of replies, broken lines, words and brackets around it, characters
// without width, redirectors of mail scanners, double encoding. What the server
// itself undoes when such a link is opened (Repair) it leaves as it stands, where
// no redirector is in the way. It is for admins: nothing that it finds is believed
// before Check has.
func ReadPasted(text string) Pasted {
	var p Pasted
	address := p.address(p.visible(text))
	address, p.Wraps, p.Opaque = unwrap(address)
	if len(p.Wraps) > 0 {
		address = strings.TrimRight(address, ".,;")
	}
	if before, _, ok := strings.Cut(address, "#"); ok {
		address = before
		p.note("the part from # on never reaches the server")
	}
	host, target := cutHost(address)
	p.Host = host
	p.Path, p.Query, _ = strings.Cut(target, "?")
	p.undoEncoding()
	return p
}

func (p *Pasted) note(repair string) { p.Repairs = append(p.Repairs, repair) }

// visible takes out what cannot be seen and would break an address.
func (p *Pasted) visible(text string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\u202f' || r == '\u2007':
			return ' '
		case r == '\u00ad' || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	if clean = strings.TrimSpace(clean); clean != strings.TrimSpace(text) && strings.ContainsFunc(strings.TrimSpace(text), unprinted) {
		p.note("characters that cannot be seen were taken out")
	}
	return clean
}

func unprinted(r rune) bool { return r == '\u00ad' || unicode.Is(unicode.Cf, r) }

// address is the one link in a text.
func (p *Pasted) address(text string) string {
	text = strings.ReplaceAll(text, "&#38;", "&amp;")
	joined := joinPasted(text)
	if strings.ContainsAny(text, "\r\n") && joined != text {
		p.note("the link was broken over several lines")
	}
	found, around := cutOut(joined)
	if around {
		p.note("text around the link was taken off")
	}
	if strings.Contains(found, "=3Dhttp") { // a redirector's, for which Repair is not
		p.note("repaired: =3D → =")
		found = strings.ReplaceAll(found, "=3D", "=")
	}
	if decoded := wholeAddress(found); decoded != "" && decoded != found {
		p.note("repaired: %3A%2F%2F → ://")
		return decoded
	}
	return found
}

var (
	quoteMarks = regexp.MustCompile(`^[>|\s]+`)
	schemeAt   = regexp.MustCompile(`(?i)https?(://|%3a%2f%2f|%253a%252f%252f)`)
	// goesOn is the rest of an address in a line of its own.
	goesOn = regexp.MustCompile(`^[^\s<>"]*[0-9%&=?/_-][^\s<>"]*[>)\]]*[.,;]?$`)
	// wholeSum is the end of an address that is complete.
	wholeSum = regexp.MustCompile(`[?&;]c=([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(-[0-9]+)?$`)
	hexOnly  = regexp.MustCompile(`^[0-9a-f]+[>)\]]*[.,;]?$`)
)

// joinPasted joins the lines of a broken link, and leaves others apart.
func joinPasted(text string) string {
	if !strings.ContainsAny(text, "\r\n") {
		return text
	}
	var b strings.Builder
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\r' || r == '\n' }) {
		line = strings.TrimSpace(quoteMarks.ReplaceAllString(line, ""))
		before := b.String()
		switch {
		case before == "":
		case continues(before, line):
			if soft, ok := strings.CutSuffix(before, "="); ok && !endsInSeparator(before) {
				b.Reset()
				b.WriteString(soft)
			}
		default:
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}

// continues reports whether a line goes on with the address that the text before
// it ends in.
func continues(before, line string) bool {
	last := before[strings.LastIndexAny(before, " \n\t")+1:]
	if !strings.ContainsAny(last, "/?=") || line == "" || schemeAt.MatchString(line[:min(len(line), 16)]) {
		return false
	}
	if strings.HasSuffix(last, "=") || strings.HasSuffix(last, "&") || strings.HasSuffix(last, "?") {
		return true
	}
	first, _, _ := strings.Cut(line, " ")
	if wholeSum.MatchString(last) {
		return hexOnly.MatchString(first)
	}
	return goesOn.MatchString(first)
}

// cutOut takes the link out of the words around it; around says whether there
// were any, or brackets. A text that is a link and nothing else stays as it is: what
// stands behind it may have been part of what was opened.
func cutOut(text string) (address string, around bool) {
	start := 0
	if at := schemeAt.FindStringIndex(text); at != nil {
		start = at[0]
	} else if field := likeliest(text); field != "" {
		start = strings.Index(text, field)
	}
	address = text[start:]
	if end := strings.IndexFunc(address, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>\"”»`", r) }); end >= 0 {
		address, around = address[:end], true
	}
	if start == 0 && !around {
		return address, false
	}
	if closing := strings.IndexAny(address, ")]}"); closing >= 0 {
		address = address[:closing]
	}
	return strings.TrimRight(address, ".,;:!?'’*"), true
}

// likeliest is the field of a text that looks most like an address without a
// scheme.
func likeliest(text string) string {
	for _, sign := range []string{"?s=", "?", "/"} {
		for field := range strings.FieldsSeq(text) {
			if strings.Contains(field, sign) {
				return strings.TrimLeft(field, "<([\"'“„«*")
			}
		}
	}
	return ""
}

// undoEncoding undoes an encoding of the whole address, where it hides its parts.
func (p *Pasted) undoEncoding() {
	for range 2 {
		if p.readable() {
			return
		}
		whole := p.Path
		if p.Query != "" {
			whole += "?" + p.Query
		}
		clean := encodedSign.ReplaceAllStringFunc(whole, func(s string) string { return encodedSigns[strings.ToUpper(s)] })
		if clean == whole {
			return
		}
		for _, sign := range encodedSign.FindAllString(whole, -1) {
			p.once("repaired: " + strings.ToUpper(sign) + " → " + encodedSigns[strings.ToUpper(sign)])
		}
		p.Path, p.Query, _ = strings.Cut(clean, "?")
	}
}

func (p *Pasted) once(repair string) {
	for _, r := range p.Repairs {
		if r == repair {
			return
		}
	}
	p.note(repair)
}

var (
	encodedSign  = regexp.MustCompile(`(?i)%(25|26|2F|3D|3F)`)
	encodedSigns = map[string]string{"%25": "%", "%26": "&", "%2F": "/", "%3D": "=", "%3F": "?"}
)

// readable reports whether an address shows the names that every link has.
func (p *Pasted) readable() bool {
	seen := "&" + p.Query
	for _, name := range []string{"s=", "e=", "c="} {
		if !strings.Contains(seen, "&"+name) && !strings.Contains(seen, ";"+name) && !strings.Contains(unescapeAmpersands(seen), "&"+name) {
			return false
		}
	}
	return !strings.ContainsRune(p.Path, '%')
}
