package web_test

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The verbs of scripts about what is billed; all of it is in the account acme.

// pairs reads words of the form name=value, and names alone.
func (s *script) pairs(words []string) map[string]string {
	m := map[string]string{}
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		m[name] = value
	}
	return m
}

func (s *script) in(word string) time.Time {
	if word == "" {
		return time.Time{}
	}
	return s.now().Add(s.span(word))
}

// interval reads "12m" and "30d".
func (s *script) interval(word string) portal.Interval {
	n := int64(s.number(word[:len(word)-1]))
	if strings.HasSuffix(word, "d") {
		return portal.Interval{Days: n}
	}
	return portal.Interval{Months: n}
}

// subscription 8812 of 20417 [status=active] [quantity=10] [min=5] [max=500]
// [step=2] [next=107.10] [renews=20d] [ends=20d] [method=pm_1] [open=90.00]
// [failed=-5d] [renewal=manual] [interval=1m] [intervals=12m,3m] [items=2]
// [actions=…]
func (s *script) newSubscription(args []string) {
	s.t.Helper()
	s.need(args, 3)
	v := s.pairs(args[3:])
	or := func(name, fallback string) string {
		if value, ok := v[name]; ok {
			return value
		}
		return fallback
	}
	sub := portal.Subscription{
		Key: portal.Key{Account: "acme", ID: args[0]}, Purchase: args[2], Customer: or("customer", "8801"), Currency: "EUR", Status: or("status", "active"),
		Details: portal.SubscriptionDetails{
			Renewal: or("renewal", "auto"), Interval: s.interval(or("interval", "1m")), NextBillingAt: s.in(or("renews", "20d")),
			EndsAt: s.in(v["ends"]), Next: portal.Totals{Gross: portal.Amount(or("next", "107.10"))}, Open: portal.Amount(v["open"]),
			FailedAt: s.in(v["failed"]), Method: v["method"], StatusLabel: v["label"], NoticeBy: portal.Date(v["notice"]),
		},
	}
	items, _ := strconv.Atoi(or("items", "1"))
	if items > 1 {
		s.secondItem(args[2])
	}
	for n := range items {
		i := portal.SubscriptionItem{
			RunningNo: int64(n + 1), PurchaseItem: int64(n + 1), ProductID: "p" + strconv.Itoa(n+1), Name: []string{"Team plan", "Backup"}[n],
			Quantity: portal.Amount(or("quantity", "10")), Min: portal.Amount(v["min"]), Max: portal.Amount(v["max"]), Step: portal.Amount(v["step"]),
			UnitNet: "9.00",
		}
		for _, word := range strings.FieldsFunc(v["intervals"], func(r rune) bool { return r == ',' }) {
			i.Intervals = append(i.Intervals, s.interval(word))
		}
		sub.Items = append(sub.Items, i)
	}
	s.take(sub)
}

// secondItem adds an item to an order that has one.
func (s *script) secondItem(order string) {
	s.t.Helper()
	p, err := s.store.Purchase(context.Background(), portal.Key{Account: "acme", ID: order})
	s.must(err)
	p.Items = append(p.Items, portal.Item{RunningNo: 2, Name: "Backup", Quantity: "1", UnitNet: "15.00", TaxPercent: "19"})
	s.must(s.service.Mirror(context.Background(), portal.BySystem, nil, []portal.Purchase{p}))
}

func (s *script) take(r portal.Record) {
	s.t.Helper()
	_, err := s.service.Take(context.Background(), portal.BySystem, r)
	s.must(err)
}

// offer s12:34 of 8812 "name=Business plan" price=11.00 [until=5d] [item=1]
func (s *script) newOffer(args []string) {
	s.t.Helper()
	s.need(args, 3)
	v := s.pairs(args[3:])
	item, _ := strconv.ParseInt(v["item"], 10, 64)
	o := portal.Offer{
		Key: portal.Key{Account: "acme", ID: args[0]}, Subscription: args[2], Item: item, ProductID: "p9", Name: v["name"], About: v["about"],
		UnitNet: portal.Amount(v["price"]), Currency: "EUR", Interval: portal.Interval{Months: 1}, Effective: "now",
		ValidFrom: s.now().Add(-time.Hour), ValidUntil: s.in(v["until"]),
	}
	if v["gained"] != "" {
		o.Gained = []string{v["gained"]}
	}
	s.take(o)
}

// method pm_1 of 8801 [brand=visa] [last4=4242] [expires=2027-04] [state=valid] [default]
func (s *script) newMethod(args []string) {
	s.t.Helper()
	s.need(args, 3)
	v := s.pairs(args[3:])
	_, isDefault := v["default"]
	s.take(portal.PaymentMethod{
		Key: portal.Key{Account: "acme", ID: args[0]}, Customer: args[2], State: "valid", Default: isDefault,
		Label: portal.MethodLabel{Kind: "card", Brand: v["brand"], Last4: v["last4"], Expires: v["expires"]},
	})
}

// preview now=48.60 [next=130.90] [credit=31.40] [currency=EUR] [holds=10m]
// [from=20d] · preview silent
func (s *script) newPreview(args []string) {
	s.t.Helper()
	s.must(s.service.ChangeAccount(context.Background(), portal.ByCommand, "acme", func(a *portal.Account) {
		a.Billing.PreviewURL = "https://billing.acme.example/preview"
	}))
	v := s.pairs(args)
	if _, silent := v["silent"]; silent {
		s.billing.preview = nil
		return
	}
	if v["currency"] == "" {
		v["currency"] = "EUR"
	}
	if v["holds"] == "" {
		v["holds"] = "10m"
	}
	s.billing.held = s.span(v["holds"])
	s.billing.preview = &portal.Preview{
		DueNow: portal.Amount(v["now"]), NextAmount: portal.Amount(v["next"]), Credit: portal.Amount(v["credit"]), Currency: v["currency"],
		EffectiveAt: s.in(v["from"]), NextAt: s.in(v["from"]),
	}
}

// provider test · provider down · provider up
func (s *script) provider(args []string) {
	s.t.Helper()
	s.need(args, 1)
	s.billing.down = args[0] == "down"
	if args[0] == "test" {
		s.must(s.service.ChangeAccount(context.Background(), portal.ByCommand, "acme", func(a *portal.Account) { a.Billing.Provider = "stripe" }))
	}
}

// newest is the newest decision of the account.
func (s *script) newest() portal.BillingDecision {
	s.t.Helper()
	all, err := s.store.BillingDecisions(context.Background(), portal.BillingFilter{Account: "acme", Limit: 100})
	s.must(err)
	if len(all) == 0 {
		s.complain("nothing was decided")
	}
	newest := all[0]
	for _, d := range all {
		if d.CreatedAt.After(newest.CreatedAt) {
			newest = d
		}
	}
	return newest
}

// payment succeeded · payment failed "why" · payment cancelled: the provider's
// word on the newest payment.
func (s *script) payment(args []string) {
	s.t.Helper()
	s.need(args, 1)
	d := s.newest()
	payments, err := s.store.DecisionPayments(context.Background(), portal.Key{Account: "acme", ID: d.ID})
	s.must(err)
	if len(payments) == 0 {
		s.complain("no payment was begun")
	}
	p := payments[0]
	word := portal.PaymentWord{Payment: p.ID, Session: p.Session, State: portal.PaymentState(args[0]), Amount: p.Amount, Currency: p.Currency}
	if len(args) > 1 {
		word.Failure = args[1]
	}
	if word.State == portal.PaymentSucceeded {
		word.Method = &portal.MethodLabel{Kind: "card", Brand: "mastercard", Last4: "4444", Expires: "2029-08"}
	}
	_, err = s.service.ProviderSaid(context.Background(), "acme", word)
	s.must(err)
}

// concludes applied ["message"] [in 5d] · concludes refused "message": the
// billing system's answer to the newest decision.
func (s *script) concludes(args []string) {
	s.t.Helper()
	s.need(args, 1)
	ask := portal.ConcludeAsk{State: portal.BillingState(args[0])}
	if len(args) > 1 {
		ask.Message = args[1]
	}
	if len(args) > 3 {
		ask.EffectiveAt = s.in(args[3]).Format(time.RFC3339)
	}
	_, err := s.service.Conclude(context.Background(), portal.BySystem, portal.Key{Account: "acme", ID: s.newest().ID}, ask)
	s.must(err)
}

// lapse ends what nobody has answered in time.
func (s *script) lapse(ctx context.Context) (int, error) {
	n, _, err := s.service.LapseDecisions(ctx)
	return n, err
}

// result: opens the result of the newest decision, under the link in force.
func (s *script) openResult([]string) {
	s.t.Helper()
	base, _, _ := strings.Cut(s.target, "&do=")
	base, _, _ = strings.Cut(base, "&done=")
	s.target = base + "&done=" + s.newest().ID
	s.fetch(visit{method: "GET", target: s.target})
}

// decision 1 cancel recorded: so many decisions of an action in a state.
func (s *script) decision(args []string) {
	s.t.Helper()
	s.need(args, 3)
	all, err := s.store.BillingDecisions(context.Background(), portal.BillingFilter{
		Account: "acme", Action: portal.Action(args[1]), State: portal.BillingState(args[2]), Limit: 100,
	})
	s.must(err)
	s.same("decisions "+args[1]+" "+args[2], len(all), s.number(args[0]))
}
