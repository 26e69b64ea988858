package main

import (
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Orders of the demo that are named by more than one file; each state of a link
// has one of its own.
const (
	orderPaid       = "20417"
	orderAwaiting   = "20431"
	orderExpired    = "20388"
	orderNoAddress  = "20390"
	orderSuperseded = "20402"
	orderRevoked    = "20405"
	orderFuture     = "20440"
	orderCancelled  = "20442"
	orderFailed     = "20443"
	orderWithdraw   = "30104"
	orderFailedToo  = "30105"
)

// demoOrder is an order of the demo and what its page shows.
type demoOrder struct {
	account, id, customer string
	status                string
	due                   portal.Amount
	daysAgo               int
	name, state           string // of its link; empty: it has none of its own
	change                func(*portal.Purchase)
}

func demoOrders(c calendar) []demoOrder {
	return []demoOrder{
		{fjordlight, orderPaid, harbour, portal.PurchasePaid, "0.00", 22, "Order, paid", "paid", nil},
		{fjordlight, orderAwaiting, orchard, portal.PurchaseAwaitingPayment, "1428.00", 9, "Order, awaiting payment", "awaiting-payment", nil},
		{fjordlight, "20433", harbour, portal.PurchaseOpen, "1428.00", 12, "Order, invoiced and due", "due", nil},
		{fjordlight, "20434", harbour, portal.PurchasePending, "1428.00", 7, "Order, pending", "pending", nil},
		{fjordlight, "20435", orchard, portal.PurchaseOnHold, "1428.00", 8, "Order, on hold", "on-hold", nil},
		{fjordlight, "20437", orchard, portal.PurchaseRefunded, "0.00", 34, "Order, refunded", "refunded", nil},
		{fjordlight, "20438", orchard, portal.PurchaseChargedBack, "1428.00", 47, "Order, charged back", "charged-back", nil},
		{fjordlight, "20439", orchard, portal.PurchaseDebitReturned, "1428.00", 19, "Order, debit returned", "debit-returned", nil},
		{fjordlight, orderCancelled, harbour, portal.PurchaseCancelled, "0.00", 15, "Order, cancelled", "cancelled", nil},
		{fjordlight, orderFailed, harbour, portal.PurchaseRejected, "1428.00", 7, "Order, payment failed", "failed", failed},
		{fjordlight, "20444", harbour, portal.PurchasePaid, "0.00", 11, "Order, test", "test", tested},
		{fjordlight, "20445", harbour, "Manual review", "1428.00", 10, "Order, state we do not know", "unknown", nil},
		{fjordlight, "20446", mistral, portal.PurchasePaid, "0", 16, "Order, in yen", "paid-jpy", inYen},
		{fjordlight, orderExpired, harbour, portal.PurchasePaid, "0.00", 40, "", "", nil},
		{fjordlight, orderNoAddress, "", portal.PurchasePaid, "0.00", 41, "", "", nil},
		{fjordlight, orderSuperseded, orchard, portal.PurchasePaid, "0.00", 30, "", "", nil},
		{fjordlight, orderRevoked, orchard, portal.PurchasePaid, "0.00", 28, "", "", nil},
		{fjordlight, orderFuture, harbour, portal.PurchasePaid, "0.00", 7, "", "", nil},
		{brightwater, orderWithdraw, holt, portal.PurchasePaid, "0.00", 6, "Order that can be withdrawn from", "withdrawable", withdrawable(c)},
		{brightwater, orderFailedToo, ferryman, portal.PurchaseRejected, "84.87", 8, "", "", server(failed)},
	}
}

// sampleOrders are the orders as their billing systems describe them.
func sampleOrders(c calendar) []portal.Record {
	var records []portal.Record
	for _, o := range demoOrders(c) {
		p := portal.Purchase{
			Key: portal.Key{Account: o.account, ID: o.id}, Customer: o.customer, Status: o.status, Currency: "EUR", PONumber: "PO-88213",
			Totals: portal.Totals{Net: "1200.00", Tax: "228.00", Gross: "1428.00", Due: o.due}, CreatedAt: c.in(-o.daysAgo), Source: c.told(),
			Items: []portal.Item{
				{RunningNo: 1, Name: "Team plan, 10 seats", Quantity: "10", UnitNet: "90.00", TaxPercent: "19", Net: "900.00"},
				{RunningNo: 2, Name: "Priority support", Quantity: "1", UnitNet: "200.00", TaxPercent: "19", Net: "200.00"},
				{RunningNo: 3, Name: "Extra storage, 100 GB", Quantity: "5", UnitNet: "20.00", TaxPercent: "19", Net: "100.00"},
			},
		}
		if o.change != nil {
			o.change(&p)
		}
		records = append(records, p)
	}
	return records
}

func failed(p *portal.Purchase) { p.Details.Failure = "The bank declined the card." }

func tested(p *portal.Purchase) { p.Details.Test, p.Details.StatusCode = true, "TST" }

func inYen(p *portal.Purchase) {
	p.Currency, p.PONumber = "JPY", ""
	p.Totals = portal.Totals{Net: "180000", Tax: "18000", Gross: "198000", Due: "0"}
	p.Items = []portal.Item{{RunningNo: 1, Name: "Team plan, 10 seats", Quantity: "10", UnitNet: "18000", TaxPercent: "10", Net: "180000"}}
}

// server makes an order one of Brightwater's, with what else is to be changed.
func server(and func(*portal.Purchase)) func(*portal.Purchase) {
	return func(p *portal.Purchase) {
		p.PONumber = ""
		due := p.Totals.Due
		p.Totals = portal.Totals{Net: "69.00", Tax: "15.87", Gross: "84.87", Due: due}
		p.Items = []portal.Item{{RunningNo: 1, Name: "Managed server, large", Quantity: "1", UnitNet: "69.00", TaxPercent: "23", Net: "69.00"}}
		and(p)
	}
}

func withdrawable(c calendar) func(*portal.Purchase) {
	return server(func(p *portal.Purchase) {
		p.Details.WithdrawUntil = c.date(8)
		p.Details.PaidWith = "Visa •••• 7730"
	})
}

// order is an order of Fjordlight as a link names it.
func order(id string) portal.ObjectKey { return object(fjordlight, link.Confirmation, id) }

func object(account string, kind link.Kind, id string) portal.ObjectKey {
	return portal.ObjectKey{Account: account, Kind: kind, ID: id}
}
