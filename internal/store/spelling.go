package store

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// How a misspelt word is found. For each word that stands in any name, hashes are
// kept of its beginning with no, one or two letters left out. Whoever looks for a
// word leaves letters out of it in the same way: two words that are an edit or two
// apart meet in one of these (W. Garbe's symmetric deletes). So a look-up is a
// handful of equalities in an index, on either engine, however many words there
// are; what meets by chance is sorted out by spellingCost. Trigrams would be fewer
// rows, but each common one leads to a large part of all words; and an extension
// of PostgreSQL's is not to be had on every server.

const (
	spellingHead  = 7  // letters of a word that are hashed
	shortSpelling = 6  // words up to this long have one letter left out at most
	minSpelling   = 4  // letters of a word that may be misspelt
	longestWord   = 40 // letters of a word that are kept
	mostWords     = 12 // words of a name that are kept
	longestTerm   = 255
)

// plainLetters are letters that no accent was taken from, but that are typed
// as these where a keyboard has no key for them.
var plainLetters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i", 'ŋ': "n",
}

// fold makes terms and questions alike: case and accents do not count, nor does
// white space around or between words.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "")) {
		r = unicode.ToLower(r)
		switch plain, ok := plainLetters[r]; {
		case ok:
			b.WriteString(plain)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case !unicode.Is(unicode.Mn, r) && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r):
			b.WriteRune(r)
		}
	}
	return cutTerm(strings.Join(strings.Fields(b.String()), " "))
}

// cutTerm keeps what fits into an index of either engine.
func cutTerm(s string) string {
	if len(s) <= longestTerm {
		return s
	}
	return strings.TrimSpace(strings.ToValidUTF8(s[:longestTerm], ""))
}

// wordsOf takes a folded name apart. An apostrophe joins: O'Brien is one word.
func wordsOf(folded string) []string {
	folded = strings.NewReplacer("'", "", "’", "").Replace(folded)
	var words []string
	for _, word := range strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if letters := []rune(word); len(letters) > longestWord {
			word = string(letters[:longestWord])
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words[:min(len(words), mostWords)]
}

// spellings are the hashes by which a word is found when it is misspelt, that of
// its whole beginning first; none for short words and what has digits in it,
// which is a number rather than a word.
func spellings(word string) []int64 {
	letters := []rune(word)
	if len(letters) < minSpelling-1 || strings.ContainsFunc(word, unicode.IsDigit) {
		return nil
	}
	left := 2
	if len(letters) <= shortSpelling {
		left = 1
	}
	head := letters[:min(len(letters), spellingHead)]
	seen := map[string]bool{string(head): true}
	hashes := []int64{hashOf(string(head))}
	for round := [][]rune{head}; left > 0; left-- {
		var shorter [][]rune
		for _, text := range round {
			for i := range text {
				without := slices.Concat(text[:i], text[i+1:])
				if seen[string(without)] {
					continue
				}
				seen[string(without)] = true
				hashes = append(hashes, hashOf(string(without)))
				shorter = append(shorter, without)
			}
		}
		round = shorter
	}
	return hashes
}

func hashOf(s string) int64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return int64(h.Sum64())
}

// spellingCost says how far a word is from what somebody typed: twice the letters
// that are wrong, missing, too many or swapped, and one more where the word goes on
// behind them. False: too far. Short words allow no mistake, those of up to six
// letters one, longer ones two.
func spellingCost(typed, word string) (cost int, ok bool) {
	a, b := []rune(typed), []rune(word)
	allowed := 2
	switch {
	case len(a) < minSpelling:
		allowed = 0
	case len(a) <= shortSpelling:
		allowed = 1
	}
	whole, beginning := distance(a, b)
	if whole <= allowed {
		return 2 * whole, true
	}
	return 2*beginning + 1, beginning <= allowed && len(b) > len(a)
}

// distance counts the letters that are to be changed, added, left out or swapped
// with their neighbour to make a of b, and a of the beginning of b that is nearest.
func distance(a, b []rune) (whole, beginning int) {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)], slices.Min(last)
}
