package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// customers adds customers of these names, with ids 1, 2, … in the account.
func customers(t *testing.T, s portal.Store, account string, names ...string) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for i, name := range names {
			c := portal.Customer{Key: key(account, fmt.Sprint(i+1)), Name: name}
			if err := put(tx.PutCustomer(ctx, c)); err != nil {
				return err
			}
		}
		return nil
	})
}

// searchSpelling: a letter or two wrong, missing, too many or swapped, words run
// together or apart; short words have to be right.
func searchSpelling(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	customers(t, s, "demo", "Harbourpine Ltd", "Møller & Søn ApS", "Blue Harbour GmbH", "Jørgen O'Brien", "Straße Zürich AG", "Kim Ng")
	for q, want := range map[string]string{
		"harbor pine": "1", "harborpine": "1", "harbourpien ltd": "1", "ltd harbuorpine": "1", "hrbourpne": "1", "harbourpinne": "1",
		"habour pine": "1", "harbourpine limited": "", "harbourpine": "1", "ltd": "1",
		"moller": "2", "MOLLER SON": "2", "moeller": "2", "mller": "2", "møllers": "2",
		"blueharbour": "3", "bluharbour": "3", "harbor blue": "3", "gmhb blue": "3",
		"obrien": "4", "o'brien": "4", "o brien": "4", "jorgen obrian": "4", "brain": "",
		"strasse": "5", "STRASE": "5", "zurich": "5", "zuerich": "5", "züirch ag": "5",
		"ng": "6", "nk": "", "kin": "", "xarxourxine": "",
	} {
		hits, err := s.Search(ctx, portal.SearchQuery{Text: q, Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		have := ""
		if len(hits) > 0 {
			have = hits[0].Key.ID
		}
		if have != want {
			t.Errorf("%q finds %+v, want customer %q first", q, hits, want)
		}
	}
}

// searchRanks: what fits in full comes before what begins so, that before names
// that have such words, and guesses come last, the nearest first.
func searchRanks(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	customers(t, s, "demo", "Norden", "Nordens Fisk", "Café Norden", "Nodren", "Norde", "Sorden Bad")
	in(t, s, func(tx portal.Tx) error {
		return put(tx.PutPurchase(ctx, portal.Purchase{Key: key("demo", "norden")}))
	})
	hits, err := s.Search(ctx, portal.SearchQuery{Text: "norden", Limit: 9})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, h := range hits {
		order = append(order, fmt.Sprint(h.Sort, " ", h.Key.ID, " ", h.Match))
	}
	got(t, []string{
		fmt.Sprint("purchase norden ", portal.MatchKey), fmt.Sprint("customer 1 ", portal.MatchName),
		fmt.Sprint("customer 2 ", portal.MatchBeginning), fmt.Sprint("customer 3 ", portal.MatchWords),
		fmt.Sprint("customer 4 ", portal.MatchSpelling), fmt.Sprint("customer 5 ", portal.MatchSpelling),
		fmt.Sprint("customer 6 ", portal.MatchSpelling),
	})(order, nil)
}

// searchAccounts: nothing of other accounts is found, by no way.
func searchAccounts(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	customers(t, s, "demo", "Harbourpine Ltd")
	customers(t, s, "other", "Harbourpine Ltd")
	in(t, s, func(tx portal.Tx) error {
		for _, account := range []string{"demo", "other"} {
			if err := put(tx.PutPurchase(ctx, portal.Purchase{Key: key(account, "77"), Customer: "1"})); err != nil {
				return err
			}
			m := portal.Message{ID: "msg_" + account, Account: account, Template: "code", CreatedAt: noon}
			if err := tx.AddMessage(ctx, m); err != nil {
				return err
			}
			d := portal.HookDelivery{ID: "dlv_" + account, Account: account, Endpoint: "whk_1", Event: account, Type: "client.linked", CreatedAt: noon}
			if err := tx.AddDelivery(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	for _, q := range []string{"harbourpine ltd", "harbour", "ltd", "harborpine", "1", "77", "msg_", "msg_other", "dlv_", "dlv_demo"} {
		for name, of := range map[string]struct {
			accounts portal.Accounts
			want     map[string]bool
		}{
			"all":   {portal.Accounts{}, map[string]bool{"demo": true, "other": true}},
			"other": {portal.OnlyAccounts("other"), map[string]bool{"other": true}},
			"none":  {portal.OnlyAccounts(), nil},
		} {
			hits, err := s.Search(ctx, portal.SearchQuery{Text: q, Accounts: of.accounts, Limit: 9})
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hits {
				if !of.want[h.Key.Account] {
					t.Errorf("%q in %s accounts finds %+v", q, name, h)
				}
			}
			if whole := q != "msg_other" && q != "dlv_demo"; whole && len(hits) < len(of.want) {
				t.Errorf("%q in %s accounts finds %+v", q, name, hits)
			}
		}
	}
	mails, err := s.Search(ctx, portal.SearchQuery{Text: " msg_demo ", Limit: 9})
	got(t, []portal.Hit{{Sort: portal.SortMail, Key: key("demo", "msg_demo"), Title: "code"}})(mails, err)
	deliveries, err := s.Search(ctx, portal.SearchQuery{Text: "dlv_d", Limit: 9})
	got(t, []portal.Hit{{Sort: portal.SortDelivery, Match: portal.MatchBeginning, Key: key("demo", "dlv_demo"),
		Endpoint: "whk_1", Title: "client.linked"}})(deliveries, err)
}

// searchMany: of what very many share, some are found, and one sort can be asked
// for alone; the latest of a customer's come first.
func searchMany(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	var names []string
	for i := range 150 {
		names = append(names, fmt.Sprintf("Firma%c%c GmbH", 'a'+i/26, 'a'+i%26))
	}
	customers(t, s, "demo", names...)
	in(t, s, func(tx portal.Tx) error {
		for i := range 30 {
			p := portal.Purchase{Key: key("demo", fmt.Sprint(700+i)), Customer: "7", CreatedAt: noon.Add(time.Duration(i) * time.Hour)}
			if err := put(tx.PutPurchase(ctx, p)); err != nil {
				return err
			}
		}
		return nil
	})
	for _, q := range []string{"gmbh", "firma", "firm", "gmbh firma", "gmhb"} {
		hits, err := s.Search(ctx, portal.SearchQuery{Text: q, Sort: portal.SortCustomer, Limit: 51})
		if err != nil || len(hits) != 51 {
			t.Errorf("%q finds %d, %v", q, len(hits), err)
		}
	}
	got(t, []string{"p 729", "p 728"})(sorted(s, "firmaag gmbh", portal.SortOrder, 2))
	got(t, []string{"ccp 7"})(sorted(s, "firmaag gmbh", portal.SortCustomer, 2))
	got(t, []string{})(sorted(s, "firmaag gmbh", portal.SortRequest, 2))
}

func sorted(s portal.Store, q string, sort portal.Sort, limit int) ([]string, error) {
	hits, err := s.Search(ctx, portal.SearchQuery{Text: q, Sort: sort, Limit: limit})
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, string(h.Kind)+" "+h.Key.ID)
	}
	return ids, err
}

// searchPeople: a company is found by the people in it, as long as they are.
func searchPeople(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	c := portal.Customer{Key: key("demo", "1"), Name: "Books", Users: []portal.User{{ID: "u", Name: "Ingrid Sæther", Email: "i@example.org"}}}
	in(t, s, func(tx portal.Tx) error { return put(tx.PutCustomer(ctx, c)) })
	for _, q := range []string{"ingrid", "saether ingrid", "sæter", "i@example"} {
		got(t, []string{"ccp 1"})(hits(s, q, 9))
	}
	c.Users = nil
	in(t, s, func(tx portal.Tx) error { return put(tx.PutCustomer(ctx, c)) })
	for _, q := range []string{"ingrid", "saether ingrid", "sæter", "i@example"} {
		got(t, []string{})(hits(s, q, 9))
	}
}
