package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const (
	metBySpelling = 400 // words that share one spelling and are compared with what was typed
	spelledAlike  = 8   // of these, how many are looked for
	triedSplits   = 3   // places at which a word is taken apart
	spelledWords  = 4   // a longer question is not guessed at
	joinedWords   = 3   // nor are the words of a longer one joined
)

// guess is a way to read the question, and how far it is from what was typed.
type guess struct {
	readings []reading
	cost     int
}

// spelling guesses what names were meant, where few were found: words with a letter
// or two wrong, words in one that are two, and the reverse.
func (s *search) spelling(ctx context.Context) error {
	words := wordsOf(s.text)
	enough := enoughHits
	if len(words) > 1 { // something that has them all is what was meant
		enough = 1
	}
	if !s.asksForNames() || len(s.found) >= enough || len(words) == 0 || len(words) > spelledWords {
		return nil
	}
	guesses, err := s.guesses(ctx, words)
	if err != nil {
		return err
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(a.cost, b.cost) })
	for _, g := range guesses {
		if len(s.found) >= candidates { // all that is left is further off
			break
		}
		if err := s.named(ctx, g.readings, rank{portal.MatchSpelling, g.cost}); err != nil {
			return err
		}
	}
	return nil
}

func (s *search) guesses(ctx context.Context, words []string) ([]guess, error) {
	var all []guess
	try := func(spelt ...string) error {
		some, err := s.respelt(ctx, spelt)
		all = append(all, some...)
		return err
	}
	if err := try(words...); err != nil {
		return nil, err
	}
	if len(words) > joinedWords {
		return all, nil
	}
	for i := range words[1:] { // harbour pine, where Harbourpine was meant
		joined := slices.Concat(words[:i], []string{words[i] + words[i+1]}, words[i+2:])
		all = append(all, guess{plainly(joined), 1})
		if err := try(joined...); err != nil {
			return nil, err
		}
	}
	if len(words) > 1 {
		return all, nil
	}
	splits, err := s.splits(ctx, words[0])
	if err != nil {
		return nil, err
	}
	for _, halves := range splits { // harbourpine, where Harbour & Pine was meant
		all = append(all, guess{plainly(halves), 1})
		if err := try(halves...); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// respelt are the guesses that words are misspelt: first as little as they can be,
// then as much as is allowed; none, where no word is like another.
func (s *search) respelt(ctx context.Context, words []string) ([]guess, error) {
	near, far := guess{readings: plainly(words)}, guess{readings: plainly(words)}
	other := false
	for i, word := range words {
		alike, err := s.alike(ctx, word)
		if err != nil {
			return nil, err
		}
		if len(alike) == 0 {
			continue
		}
		other = true
		least := alike[0].cost
		near.cost += least
		far.cost += alike[len(alike)-1].cost
		for _, a := range alike {
			far.readings[i].words = append(far.readings[i].words, a.word)
			if a.cost == least {
				near.readings[i].words = append(near.readings[i].words, a.word)
			}
		}
	}
	switch {
	case !other:
		return nil, nil
	case near.cost == far.cost:
		return []guess{near}, nil
	}
	return []guess{near, far}, nil
}

// spelt is a word that another may have been meant to be.
type spelt struct {
	word string
	cost int
}

// alike are the known words that are spelt most like one, other than itself.
func (s *search) alike(ctx context.Context, word string) ([]spelt, error) {
	hashes := spellings(word)
	if len(hashes) == 0 || len([]rune(word)) < minSpelling {
		return nil, nil
	}
	if known, ok := s.spelt[word]; ok {
		return known, nil
	}
	met, err := s.meeting(ctx, hashes)
	var all []spelt
	for _, other := range met {
		if cost, ok := spellingCost(word, other); ok && cost > 1 { // 1: it begins so, which was looked for
			all = append(all, spelt{other, cost})
		}
	}
	slices.SortFunc(all, func(a, b spelt) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.word, b.word)) })
	all = slices.Compact(all)
	s.spelt[word] = all[:min(len(all), spelledAlike)]
	return s.spelt[word], err
}

// meeting are the known words that have one of these spellings. Each is asked for
// by itself and in the order of the index, which leaves a database that has no
// statistics yet no other way than the index.
func (s *search) meeting(ctx context.Context, hashes []int64) ([]string, error) {
	var w filter
	limit := w.limit(metBySpelling)
	ways := make([]string, len(hashes))
	for i, h := range hashes {
		ways[i] = `select word from (select word from search_spelling where variant = ` + w.value(h) +
			` order by word` + limit + `) as way`
	}
	return list(ctx, s.reader, "words spelt alike", scanString, strings.Join(ways, " union all "), w.args...)
}

// splits takes a word apart where at least one half is a known word, first where
// both are.
func (s *search) splits(ctx context.Context, word string) ([][]string, error) {
	letters := []rune(word)
	var halves []string
	for i := minSpelling - 1; i <= len(letters)-minSpelling+1; i++ {
		halves = append(halves, string(letters[:i]), string(letters[i:]))
	}
	known, err := s.knownWords(ctx, halves)
	if err != nil {
		return nil, err
	}
	var both, either [][]string
	for pair := range slices.Chunk(halves, 2) {
		switch first, second := known[pair[0]], known[pair[1]]; {
		case first && second:
			both = append(both, pair)
		case first || second:
			either = append(either, pair)
		}
	}
	all := append(both, either...)
	return all[:min(len(all), triedSplits)], nil
}
