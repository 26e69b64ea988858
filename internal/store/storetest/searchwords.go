package storetest

import (
	"slices"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// found are the ids of the customers that a question finds, in their order.
func found(s portal.Store, q portal.SearchQuery) ([]string, error) {
	q.Sort, q.Limit = portal.SortCustomer, 99
	hits, err := s.Search(ctx, q)
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, h.Key.ID)
	}
	slices.Sort(ids)
	return ids, err
}

// searchWords: the words of a question are found in any order, by how they begin
// and without their accents; what looks like an operator is none.
func searchWords(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	customers(t, s, "demo", "Blue Harbour Søndergaard GmbH", "Blue Garden", "Æbler & Pærer A/S", "E. F. Knuth", "Łódź Café", "Or Not Near")
	for q, want := range map[string][]string{
		"harbour blue": {"1"}, "gmbh blue sondergaard": {"1"}, "blue": {"1", "2"}, "garden harbour": {},
		"har blu": {"1"}, "søn har gm": {"1"}, "bl ga": {"2"}, "har x": {},
		"SÖNDER blü": {"1"}, "aebler paerer": {"3"}, "lodz cafe": {"5"}, "CAFÉ łódź": {"5"}, "cafe\u0301 lodz": {"5"},
		"s paerer": {"3"}, "a s": {"3"}, "knuth f": {"4"}, "f e": {"4"}, "k f e": {"4"}, "e g": {},
		`" OR * NEAR(`: {"6"}, `blue" OR "knuth`: {}, "blue OR knuth": {}, "blue NOT garden": {}, "a:* & !b": {}, "blue & !garden": {"2"},
		"blue | harbour": {"1"}, "bl:* ga:*": {"2"}, "words:blue": {}, "^blue": {"1", "2"}, `blue\ 'garden'`: {"2"}, "-blue": {"1", "2"},
		"blue *": {"1", "2"}, "& | !": {}, `""`: {}, "_demo_customer blue": {}, "demo/customer/blue": {},
	} {
		if have, err := found(s, portal.SearchQuery{Text: q}); err != nil || !slices.Equal(have, want) {
			t.Errorf("%q finds %q, %v; want %q", q, have, err, want)
		}
	}
}

// searchEverywhere: a word of very many names is answered, in each account by its
// own, and hides none that have a rare one too.
func searchEverywhere(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	names := []string{"Rarity GmbH"}
	for range 1500 {
		names = append(names, "Common Firm GmbH")
	}
	customers(t, s, "demo", names...)
	customers(t, s, "other", "Single GmbH")
	for q, most := range map[string]int{"gmbh": 99, "gm": 99, "firm common": 99, "c f g": 99, "rarity gmbh": 1, "gmbh rar": 1, "g rarity": 1} {
		if have, err := found(s, portal.SearchQuery{Text: q, Accounts: portal.OnlyAccounts("demo")}); err != nil || len(have) != most {
			t.Errorf("%q finds %d, %v; want %d", q, len(have), err, most)
		}
	}
	got(t, []string{"1"})(found(s, portal.SearchQuery{Text: "gmbh sing", Accounts: portal.OnlyAccounts("other")}))
	got(t, []string{"1"})(found(s, portal.SearchQuery{Text: "gmb", Accounts: portal.OnlyAccounts("other")}))
	got(t, []string{})(found(s, portal.SearchQuery{Text: "common gmb", Accounts: portal.OnlyAccounts("other")}))
	in(t, s, func(tx portal.Tx) error {
		return put(tx.PutCustomer(ctx, portal.Customer{Key: key("demo", "1"), Name: "Changed GmbH"}))
	})
	got(t, []string{})(found(s, portal.SearchQuery{Text: "rarity gmbh"}))
	got(t, []string{})(found(s, portal.SearchQuery{Text: "raritty"}))
	got(t, []string{"1"})(found(s, portal.SearchQuery{Text: "gmbh changed"}))
}
