package auth

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The length of a password in characters. Fifteen is NIST SP 800-63B-4's floor
// for a password that stands alone; nothing is asked about its composition.
const (
	MinPassword = 15
	MaxPassword = 128
)

// PolicyError is why a new password is not taken, as a sentence for its author.
type PolicyError string

func (e PolicyError) Error() string { return string(e) }

// wellKnown holds what guessing programs try first among the long ones, one per
// line, as simplify writes it.
//
//go:embed wellknown.txt
var wellKnown string

// CheckPassword says whether a new password is good enough: nil or a
// PolicyError. about is what it must not be made of: the admin's address and name.
func CheckPassword(password string, about ...string) error {
	if !utf8.ValidString(password) {
		return PolicyError("The password is not readable text.")
	}
	n := utf8.RuneCountInString(norm.NFC.String(password))
	if n < MinPassword || n > MaxPassword {
		return PolicyError(fmt.Sprintf("The password has %d characters; it needs %d to %d. Four or five words do well.",
			n, MinPassword, MaxPassword))
	}
	rest := simplify(password)
	for _, known := range about {
		for _, word := range strings.FieldsFunc(strings.ToLower(known), notAlphanumeric) {
			if len(word) >= 4 {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	if ownCharacters(rest) < minOwn {
		return PolicyError("The password is mostly a repetition, a row of keys, or your name or address. " +
			"Choose words that others would not guess.")
	}
	for line := range strings.Lines(wellKnown) {
		if strings.TrimSpace(line) == simplify(password) {
			return PolicyError("The password is one that guessing programs try first. Choose other words.")
		}
	}
	return nil
}

// simplify takes away what people vary without making a password harder to
// guess: case, spaces and punctuation. A password of punctuation stays as it is.
func simplify(password string) string {
	lower := strings.ToLower(password)
	letters := strings.Join(strings.FieldsFunc(lower, notAlphanumeric), "")
	if utf8.RuneCountInString(letters)*2 < utf8.RuneCountInString(lower) {
		return lower
	}
	return letters
}

func notAlphanumeric(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// minOwn is how many characters must be left of a password when everything that
// follows from the rest is taken away: one more than "sunshine", written twice.
const minOwn = 9

// rows are the keys in the order fingers slide over them, both ways.
var rows = []string{
	"12345678901234567890", "abcdefghijklmnopqrstuvwxyz",
	"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop",
	"09876543210987654321", "zyxwvutsrqponmlkjihgfedcba",
	"poiuytrewq", "lkjhgfdsa", "mnbvcxz", "poiuztrewq", "mnbvcxy", "poiuytreza",
}

// ownCharacters counts the characters that neither continue a row of keys or a
// repeated character nor belong to a piece, of three or more, that stood before.
func ownCharacters(s string) int {
	runes, own := []rune(s), 0
	for i := 0; i < len(runes); {
		if n := repeated(runes, i); n >= 3 {
			i += n
			continue
		}
		if i < 2 || !isRun(runes[i-2:i+1]) {
			own++
		}
		i++
	}
	return own
}

// repeated returns the length of the longest piece at i that stands before i too.
func repeated(runes []rune, i int) int {
	before, n := string(runes[:i]), 0
	for i+n < len(runes) && strings.Contains(before, string(runes[i:i+n+1])) {
		n++
	}
	return n
}

func isRun(three []rune) bool {
	if three[0] == three[1] && three[1] == three[2] {
		return true
	}
	for _, row := range rows {
		if strings.Contains(row, string(three)) {
			return true
		}
	}
	return false
}
