package portal_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestLinksOfEveryKindAreDescribedAndReissued(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		q := quoted("500", "2030-01-01")
		q.Number = "Q-2025-7"
		s.mirror(sold("500", portal.PurchaseQuoted), q, running("77", "500"))
		for _, c := range []struct {
			kind  link.Kind
			id    string
			title string
		}{
			{link.Confirmation, "500", "Order 500"}, {link.Quote, "500", "Quote Q-2025-7"}, {link.Renewal, "500", "Order 500"},
			{link.Redo, "500", "Order 500"}, {link.Payment, "S77", "Subscription S77"}, {link.Upgrade, "S77", "Subscription S77"},
			{link.Methods, "c8801", "Payment methods of Bergmann Druck KG"},
		} {
			k := portal.ObjectKey{Account: "acme", Kind: c.kind, ID: c.id}
			d, err := s.service.Detail(ctx, k)
			s.must(err)
			if d.Title != c.title || d.Person != "Bergmann Druck KG" || d.Email != "rechnung@bergmann.example" {
				t.Errorf("%s: %q for %q at %q", c.kind, d.Title, d.Person, d.Email)
			}
			out, err := s.service.Reissue(ctx, portal.Ask{Actor: portal.ByCommand, Object: k, Days: 30, Mail: true})
			s.must(err)
			done, ok := out.(portal.Done)
			if !ok || !done.Mailed {
				t.Fatalf("%s: %+v", c.kind, out)
			}
			s.clock.Add(1)
			g := s.grant(done.URL)
			if g.Kind() != c.kind || g.PathID() != c.id {
				t.Errorf("%s: the new link opens %s %s", c.kind, g.Kind(), g.PathID())
			}
			if email, err := s.service.Renewable(ctx, g); err != nil || email == "" {
				t.Errorf("%s: renewable to %q, %v", c.kind, email, err)
			}
			x, err := s.service.Explain(ctx, portal.Accounts{}, done.URL)
			if err != nil || !x.Known || x.Mend != "" {
				t.Errorf("%s: explained as %+v, %v", c.kind, x, err)
			}
		}
		if list, err := s.service.LinkList(ctx, portal.LinkFilter{Limit: 20}); err != nil || len(list) != 7 {
			t.Errorf("%d listed links, %v", len(list), err)
		}
	})
}

func TestALinkOfAnUnknownObjectIsNotDescribed(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		for kind, id := range map[link.Kind]string{
			link.Quote: "404", link.Renewal: "404", link.Redo: "404", link.Payment: "S404", link.Upgrade: "S404", link.Methods: "c404",
		} {
			_, err := s.service.Detail(ctx, portal.ObjectKey{Account: "acme", Kind: kind, ID: id})
			missing(t, string(kind), err)
		}
	})
}

func TestALinkWithForeignParametersIsExplained(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid), running("77", "500"), offer("s12:34", "77", 1, noon+60))
		explained := func(kind link.Kind, id, name, value string) portal.Explanation {
			signed, err := s.service.Sign(ctx, portal.SignAsk{
				Actor: portal.ByCommand, Account: "acme", Kind: kind, ID: id, Days: 30, Params: map[string]string{name: value},
			})
			s.must(err)
			x, err := s.service.Explain(ctx, portal.Accounts{}, signed.URL)
			s.must(err)
			return x
		}
		for _, c := range []struct {
			kind            link.Kind
			id, name, value string
			page            string
		}{
			{link.Renewal, "500", "item", "1", "confirm"}, {link.Renewal, "500", "item", "2", "not-found"},
			{link.Upgrade, "S77", "cart", "s12:34", "confirm"}, {link.Upgrade, "S77", "cart", "s12:35", "not-found"},
		} {
			if x := explained(c.kind, c.id, c.name, c.value); x.Page != c.page || (x.Mend == "") != (c.page == "confirm") {
				t.Errorf("%s=%s: page %s, mend %q", c.name, c.value, x.Page, x.Mend)
			}
		}
	})
}
