package intake

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type fixtureSubscription struct {
	ID            string              `json:"id"`
	Customer      string              `json:"customer"`
	Purchase      string              `json:"purchase"`
	Status        string              `json:"status"`
	RenewalType   string              `json:"renewalType"`
	Interval      portal.Interval     `json:"interval"`
	NextBillingAt int64               `json:"nextBillingAt"`
	NextAmount    fixtureTotals       `json:"nextAmount"`
	Currency      string              `json:"currency"`
	Method        *fixtureMethod      `json:"paymentMethod"`
	CutOff        map[link.Kind]int64 `json:"cutoff"`
	Items         []fixtureSubItem    `json:"items"`
	Offers        []fixtureOffer      `json:"offers"`
}

type fixtureSubItem struct {
	RunningNo    int64  `json:"runningNo"`
	PurchaseItem int64  `json:"purchaseItem"`
	Status       string `json:"status"`
	ProductID    string `json:"productId"`
	Name         string `json:"name"`
	UnitNet      *int64 `json:"unitNet"`
	Quantity     struct {
		Value portal.Amount `json:"value"`
		Min   portal.Amount `json:"min"`
		Max   portal.Amount `json:"max"`
		Step  portal.Amount `json:"step"`
	} `json:"quantity"`
}

type fixtureMethod struct {
	Kind  string `json:"kind"`
	Brand string `json:"brand"`
	Last4 string `json:"last4"`
	Exp   string `json:"exp"`
	State string `json:"state"`
}

type fixtureOffer struct {
	ID         string `json:"id"`
	Item       int64  `json:"item"`
	ProductID  string `json:"productId"`
	Name       string `json:"name"`
	UnitNet    *int64 `json:"unitNet"`
	Effective  string `json:"effective"`
	ValidFrom  int64  `json:"validFrom"`
	ValidUntil int64  `json:"validUntil"`
}

// read adds the subscription with its offers and its payment method, whose id is
// the subscription's.
func (s fixtureSubscription) read(f *portal.FixtureAccount, at time.Time) {
	account := f.Account.Slug
	sub := portal.Subscription{
		Key: portal.Key{Account: account, ID: s.ID}, Customer: s.Customer, Purchase: s.Purchase, Status: s.Status,
		Currency: s.Currency, AsOf: at,
		Details: portal.SubscriptionDetails{
			Renewal: s.RenewalType, Interval: s.Interval, NextBillingAt: unixOrZero(s.NextBillingAt), Next: s.NextAmount.read(s.Currency),
		},
	}
	for _, i := range s.Items {
		sub.Items = append(sub.Items, portal.SubscriptionItem{
			RunningNo: i.RunningNo, PurchaseItem: i.PurchaseItem, Status: i.Status, ProductID: i.ProductID, Name: i.Name,
			Quantity: i.Quantity.Value, Min: i.Quantity.Min, Max: i.Quantity.Max, Step: i.Quantity.Step,
			UnitNet: minorUnits(i.UnitNet, s.Currency),
		})
	}
	for _, o := range s.Offers {
		f.Offers = append(f.Offers, portal.Offer{
			Key: portal.Key{Account: account, ID: o.ID}, Subscription: s.ID, Item: o.Item, ProductID: o.ProductID, Name: o.Name,
			UnitNet: minorUnits(o.UnitNet, s.Currency), Currency: s.Currency, Interval: s.Interval, Effective: o.Effective,
			ValidFrom: unixOrZero(o.ValidFrom), ValidUntil: unixOrZero(o.ValidUntil), AsOf: at,
		})
	}
	if m := s.Method; m != nil {
		sub.Details.Method = "pm-" + s.ID
		f.Methods = append(f.Methods, portal.PaymentMethod{
			Key: portal.Key{Account: account, ID: sub.Details.Method}, Customer: s.Customer, State: m.State, AsOf: at,
			Label: portal.MethodLabel{Kind: m.Kind, Brand: m.Brand, Last4: m.Last4, Expires: m.Exp},
		})
	}
	f.Subscriptions = append(f.Subscriptions, sub)
}
