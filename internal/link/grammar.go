package link

import "strings"

func digit(c byte) bool      { return '0' <= c && c <= '9' }
func lowerAlnum(c byte) bool { return digit(c) || 'a' <= c && c <= 'z' }
func alnum(c byte) bool      { return lowerAlnum(c) || 'A' <= c && c <= 'Z' }
func idByte(c byte) bool     { return alnum(c) || c == '.' || c == '_' || c == '-' }
func lowerHex(c byte) bool   { return digit(c) || 'a' <= c && c <= 'f' }

func every(s string, is func(byte) bool) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

// number reports whether s is a whole number from 1 on, of at most n digits,
// in its one spelling: no sign, no leading zero.
func number(s string, n int) bool {
	return len(s) > 0 && len(s) <= n && s[0] != '0' && every(s, digit)
}

// parseNumber reads what number accepted, for at most 18 digits.
func parseNumber(s string) int64 {
	var n int64
	for i := 0; i < len(s); i++ {
		n = n*10 + int64(s[i]-'0')
	}
	return n
}

// parseTime reads unix seconds: [1-9][0-9]{0,10} and at most maxTime.
func parseTime(s string) (int64, bool) {
	if !number(s, 11) {
		return 0, false
	}
	t := parseNumber(s)
	return t, t <= maxTime
}

// validKeyID is [a-z0-9]{1,8}.
func validKeyID(s string) bool { return len(s) >= 1 && len(s) <= 8 && every(s, lowerAlnum) }

// validExtra reports whether value fits the covered parameter of that name.
// No valid value holds a line feed, "&" or "=", so the signed text has one
// reading only; nor anything a URL would have to escape.
func validExtra(name, value string) bool {
	switch name {
	case "item", "subscriptionrunningno":
		return number(value, 6)
	case "cart":
		selection, product, ok := strings.Cut(value, ":")
		digits, s := strings.CutPrefix(selection, "s")
		return ok && s && number(digits, 12) && number(product, 12)
	case "documentid":
		return ValidID(value)
	}
	return false
}
