package link

import "strings"

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
