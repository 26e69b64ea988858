package i18n

import (
	"strings"
	"unicode/utf8"
)

// dots stand for the letters of an address that are not shown.
const dots = "•••"

// Reading shows an e-mail address to someone who should recognise but not learn
// it: masked for the eye, "a•••@h•••.example", and spoken for a screen reader,
// "the address starting with a, at a domain starting with h". Of what is not an
// address nothing is shown.
func Reading(email string) (masked, spoken string) {
	at := strings.LastIndexByte(email, '@')
	if at < 1 || at == len(email)-1 {
		return dots, "an address we do not show"
	}
	name, domain := initial(email[:at]), email[at+1:]
	end := ""
	if dot := strings.LastIndexByte(domain, '.'); dot > 0 && dot < len(domain)-1 {
		end = domain[dot:]
	}
	masked = name + dots + "@" + initial(domain) + dots + end
	return masked, "the address starting with " + name + ", at a domain starting with " + initial(domain)
}

func initial(text string) string {
	r, _ := utf8.DecodeRuneInString(text)
	return string(r)
}
