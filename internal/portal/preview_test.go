package portal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

var more = portal.Act{Action: portal.ActionQuantity, Item: 1, Change: portal.Change{Quantity: "5"}}

func answer() portal.Preview {
	return portal.Preview{ID: "pv_1", DueNow: "48.60", Currency: "EUR", ExpiresAt: time.Unix(noon+600, 0).UTC()}
}

func TestAPreviewIsTheBillingSystemsWord(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		sub := running("77", "500")
		sub.Source.Version = 4
		s.mirror(sold("500", portal.PurchasePaid), sub)
		g := s.link(link.Renewal, "500")
		if _, err := s.service.Preview(ctx, g, more); !errors.Is(err, portal.ErrNoPreview) {
			t.Errorf("without a billing system: %v", err)
		}
		b := &system{preview: answer()}
		s.wire(b)
		p, err := s.service.Preview(ctx, g, more)
		s.must(err)
		if b.asked.Subject != subscriptionSubject("77", 1) || b.asked.Version != 4 || b.asked.Change.Quantity != "5" {
			t.Errorf("asked %+v", b.asked)
		}
		if p.DueNow != "48.60" || p.Subject != subscriptionSubject("77", 1) || p.Action != portal.ActionQuantity || p.Version != 4 {
			t.Errorf("answer %+v", p)
		}
		_, err = s.service.Preview(ctx, g, portal.Act{Action: portal.ActionQuantity, Item: 2})
		missing(t, "an item that does not renew", err)
		_, err = s.service.Preview(ctx, g, portal.Act{Action: portal.ActionPay})
		missing(t, "an action of another page", err)
	})
}

// Case 66: what has run out, and what nobody answered, is no preview.
func TestAPreviewThatCannotHoldIsNone(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid), running("77", "500"))
		nameless, over := answer(), answer()
		nameless.ID, over.ExpiresAt = "", time.Unix(noon, 0)
		for name, b := range map[string]*system{
			"down": {down: errors.New("connection refused")}, "without an id": {preview: nameless}, "run out": {preview: over},
		} {
			s.wire(b)
			if _, err := s.service.Preview(ctx, s.link(link.Renewal, "500"), more); !errors.Is(err, portal.ErrNoPreview) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Case 67.
func TestFiguresThatMakeNoSenseAreNotConfirmed(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*portal.Preview)
		why    string
	}{
		"right":                       {func(*portal.Preview) {}, ""},
		"nothing now, something then": {func(p *portal.Preview) { p.DueNow, p.NextAmount = "0.00", "58.31" }, ""},
		"no figures at all":           {func(p *portal.Preview) { p.DueNow, p.Currency = "", "" }, ""},
		"negative":                    {func(p *portal.Preview) { p.DueNow = "-0.01" }, portal.WhyNegative},
		"a negative next amount":      {func(p *portal.Preview) { p.NextAmount = "-5" }, portal.WhyNegative},
		"nothing for ever":            {func(p *portal.Preview) { p.DueNow = "0.00" }, portal.WhyNegative},
		"another currency":            {func(p *portal.Preview) { p.Currency = "USD" }, portal.WhyNegative},
		"no currency":                 {func(p *portal.Preview) { p.Currency = "" }, portal.WhyNegative},
	} {
		p := answer()
		c.change(&p)
		if why := portal.PreviewFault(p, "EUR"); why != c.why {
			t.Errorf("%s: %q, want %q", name, why, c.why)
		}
	}
}

func TestAPreviewGoesThroughAFormUnchangedAndForItsLinkAlone(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid), running("77", "500"))
		g := s.link(link.Renewal, "500")
		p := answer()
		p.Subject, p.Change = subscriptionSubject("77", 1), more.Change
		value, err := s.service.SealPreview(g, p)
		s.must(err)
		if back, ok := s.service.OpenPreview(g, value); !ok || back.DueNow != "48.60" || back.Subject != p.Subject || back.Change.Quantity != "5" {
			t.Errorf("back came %+v, %v", back, ok)
		}
		body, sum, _ := strings.Cut(value, ".")
		for name, forged := range map[string]string{
			"empty": "", "no sum": body, "an empty sum": body + ".", "a changed body": "A" + body[1:] + "." + sum,
			"a changed sum": body + ".AAAA" + sum[4:], "a long one": value + strings.Repeat("A", 20000),
		} {
			if _, ok := s.service.OpenPreview(g, forged); ok {
				t.Errorf("%s is taken", name)
			}
		}
		s.clock.Add(1)
		for name, other := range map[string]link.Grant{
			"another window": s.link(link.Renewal, "500"), "another kind": s.link(link.Redo, "500"), "no link": {},
		} {
			if _, ok := s.service.OpenPreview(other, value); ok {
				t.Errorf("%s opens it", name)
			}
		}
	})
}
