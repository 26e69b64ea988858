package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// orders is the confirmation of every order that has a name.
func (m *linkMaker) orders() {
	for _, o := range demoOrders(calendar{m.at.clock.now()}) {
		if o.name != "" {
			m.add(o.name, o.state, "document", 200, m.sign(object(o.account, link.Confirmation, o.id), 0, 30))
		}
	}
	m.add("Order, ten kinds of documents", "partly-refunded", "document", 200, m.sign(order(orderPapers), 0, 30))
	m.add("Order, told by notifications", "partly-refunded", "document", 200, m.sign(order(orderTold), 0, 30))
	m.add("Order, link signed by v1", "paid", "document", 200, m.signV1(link.Confirmation, orderPaid, m.now, m.now+30*secondsPerDay))
}

// papers is an invoice link for each kind of document there is.
func (m *linkMaker) papers() {
	for _, p := range demoPapers() {
		if p.purchase == orderPapers || p.kind == portal.KindTest {
			m.add(p.kind.Label()+" "+p.number, string(p.kind), "document", 200, m.sign(sampleInvoice(p.account, p.number), 0, 30))
		}
	}
	click := m.sign(sampleInvoice(brightwater, "BW-2026-3001"), 0, 30)
	m.add("Invoice, its file behind a click", "reveal-click", "document", 200, click)
	code := m.sign(sampleInvoice(northwind, "2026-1182"), 0, 30)
	m.add("Invoice, its file behind a code", "reveal-code", "document", 200, code)
}

func (m *linkMaker) quotes() {
	for _, q := range demoQuotes() {
		page := "document"
		switch q.shown {
		case "accepted":
			page = "used"
		case "declined":
			page = "declined"
		}
		m.add(q.name, q.shown, page, 200, m.sign(object(q.account, link.Quote, q.id), 0, 30))
	}
}

// contracts are the links about subscriptions: recurring billing, payment,
// change of plan.
func (m *linkMaker) contracts() {
	for _, k := range demoContracts() {
		m.add(k.name, k.state, "confirm", 200, m.sign(object(k.account, link.Renewal, k.order), 0, 30))
	}
	m.add("Subscription, one of several items", "one-item", "confirm", 200,
		m.signFor(object(fjordlight, link.Renewal, orderSeveral), map[string]string{"item": "2"}))
	m.stepUp("Recurring billing, link signed by v1", link.Renewal, orderActive, "-1")

	payment := func(name, state, account, id string) {
		m.add(name, state, "confirm", 200, m.sign(object(account, link.Payment, "S"+id), 0, 30))
	}
	payment("Payment method, valid", "active", fjordlight, subActive)
	payment("Payment method, expiring", "expiring", fjordlight, subWaiting)
	payment("Payment method, a charge failed", "failed-payment", fjordlight, subGrace)
	payment("Payment method, on hold", "on-hold", fjordlight, subOnHold)
	payment("Payment method, none known", "none", fjordlight, "49606")
	payment("Payment method, ending subscription", "ending", fjordlight, subEnding)
	payment("Payment method, a charge failed, with prices", "failed-payment", brightwater, subWiredOpen)
	m.stepUp("Payment method, link signed by v1", link.Payment, "S"+subActive, "")

	plan := func(name, state, account, id string, params map[string]string) {
		m.add(name, state, "confirm", 200, m.signFor(object(account, link.Upgrade, "S"+id), params))
	}
	plan("Change of plan, offers", "offers", fjordlight, subActive, nil)
	plan("Change of plan, one offer chosen", "cart", fjordlight, subActive, map[string]string{"cart": offerBusiness})
	plan("Change of plan, one of several items", "one-item", fjordlight, subSeveral, map[string]string{"subscriptionrunningno": "1"})
	plan("Change of plan, nothing on offer", "ending", fjordlight, subEnding, nil)
	plan("Change of plan, with prices", "offers", brightwater, subWired, nil)
	plan("Change of plan, chosen, with prices", "cart", brightwater, subWired, map[string]string{"cart": offerLarge})
	m.stepUp("Change of plan, link signed by v1", link.Upgrade, "S"+subActive, "")
}

func (m *linkMaker) wallets() {
	wallet := func(name, state, account, id string) {
		m.add(name, state, "confirm", 200, m.sign(object(account, link.Methods, "c"+id), 0, 30))
	}
	wallet("Payment methods, three", "several", fjordlight, kestrel)
	wallet("Payment methods, one, failed", "failed", fjordlight, orchard)
	wallet("Payment methods, none", "none", fjordlight, mistral)
	wallet("Payment methods, of a consumer", "several", brightwater, holt)
}

func (m *linkMaker) redos() {
	redo := func(name, state, account, id string) {
		m.add(name, state, "confirm", 200, m.sign(object(account, link.Redo, id), 0, 30))
	}
	redo("Order again, payment failed", "failed", fjordlight, orderFailed)
	redo("Order again, cancelled", "cancelled", fjordlight, orderCancelled)
	redo("Order again, quote expired", "quote-expired", fjordlight, quoteExpired)
	redo("Order again, paid already", "paid", fjordlight, orderPaid)
	redo("Order again, payment failed, of Brightwater", "failed", brightwater, orderFailedToo)
	m.stepUp("Order again, link signed by v1", link.Redo, orderFailed, "")
}

// stepUp adds a v1 link that asks for a mailed code first. Behind the checksum
// stands what the formula does not cover: the item.
func (m *linkMaker) stepUp(name string, kind link.Kind, id, behind string) {
	m.add(name, "step-up", "step-up", 200, m.signV1(kind, id, m.now, m.now+30*secondsPerDay)+behind)
}

// signFor makes a link that covers more than its object.
func (m *linkMaker) signFor(k portal.ObjectKey, params map[string]string) string {
	signed, err := m.at.service.Sign(m.app.ctx, portal.SignAsk{
		Actor: portal.BySystem, Account: k.Account, Kind: k.Kind, ID: k.ID, Start: m.now, Days: 30, Params: params,
	})
	m.note(err)
	return signed.URL
}

// signV1 signs for Fjordlight the way a billing system does, by the documented
// formula.
func (m *linkMaker) signV1(kind link.Kind, id string, start, end int64) string {
	mac := hmac.New(sha256.New, []byte(demoSeed))
	fmt.Fprintf(mac, "%s:%d-%d", strings.TrimLeft(id, "Sc"), start, end)
	return fmt.Sprintf("%s/%s/%s/%s?s=%d&e=%d&c=%s", m.at.config.BaseURL, fjordlight, kind, id, start, end, hex.EncodeToString(mac.Sum(nil)))
}
