package main

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// demoContract is a subscription of the demo, with the order that started it.
type demoContract struct {
	account, order, id, customer string
	status                       string
	method                       string
	name, state                  string // of the order's link to its recurring billing
	change                       func(calendar, *portal.Subscription)
}

// Orders with subscriptions, and their subscriptions, that are named by more
// than one file.
const (
	orderActive, subActive       = "20601", "49601"
	orderSeveral, subSeveral     = "20602", "49602"
	orderEnding, subEnding       = "20603", "49603"
	orderGrace, subGrace         = "20604", "49604"
	orderOnHold, subOnHold       = "20605", "49605"
	orderEnded, subEnded         = "20608", "49608" // cancelled by the customer
	orderWaiting, subWaiting     = "20609", "49609" // a change is asked for
	orderAnswered, subAnswered   = "20610", "49610" // one change was made, one was refused
	orderWired, subWired         = "30101", "58101" // Brightwater's: prices come with every page
	orderWiredOpen, subWiredOpen = "30102", "58102"
)

func demoContracts() []demoContract {
	return []demoContract{
		{fjordlight, orderActive, subActive, harbour, portal.SubscriptionActive, methodHarbour, "Subscription, active", "active", nil},
		{fjordlight, orderSeveral, subSeveral, harbour, portal.SubscriptionActive, methodHarbour, "Subscription, several items", "several", several},
		{fjordlight, orderEnding, subEnding, harbour, portal.SubscriptionEnding, methodHarbour, "Subscription, ending", "ending", ending},
		{fjordlight, orderGrace, subGrace, orchard, portal.SubscriptionGrace, methodOrchard, "Subscription, in its days of grace", "grace", unpaid},
		{fjordlight, orderOnHold, subOnHold, orchard, portal.SubscriptionOnHold, methodOrchard, "Subscription, on hold", "on-hold", unpaid},
		{fjordlight, "20606", "49606", orchard, portal.SubscriptionAwaitingRenewal, "", "Subscription, awaiting renewal", "awaiting-renewal", byHand},
		{fjordlight, "20607", "49607", harbour, portal.SubscriptionFinished, methodHarbour, "Subscription, over", "finished", over},
		{fjordlight, orderEnded, subEnded, kestrel, portal.SubscriptionActive, methodValid, "Subscription, cancelled here", "cancelled", nil},
		{fjordlight, orderWaiting, subWaiting, kestrel, portal.SubscriptionActive, methodExpiring, "Subscription, a change waits", "change-waits", nil},
		{fjordlight, orderAnswered, subAnswered, kestrel, portal.SubscriptionActive, methodValid, "Subscription, changed here", "changed", nil},
		{brightwater, orderWired, subWired, holt, portal.SubscriptionActive, methodHolt, "Subscription, with prices", "active", hosted},
		{brightwater, orderWiredOpen, subWiredOpen, ferryman, portal.SubscriptionGrace, methodFerry, "Subscription, in grace, with prices", "grace", hostedUnpaid},
	}
}

// sampleSubscriptions are the subscriptions and their orders as their billing
// systems describe them.
func sampleSubscriptions(c calendar) []portal.Record {
	var records []portal.Record
	for _, k := range demoContracts() {
		sub := k.subscription(c)
		records = append(records, startedBy(c, sub), sub)
	}
	return records
}

func (k demoContract) subscription(c calendar) portal.Subscription {
	sub := portal.Subscription{
		Key: portal.Key{Account: k.account, ID: k.id}, Customer: k.customer, Purchase: k.order, Status: k.status, Currency: "EUR",
		Source: c.told(),
		Items:  []portal.SubscriptionItem{seats()},
		Details: portal.SubscriptionDetails{
			Renewal: portal.RenewalAuto, Interval: portal.Interval{Months: 1}, StartedAt: c.in(-168), NextBillingAt: c.in(12),
			Next: portal.Totals{Net: "900.00", Tax: "171.00", Gross: "1071.00"}, Method: k.method, NoticeBy: c.date(11),
		},
	}
	if k.change != nil {
		k.change(c, &sub)
	}
	return sub
}

// changedSince is what the billing system described after it had made a change
// that a customer asked for.
func changedSince(c calendar) []portal.Record {
	var records []portal.Record
	for _, k := range demoContracts() {
		if k.id == subAnswered {
			sub := k.subscription(c)
			sub.Source.ModifiedAt = c.in(-2)
			sub.Items[0].Quantity = "14"
			sub.Details.Next = portal.Totals{Net: "1260.00", Tax: "239.40", Gross: "1499.40"}
			records = append(records, sub)
		}
	}
	return records
}

func seats() portal.SubscriptionItem {
	return portal.SubscriptionItem{
		RunningNo: 1, PurchaseItem: 1, ProductID: "team", Name: "Team plan", Quantity: "10", Min: "1", Max: "50", UnitNet: "90.00",
		Intervals: []portal.Interval{{Months: 12}},
	}
}

// startedBy is the order that a subscription began with.
func startedBy(c calendar, sub portal.Subscription) portal.Purchase {
	p := portal.Purchase{
		Key: portal.Key{Account: sub.Account, ID: sub.Purchase}, Customer: sub.Customer, Status: portal.PurchasePaid, Currency: sub.Currency,
		Totals: sub.Details.Next, CreatedAt: sub.Details.StartedAt, Source: c.told(),
	}
	p.Totals.Due = "0.00"
	for _, i := range sub.Items {
		p.Items = append(p.Items, portal.Item{
			RunningNo: i.PurchaseItem, ProductID: i.ProductID, Name: i.Name, Quantity: i.Quantity, UnitNet: i.UnitNet,
			Subscription: sub.ID, SubscriptionItem: i.RunningNo,
		})
	}
	return p
}

func several(_ calendar, sub *portal.Subscription) {
	sub.Items[0].Intervals = nil // billed together
	sub.Items = append(sub.Items,
		portal.SubscriptionItem{RunningNo: 2, PurchaseItem: 2, ProductID: "storage", Name: "Extra storage, 100 GB", Quantity: "5", Min: "1", Max: "40", UnitNet: "20.00"},
		portal.SubscriptionItem{RunningNo: 3, PurchaseItem: 3, ProductID: "support", Name: "Priority support", Quantity: "1", UnitNet: "200.00"},
	)
	sub.Details.Next = portal.Totals{Net: "1200.00", Tax: "228.00", Gross: "1428.00"}
}

func ending(c calendar, sub *portal.Subscription) {
	sub.Details.EndsAt, sub.Details.NextBillingAt, sub.Details.NoticeBy = c.in(12), c.in(12), ""
}

func unpaid(c calendar, sub *portal.Subscription) {
	sub.Details.Open, sub.Details.FailedAt, sub.Details.GraceDays = "1071.00", c.in(-7), 14
	sub.Details.NextBillingAt = c.in(7)
}

func byHand(c calendar, sub *portal.Subscription) {
	sub.Details.Renewal, sub.Details.Interval = portal.RenewalManual, portal.Interval{Months: 12}
	sub.Details.EndsAt, sub.Details.NextBillingAt = c.in(12), c.in(12)
	sub.Items[0].Intervals = nil
	sub.Details.Next = portal.Totals{Net: "10800.00", Tax: "2052.00", Gross: "12852.00"}
}

func over(c calendar, sub *portal.Subscription) {
	sub.Details.EndsAt, sub.Details.NextBillingAt, sub.Details.NoticeBy = c.in(-20), c.in(-20), ""
}

func hosted(_ calendar, sub *portal.Subscription) {
	sub.Items = []portal.SubscriptionItem{{
		RunningNo: 1, PurchaseItem: 1, ProductID: "server-m", Name: "Managed server, medium", Quantity: "1", Min: "1", Max: "8", UnitNet: "39.00",
		Intervals: []portal.Interval{{Months: 12}},
	}}
	sub.Details.Next = portal.Totals{Net: "39.00", Tax: "8.97", Gross: "47.97"}
}

func hostedUnpaid(c calendar, sub *portal.Subscription) {
	hosted(c, sub)
	unpaid(c, sub)
	sub.Details.Open = "47.97"
}

// Offers of the demo, as a link names them: product selection and product.
const (
	offerBusiness = "s12:34"
	offerLarge    = "s3:7"
)

func sampleOffers(c calendar) []portal.Record {
	offer := func(account, id, product, name, about string, price portal.Amount) portal.Offer {
		return portal.Offer{
			Key: portal.Key{Account: account, ID: id}, ProductID: product, Name: name, About: about, UnitNet: price, Currency: "EUR",
			Interval: portal.Interval{Months: 1}, Effective: "now", ValidFrom: c.in(-30), ValidUntil: c.in(40), Source: c.told(),
		}
	}
	business := offer(fjordlight, offerBusiness, "business", "Business plan", "For teams with their own sign-in.", "120.00")
	business.Sources, business.Gained, business.Lost = []string{"team"}, []string{"Single sign-on", "Audit log", "Support within 4 hours"}, []string{"The free training day"}
	enterprise := offer(fjordlight, "s12:35", "enterprise", "Enterprise plan", "With a contact person of your own.", "165.00")
	enterprise.Sources, enterprise.Gained, enterprise.Effective = []string{"team"}, []string{"A contact person", "Hosting in your country"}, "next_billing"
	large := offer(brightwater, offerLarge, "server-l", "Managed server, large", "Twice the memory, four times the disk.", "69.00")
	large.Sources, large.Gained = []string{"server-m"}, []string{"16 GB of memory", "400 GB of disk", "A daily copy"}
	return []portal.Record{business, enterprise, large}
}
