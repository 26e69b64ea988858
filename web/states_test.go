package web_test

import (
	"context"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// standing is a link in one of the states that a visitor can meet.
type standing struct {
	name, target string
	status       int
	page         string // empty: bytes or a redirect
}

// everyStanding makes a world with one link in every state there is.
func everyStanding(t *testing.T) (*world, storetest.File, []standing) {
	t.Helper()
	store, file := storetest.SQLiteFile(t)
	w := newWorld(t, store)
	w.account("acme", portal.V1Policy{On: true, SHA1: true, LegacyInvoice: true})
	w.customer("acme", "8801", "Harbour & Pine", "anna@harbourpine.example")
	for _, id := range []string{"1", "2", "3", "4"} {
		w.order("acme", id, "8801")
	}
	w.order("acme", "5", "")
	w.invoice("acme", "1", sampleFile(t, "fjordlight-1-due.xml"))
	w.invoice("acme", "1", sampleFile(t, "fjordlight-4-credit-note.xml"))
	return w, file, append(w.goodLinks(), w.badLinks()...)
}

func (w *world) goodLinks() []standing {
	now := w.clock.Load()
	f := formula{account: "acme", kind: "p", id: "1", start: now - day, end: now + 20*day}
	v1, sha := w.sign(f, true), f
	sha.sha1 = true
	inv := formula{account: "acme", kind: "invoice", id: "INV-2026-0417", start: now - day, end: now + 20*day}
	pdf, xml, legacy, one := inv, inv, inv, inv
	pdf.ending, xml.ending, legacy.legacy, one.params = ".pdf", ".xml", true, []string{"documentid=df30f8f784a54"}
	return []standing{
		{"order", w.sign(f, false), 200, "document"},
		{"order, v1", v1, 200, "document"},
		{"order, SHA-1", w.sign(sha, true), 200, "document"},
		{"invoice", w.sign(inv, false), 200, "document"},
		{"one document", w.sign(one, false), 200, "document"},
		{"PDF", w.sign(pdf, false), 200, ""},
		{"XML", w.sign(xml, false), 200, ""},
		{"legacy PDF", w.sign(legacy, true), 200, ""},
	}
}

func (w *world) badLinks() []standing {
	now := w.clock.Load()
	at := func(id string, start, end int64) formula {
		return formula{account: "acme", kind: "p", id: id, start: start, end: end}
	}
	expired := w.sign(at("2", now-9*day, now-2*day), false)
	good := w.linkTo("acme", "p", "1")
	superseded, withdrawn := w.linkTo("acme", "p", "3"), w.linkTo("acme", "p", "4")
	asked := w.askAnew(expired).header.Get("Location")
	for verb, id := range map[string]string{"reissue": "3", "revoke": "4"} {
		w.act(verb, order("acme", id), portal.Ask{})
	}
	return []standing{
		{"asked for a new link", asked, 200, "result"},
		{"expired and replaced", expired, 410, "superseded"},
		{"expired", w.sign(at("1", now-9*day, now-2*day), false), 410, "expired"},
		{"expired, no address", w.sign(at("5", now-9*day, now-2*day), false), 410, "expired"},
		{"expired, unknown", w.sign(at("99", now-9*day, now-2*day), false), 410, "expired"},
		{"superseded", superseded, 410, "superseded"},
		{"withdrawn", withdrawn, 410, "withdrawn"},
		{"not yet", w.sign(at("1", now+3*day, now+9*day), false), 403, "not-yet"},
		{"policy", w.sign(at("1", now, now+120*day), true), 403, "policy"},
		{"unknown", w.linkTo("acme", "p", "99"), 404, "not-found"},
		{"quote that became an order", w.linkTo("acme", "cq", "1"), 200, "used"},
		{"quote that nobody knows", w.linkTo("acme", "cq", "99"), 404, "not-found"},
		{"damaged", good[:len(good)-7], 400, "damaged"},
		{"repaired", good + "%3E", 303, ""},
		{"tampered", changed(good), 403, "tampered"},
		{"no route", "/nothing/here", 404, "not-found"},
	}
}

// act lets an admin act on what is in force, and wants it done.
func (w *world) act(verb string, k portal.ObjectKey, ask portal.Ask) portal.Done {
	w.t.Helper()
	verbs := map[string]func(context.Context, portal.Ask) (portal.Outcome, error){
		"reissue": w.service.Reissue, "revoke": w.service.Revoke, "remind": w.service.Remind,
	}
	ask.Actor, ask.Object, ask.Generation = portal.ByAdmin("adm_1"), k, w.state(k).Generation
	outcome, err := verbs[verb](context.Background(), ask)
	w.must(err)
	done, ok := outcome.(portal.Done)
	if !ok {
		w.t.Fatalf("%s of %v: %T", verb, k, outcome)
	}
	return done
}

// order and invoice name what links open.
func order(account, id string) portal.ObjectKey {
	return portal.ObjectKey{Account: account, Kind: link.Confirmation, ID: id}
}

func invoice(account, id string) portal.ObjectKey {
	return portal.ObjectKey{Account: account, Kind: link.Invoice, ID: id}
}
