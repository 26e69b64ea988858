package portal

import (
	"math/big"
	"regexp"
	"strings"
)

// last4 is what may be known of a card's or account's number.
var last4 = regexp.MustCompile(`^[0-9A-Za-z]{0,4}$`)

var cardExpiry = regexp.MustCompile(`^([0-9]{4}-(0[1-9]|1[0-2]))?$`)

// label checks that a payment method's label is one that may be shown: nothing
// in it is the whole number of a card or an account.
func (l *checklist) label(field string, m MethodLabel) {
	l.need(field+".kind", m.Kind)
	for _, f := range []struct{ name, value string }{{"kind", m.Kind}, {"brand", m.Brand}} {
		l.text(field+"."+f.name, f.value)
		l.masked(field+"."+f.name, f.value)
		if ibanStart.MatchString(squeeze(f.value)) {
			l.say(field+"."+f.name, "looks like the number of an account: send the last four characters in last4 alone")
		}
	}
	for _, f := range []struct{ name, value string }{{"mandate", m.Mandate}, {"creditor", m.Creditor}} {
		l.text(field+"."+f.name, f.value)
		if text := squeeze(f.value); holdsCard(text, true) || holdsIBAN(text, true) {
			l.say(field+"."+f.name, wholeNumber)
		}
	}
	if !last4.MatchString(m.Last4) {
		l.say(field+".last4", "must be four letters and digits at most")
	}
	if !cardExpiry.MatchString(m.Expires) {
		l.say(field+".expires", "is not a month like 2027-03")
	}
}

const wholeNumber = "looks like the whole number of a card or an account, which is never kept: send a masked label"

// masked refuses a text that holds the whole number of a card or an account.
func (l *checklist) masked(field, value string) {
	if text := squeeze(value); holdsCard(text, false) || holdsIBAN(text, false) {
		l.say(field, wholeNumber)
	}
}

// squeeze takes out what people put between the groups of a number.
func squeeze(s string) string {
	return strings.NewReplacer(" ", "", "-", "", ".", "", "\u00a0", "", "\u202f", "").Replace(s)
}

var digitRun = regexp.MustCompile(`[0-9]{13,}`)

// holdsCard finds 13 to 19 digits in a row whose check digit is right. Every
// tenth number passes by chance, so references, which are long numbers by
// themselves, are looked at as a whole.
func holdsCard(text string, whole bool) bool {
	for _, run := range digitRun.FindAllString(text, -1) {
		for n := 13; n <= min(19, len(run)); n++ {
			for at := 0; at+n <= len(run); at++ {
				if (!whole || n == len(run)) && luhn(run[at:at+n]) {
					return true
				}
			}
		}
	}
	return false
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

var (
	ibanForm  = regexp.MustCompile(`[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{11,30}`)
	ibanStart = regexp.MustCompile(`[A-Za-z]{2}[0-9]{7,}`) // more of an account's number than eight characters
)

// holdsIBAN finds an IBAN, whose check digits tell it from a creditor id.
func holdsIBAN(text string, whole bool) bool {
	for _, found := range ibanForm.FindAllString(strings.ToUpper(text), -1) {
		for n := 15; n <= len(found); n++ {
			if (!whole || n == len(found)) && ibanChecks(found[:n]) {
				return true
			}
		}
	}
	return false
}

func ibanChecks(iban string) bool {
	var digits strings.Builder
	for _, c := range iban[4:] + iban[:4] {
		if c >= 'A' {
			digits.WriteString(string([]byte{byte('0' + (c-'A'+10)/10), byte('0' + (c-'A'+10)%10)}))
			continue
		}
		digits.WriteRune(c)
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && new(big.Int).Mod(n, big.NewInt(97)).Int64() == 1
}
