package link

import "strings"

// ParseTarget takes a link as somebody pasted it out of a mail, and returns
// its host, and path and query as a server would have received them; empty
// where the text has none. It takes off what is clearly no part of the link
// (space around it, a pair of angle brackets, quote marks of a reply, scheme
// and host, a fragment), joins a link that was broken over lines, and says so
// in notes. It does not undo mail damage, for which there is Repair, nor look
// inside redirects of other systems.
func ParseTarget(pasted string) (host, rawPath, rawQuery string, notes []string) {
	text := strings.TrimSpace(pasted)
	joined := joinLines(text)
	if joined != text {
		notes = append(notes, "the link was broken over several lines")
	}
	bare, bracketed := strings.CutPrefix(joined, "<")
	if bracketed {
		bare = strings.TrimSuffix(bare, ">")
		notes = append(notes, "angle brackets were taken off")
	}
	if before, _, ok := strings.Cut(bare, "#"); ok {
		bare = before
		notes = append(notes, "the part from # on never reaches the server")
	}
	host, target := cutHost(bare)
	rawPath, rawQuery, _ = strings.Cut(target, "?")
	return host, rawPath, rawQuery, notes
}

// joinLines puts the pieces of a broken link together, without the ">" of a
// reply in front of each and the soft break behind it.
func joinLines(text string) string {
	if !strings.ContainsAny(text, "\r\n") {
		return text
	}
	var b strings.Builder
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\r' || r == '\n' })
	for i, line := range lines {
		piece := strings.TrimSpace(strings.TrimLeft(line, "> \t"))
		if i < len(lines)-1 && !endsInSeparator(b.String()+piece) {
			piece = strings.TrimSuffix(piece, "=")
		}
		b.WriteString(piece)
	}
	return b.String()
}

// endsInSeparator reports whether the last "=" stands between the name of a
// parameter and a value that follows on the next line. Only the short names
// can tell: a longer one may itself be cut.
func endsInSeparator(s string) bool {
	for _, name := range []string{"s=", "e=", "k=", "c="} {
		if strings.HasSuffix(s, "?"+name) || strings.HasSuffix(s, "&"+name) || strings.HasSuffix(s, ";"+name) {
			return true
		}
	}
	return false
}

// cutHost takes scheme and host off. A text that begins with a slash has none.
func cutHost(s string) (host, target string) {
	lower := strings.ToLower(s)
	for _, scheme := range []string{"https://", "http://"} {
		if strings.HasPrefix(lower, scheme) {
			s = s[len(scheme):]
			break
		}
	}
	slash := strings.IndexAny(s, "/?")
	if slash < 0 {
		return s, ""
	}
	return strings.ToLower(s[:slash]), s[slash:]
}
