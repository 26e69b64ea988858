package link

import "strings"

// reserved are the first path segments that are routes, or may become some.
var reserved = [...]string{
	"admin", "api", "brand", "clients", "debug", "dev", "docs", "favicon", "healthz", "in", "invoice",
	"metrics", "problems", "readyz", "robots", "static", "test", "well-known",
}

// Reserved reports whether a word is kept for routes of our own and can name
// no account.
func Reserved(word string) bool {
	for _, r := range reserved {
		if r == word {
			return true
		}
	}
	return false
}

// ValidAccount reports whether s can name an account:
// [a-z0-9][a-z0-9-]{0,31}, and not reserved.
func ValidAccount(s string) bool {
	if len(s) == 0 || len(s) > 32 || s[0] == '-' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !lowerAlnum(s[i]) && s[i] != '-' {
			return false
		}
	}
	return !Reserved(s)
}

// ValidID reports whether s is an id: [A-Za-z0-9][A-Za-z0-9._-]{0,63}.
func ValidID(s string) bool {
	if len(s) == 0 || len(s) > maxID || !alnum(s[0]) {
		return false
	}
	for i := 1; i < len(s); i++ {
		if !idByte(s[i]) {
			return false
		}
	}
	return true
}

// validPathID reports whether id can stand in a path of this kind. No two
// kinds read one path differently, and no path has two spellings.
func validPathID(kind Kind, id string) bool {
	switch kind {
	case Approve:
		_, _, ok := cutAttempt(id)
		return ok
	case Invoice:
		_, form := cutForm(id)
		return form == Page && ValidID(id)
	}
	digits, ok := strings.CutPrefix(id, kind.rule().prefix)
	return ok && kind.known() && number(digits, 19)
}

// cutAttempt splits "{request}.{attempt}" at its last dot.
func cutAttempt(id string) (request string, attempt int, ok bool) {
	dot := strings.LastIndexByte(id, '.')
	if dot < 0 || !ValidID(id) || !number(id[dot+1:], 9) {
		return "", 0, false
	}
	return id[:dot], int(parseNumber(id[dot+1:])), true
}

// PathID turns an invoice number, which is whatever its issuer wrote, into
// the id it has in a path: the number itself where it fits the text rules,
// else with every run of other characters turned into "-". The result is
// always a ValidID, and never ends in .pdf or .xml, which would ask for
// another form of another invoice. Two numbers can share a path id: the
// second then takes PathIDWith.
func PathID(number string) string {
	if validPathID(Invoice, number) {
		return number
	}
	id := strings.TrimLeft(dashed(number), "._-")
	if id == "" {
		return "invoice" // not one letter or digit of ours in the whole number
	}
	return undotForm(id[:min(len(id), maxID)])
}

// PathIDWith is PathID with "-" and a suffix behind it, cut so that both fit.
// The suffix is made of letters and digits: six hex digits of the document's
// hash.
func PathIDWith(number, suffix string) string {
	id := PathID(number)
	return id[:min(len(id), maxID-1-len(suffix))] + "-" + suffix
}

func dashed(number string) string {
	var b strings.Builder
	inRun := false
	for i := 0; i < len(number); i++ {
		keep := idByte(number[i])
		if keep {
			b.WriteByte(number[i])
		} else if !inRun {
			b.WriteByte('-')
		}
		inRun = !keep
	}
	return b.String()
}

func undotForm(id string) string {
	base, form := cutForm(id)
	if form == Page {
		return id
	}
	return base + "-" + string(form)
}
