package intake

import (
	"strconv"
	"strings"
	"time"

	"github.com/bojanz/currency"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type fixtureCustomer struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Type    string `json:"type"`
	Locale  string `json:"locale"`
	Country string `json:"country"`
	Email   string `json:"email"`
}

func (c fixtureCustomer) read(account string) portal.Customer {
	return portal.Customer{
		Key: portal.Key{Account: account, ID: c.ID}, Name: c.Name, Type: c.Type, Locale: c.Locale, Country: c.Country, Email: c.Email,
	}
}

// fixtureTotals are sums in minor units.
type fixtureTotals struct {
	Net   *int64 `json:"net"`
	Tax   *int64 `json:"tax"`
	Gross *int64 `json:"gross"`
	Paid  *int64 `json:"paid"`
	Due   *int64 `json:"due"`
}

func (t fixtureTotals) read(code string) portal.Totals {
	return portal.Totals{
		Net: minorUnits(t.Net, code), Tax: minorUnits(t.Tax, code), Gross: minorUnits(t.Gross, code),
		Paid: minorUnits(t.Paid, code), Due: minorUnits(t.Due, code),
	}
}

// minorUnits writes whole minor units as a decimal amount: 130900 EUR is "1309.00".
func minorUnits(n *int64, code string) portal.Amount {
	if n == nil {
		return ""
	}
	digits, ok := currency.GetDigits(code)
	if !ok {
		digits = 2
	}
	sign, value := "", *n
	if value < 0 {
		sign, value = "-", -value
	}
	text := strconv.FormatInt(value, 10)
	if short := int(digits) + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	whole, fraction := text[:len(text)-int(digits)], text[len(text)-int(digits):]
	if fraction != "" {
		fraction = "." + fraction
	}
	return portal.Amount(sign + whole + fraction)
}

type fixturePurchase struct {
	ID        string              `json:"id"`
	Customer  string              `json:"customer"`
	Status    string              `json:"status"`
	Currency  string              `json:"currency"`
	Totals    fixtureTotals       `json:"totals"`
	CreatedAt int64               `json:"createdAt"`
	PONumber  string              `json:"poNumber"`
	Reason    string              `json:"reason"`
	CutOff    map[link.Kind]int64 `json:"cutoff"`
	Items     []struct {
		RunningNo  int64  `json:"runningNo"`
		ProductID  string `json:"productId"`
		Name       string `json:"name"`
		Quantity   string `json:"quantity"`
		UnitNet    *int64 `json:"unitNet"`
		TaxPercent string `json:"taxPercent"`

		Subscription     string `json:"subscription"`
		SubscriptionItem int64  `json:"subscriptionItem"`
	} `json:"items"`
}

func (p fixturePurchase) read(account string, at time.Time) portal.Purchase {
	order := portal.Purchase{
		Key: portal.Key{Account: account, ID: p.ID}, Customer: p.Customer, Status: p.Status, Currency: p.Currency,
		Totals: p.Totals.read(p.Currency), PONumber: p.PONumber, CreatedAt: time.Unix(p.CreatedAt, 0).UTC(), AsOf: at,
		Details: portal.PurchaseDetails{Failure: p.Reason},
	}
	for _, i := range p.Items {
		order.Items = append(order.Items, portal.Item{
			RunningNo: i.RunningNo, ProductID: i.ProductID, Name: i.Name, Quantity: portal.Amount(i.Quantity),
			UnitNet: minorUnits(i.UnitNet, p.Currency), TaxPercent: portal.Amount(i.TaxPercent),
			Subscription: i.Subscription, SubscriptionItem: i.SubscriptionItem,
		})
	}
	return order
}

type fixtureQuote struct {
	Purchase   string `json:"purchase"`
	State      string `json:"state"`
	Version    int64  `json:"version"`
	ValidUntil string `json:"validUntil"`
	DecidedAt  int64  `json:"decidedAt"`
}

func (q fixtureQuote) read(account string, at time.Time) portal.Quote {
	return portal.Quote{
		Key: portal.Key{Account: account, ID: q.Purchase}, State: q.State, Version: q.Version,
		ValidUntil: portal.Date(q.ValidUntil), DecidedAt: unixOrZero(q.DecidedAt), AsOf: at,
	}
}

// unixOrZero is a time in unix seconds; 0: none.
func unixOrZero(sec int64) time.Time {
	if sec == 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}
