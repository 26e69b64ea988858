package main

import (
	"context"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

const secondsPerDay = 86400

// linkMaker makes the demo's links and remembers the first fault.
type linkMaker struct {
	app   *app
	at    *installation
	now   int64
	links []demoLink
	err   error
}

// sampleLinks is one link for every page and state.
func (a *app) sampleLinks(i *installation) ([]demoLink, error) {
	m := &linkMaker{app: a, at: i, now: i.clock.now().Unix()}
	m.orders()
	m.documents()
	m.papers()
	m.quotes()
	m.contracts()
	m.wallets()
	m.redos()
	m.requests()
	m.decided()
	m.forms()
	m.lapsed()
	m.broken()
	return m.links, m.err
}

func (m *linkMaker) documents() {
	for _, doc := range []struct{ account, number, name, state string }{
		{"fjordlight", "INV-2026-0417", "Invoice, due", "due"},
		{"fjordlight", "INV-2026-0388", "Invoice, overdue", "overdue"},
		{"fjordlight", "INV-2026-0405", "Invoice, paid", "paid"},
		{"northwind", "2026-1182", "Invoice, part paid", "part-paid"},
		{"fjordlight", "CN-2026-0031", "Credit note", "credit-note"},
		{"fjordlight", "INV-2026-0431", "Invoice, two tax rates", "due"},
		{"northwind", "2026-1190", "Invoice, sixty lines", "due"},
		{"northwind", "2026-1201", "Invoice, Greek and Cyrillic", "due"},
		{"northwind", "2026-1177", "Invoice that does not add up", "inconsistent"},
	} {
		m.add(doc.name, doc.state, "document", 200, m.sign(sampleInvoice(doc.account, doc.number), 0, 30))
	}
	due := m.sign(sampleInvoice("fjordlight", "INV-2026-0417"), 0, 30)
	m.add("Copy as PDF", "due", "", 200, strings.Replace(due, "?", ".pdf?", 1))
	m.add("E-invoice as XML", "due", "", 200, strings.Replace(due, "?", ".xml?", 1))
}

func (m *linkMaker) lapsed() {
	m.add("Expired", "expired", "expired", 410, m.sign(order(orderExpired), -9, 7))
	m.add("Expired, no address on file", "expired", "expired", 410, m.sign(order(orderNoAddress), -9, 7))
	m.add("Not yet", "not-yet", "not-yet", 403, m.sign(order(orderFuture), 3, 30))
	m.add("Replaced by a newer link", "superseded", "superseded", 410, m.ended(orderSuperseded, m.at.service.Reissue))
	m.add("Turned off", "withdrawn", "withdrawn", 410, m.ended(orderRevoked, m.at.service.Revoke))
	m.add("Made to last too long", "policy", "policy", 403, m.signV1(link.Confirmation, orderPaid, m.now, m.now+120*secondsPerDay))
}

// forms are the public ones, which open without a link.
func (m *linkMaker) forms() {
	for _, form := range []struct{ name, path string }{
		{"Cancel a contract", "cancel"}, {"Withdraw from a contract", "withdraw"},
	} {
		at := m.at.config.BaseURL + "/" + brightwater + "/" + form.path
		m.add(form.name, "form", "confirm", 200, at)
		m.add(form.name+", in German", "form-german", "confirm", 200, at+"?lang=de")
	}
}

func (m *linkMaker) broken() {
	good := m.sign(order(orderPaid), 0, 30)
	m.add("Cut off", "damaged", "damaged", 400, good[:len(good)-7])
	m.add("Changed by one character", "tampered", "tampered", 403, changeLast(good))
	m.add("Damaged by a mail program", "repaired", "", 303, strings.ReplaceAll(good, "&", "&amp;"))
	m.add("Order nobody knows", "not-found", "not-found", 404, m.sign(order("99999"), 0, 30))
	m.add("No such page", "not-found", "not-found", 404, m.at.config.BaseURL+"/nothing/here")
}

func (m *linkMaker) add(name, state, page string, status int, url string) {
	kind := ""
	if parts := strings.Split(strings.TrimPrefix(url, m.at.config.BaseURL+"/"), "/"); len(parts) > 2 {
		kind = parts[1]
	}
	m.links = append(m.links, demoLink{Name: name, Kind: kind, State: state, Page: page, Status: status, URL: url})
}

// sign makes a link that starts so many days from now.
func (m *linkMaker) sign(k portal.ObjectKey, from, days int64) string {
	start := m.now + from*secondsPerDay
	signed, err := m.at.service.Sign(m.app.ctx, portal.SignAsk{
		Actor: portal.BySystem, Account: k.Account, Kind: k.Kind, ID: k.ID, Start: start, End: start + days*secondsPerDay,
	})
	m.note(err)
	return signed.URL
}

// verbOf is one of the portal's verbs on links.
type verbOf func(context.Context, portal.Ask) (portal.Outcome, error)

// ended is a link from before a verb ended it. A demo that is started again
// finds it ended already.
func (m *linkMaker) ended(id string, verb verbOf) string {
	k := order(id)
	old := m.sign(k, -2, 30)
	state, err := m.at.store.LinkState(m.app.ctx, k)
	m.note(err)
	if state.CutOff == 0 {
		_, err = verb(m.app.ctx, portal.Ask{Actor: portal.BySystem, Object: k})
		m.note(err)
	}
	return old
}

func (m *linkMaker) note(err error) {
	if m.err == nil {
		m.err = err
	}
}

// changeLast turns the last digit of a checksum into another.
func changeLast(url string) string {
	last := "0"
	if strings.HasSuffix(url, "0") {
		last = "1"
	}
	return url[:len(url)-1] + last
}
