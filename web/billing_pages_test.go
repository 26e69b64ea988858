package web_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// soldThings is what the pages of this file are about, with one decision of
// each class: a cancel, a request, and a payment that was begun.
const soldThings = `
at 2025-10-09 09:00
account acme v1
customer acme 8801 "Harbour & Pine" anna@harbourpine.example
settings payments=test
method pm_1 of 8801 brand=visa last4=4242 expires=2027-04 default
method pm_2 of 8801 brand=mastercard last4=4444 expires=2028-04
purchase 20417 status=open gross=90.00 due=90.00
subscription 8812 of 20417 status=grace open=90.00 failed=-6d min=1 max=500 intervals=12m method=pm_1
offer s12:34 of 8812 "name=Business plan" price=11.00
purchase 20518 status=quoted gross=1428.00 due=1428.00
quote 20518 number=Q-1042
purchase 20519 status=failed gross=90.00 due=90.00
invoice acme fjordlight-1-due.xml for 20417
later 1m
link acme p 20417
add "&do=report_problem"
GET
status 200
fill comment "Where is Matilda's parcel?"
press "Send the message"
status 303
link acme p 20417
add "&do=pay"
GET
status 200
press "Pay €90.00"
status 200
link acme urb 20417
add "&do=cancel"
GET
status 200
press "Cancel today"
status 303
`

// sold is a world with what is billed in it, and the addresses of all its pages:
// each with every step, what became of every decision, and names of ours that
// hold what they should not.
func sold(t *testing.T) (s *script, file storetest.File, pages []string) {
	t.Helper()
	store, file := storetest.SQLiteFile(t)
	b := newBilling()
	s = &script{world: newWorld(t, store, b.wired), next: map[string]string{}, checked: true, typed: map[string]string{}, billing: b}
	s.run("the world of this test", 1, strings.Split(soldThings, "\n"))
	all, err := store.BillingDecisions(context.Background(), portal.BillingFilter{Account: "acme", Limit: 100})
	s.must(err)
	if len(all) != 3 {
		t.Fatalf("%d decisions, want three", len(all))
	}
	behind := []string{"", "&do=nothing", "&do=cancel&of=99999999999999999999", "&do=%00&of=%0d%0aSet-Cookie:a", "&done=dec_x", "&done=%0d%0ax", "&step=chl_x", "&look=999999999999999999999", "&do=pay&do=accept", "&payment=pay_x", "&file=pdf", "&show=1.x", "&sent=1"}
	for _, a := range []portal.Action{
		portal.ActionPay, portal.ActionCancel, portal.ActionReinstate, portal.ActionRenew, portal.ActionAutoRenew, portal.ActionQuantity,
		portal.ActionInterval, portal.ActionRemoveItem, portal.ActionUpgrade, portal.ActionMethod, portal.ActionDefault, portal.ActionRemove,
		portal.ActionAddMethod, portal.ActionAccept, portal.ActionDecline, portal.ActionAskChange, portal.ActionAskQuote, portal.ActionCorrect,
		portal.ActionProblem, portal.ActionWithdraw, "again", "discard",
	} {
		behind = append(behind, "&do="+string(a), "&do="+string(a)+"&of=1", "&do="+string(a)+"&with=pm_2")
	}
	for _, d := range all {
		behind = append(behind, "&done="+d.ID, "&done="+d.ID+"&receipt=text", "&done="+d.ID+"&look=1", "&done="+d.ID+"&thanks=1")
		payments, err := store.DecisionPayments(context.Background(), portal.Key{Account: "acme", ID: d.ID})
		s.must(err)
		for _, p := range payments {
			behind = append(behind, "&payment="+p.ID)
		}
	}
	now := s.clock.Load()
	for kind, id := range map[string]string{
		"p": "20417", "invoice": "INV-2026-0417", "cq": "20518", "urb": "20417", "scp": "S8812", "usi": "S8812", "ccp": "c8801", "redop": "20519",
	} {
		f := formula{account: "acme", kind: kind, id: id, start: now - day, end: now + 20*day}
		for _, name := range behind {
			pages = append(pages, s.sign(f, false)+name)
		}
	}
	return s, file, append(pages, "/acme/cancel", "/acme/withdraw?lang=de", "/acme/cancel?receipt=dec_x.00", "/acme/cancel?lang=%0d%0ax", "/nobody/cancel", "/test-provider?token=x", s.trialPage())
}

// trialPage is the test provider's page of the payment that was begun.
func (s *script) trialPage() string {
	s.t.Helper()
	s.clickAgain()
	_, to, _ := strings.Cut(s.last.header.Get("Refresh"), "url=https://pay.example.com")
	if !strings.HasPrefix(to, "/test-provider?token=") {
		s.complain("the payment goes on at %q", to)
	}
	return to
}

// clickAgain presses the button of the payment once more, which leads to the
// same page of the provider.
func (s *script) clickAgain() {
	s.t.Helper()
	for _, line := range []string{"link acme p 20417", `add "&do=pay"`, "GET", "status 200", `press "Pay €90.00"`, "status 200"} {
		s.line(line)
	}
}

// law 1: nothing that follows links changes anything on the pages of what is
// billed, whatever stands behind their addresses.
func TestReadingWhatIsBilledChangesNothing(t *testing.T) {
	s, file, pages := sold(t)
	before := file.Dump()
	for i, target := range pages {
		for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
			if a := s.visit(visit{method: method, target: target}); a.status >= 500 {
				t.Errorf("%s %s: status %d", method, target, a.status)
			}
		}
		if i%20 != 0 && i != len(pages)-1 {
			continue
		}
		if after := file.Dump(); after != before {
			t.Fatalf("at %s or up to 20 before it, reading changed the database", target)
		}
	}
}

// billedPages are the names that the pages of this file may have (the contract),
// and the test provider's.
var billedPages = regexp.MustCompile(`^(document|confirm|result|used|declined|step-up|not-found|test-provider|tampered|damaged)$`)

// Every answer on these pages has the headers of every page, keeps to this
// site, and needs no script, cookie or third party.
func TestPagesOfWhatIsBilledKeepTheirPromises(t *testing.T) {
	s, _, pages := sold(t)
	plain := s.get("/nothing")
	for _, target := range pages {
		a := s.get(target)
		for _, name := range []string{"Content-Security-Policy", "Cache-Control", "Referrer-Policy", "X-Robots-Tag", "X-Content-Type-Options"} {
			if a.header.Get(name) != plain.header.Get(name) || a.header.Get(name) == "" {
				t.Errorf("%s: %s is %q", target, name, a.header.Get(name))
			}
		}
		if len(a.header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s sets a cookie", target)
		}
		if to := a.header.Get("Location"); a.status == 303 && (!strings.HasPrefix(to, "/acme/") || strings.HasPrefix(to, "//")) {
			t.Errorf("%s leads to %q", target, to)
		}
		if to := a.header.Get("Refresh"); to != "" && !strings.HasPrefix(to, "4;url=/acme/") {
			t.Errorf("%s goes on to %q", target, to)
		}
		if a.status == 303 || strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
			continue
		}
		if !billedPages.MatchString(a.page()) {
			t.Errorf("%s: status %d, page %q", target, a.status, a.page())
		}
		for what, shape := range foreign {
			if found := shape.Find(a.body); found != nil {
				t.Errorf("%s has %s: %s", target, what, found)
			}
		}
	}
}

// law 8: nothing of an address or of what was typed is logged, whoever sends
// what to these pages.
func TestTheLogHoldsNothingOfWhatWasTyped(t *testing.T) {
	s, _, pages := sold(t)
	const typed = "stage=confirm&n=secretn&seen=secretn&preview=secretn.secretn&name=Matilda&comment=Matilda&reason=Matilda&contract=Matilda&kind=extraordinary&ends=soonest&terms=yes&" +
		"email=matilda@typed.example&method=pm_2&token=secretn&result=succeed&ask=undo&code=123456&step=secretn"
	send := func() {
		for _, target := range pages {
			s.visit(visit{method: "POST", target: target, body: typed})
		}
		s.visit(visit{method: "POST", target: "/in/acme/payments/test", body: `{"email":"matilda@typed.example","secretn":1}`})
		s.visit(visit{method: "POST", target: "/in/acme/notifications", body: "<Matilda>matilda@typed.example</Matilda>"})
	}
	send()
	s.must(s.store.Close())
	send()
	text := s.log.String()
	if !strings.Contains(text, `"level":"ERROR"`) || !strings.Contains(text, "/{account}/urb/{id}") {
		t.Error("the log has no error, or no visit: searching it proves little")
	}
	for _, secret := range []string{
		"[Mm]atilda", "secretn", "typed\\.example", `\b123456\b`, "harbourpine", "&do=", "&done=", "dec_", "pay_", `\b20417\b`, `\bS?8812\b`, "INV-2026",
	} {
		if at := regexp.MustCompile(secret).FindStringIndex(text); at != nil {
			t.Errorf("the log holds %s: %s", secret, text[max(0, at[0]-200):min(len(text), at[1]+100)])
		}
	}
}

// A file that is still being fetched is not there yet; nothing else is given out
// in its place.
func TestAFileOnItsWayIsNotThereYet(t *testing.T) {
	s := newScript(t, storetest.SQLite(t))
	s.run("this test", 1, strings.Split("account acme\ncustomer acme 8801 Harbour\norder acme 20417 for 8801\ndocument D-7 number=INV-7 of=20417", "\n"))
	s.must(s.store.InTx(context.Background(), func(tx portal.Tx) error {
		return tx.AddFetch(context.Background(), portal.Fetch{
			Account: "acme", Document: "D-7", Role: portal.PartPDF, Sealed: []byte("x"), State: portal.FetchQueued, NextAt: s.now(), Until: s.now().Add(time.Hour),
		})
	}))
	now := s.clock.Load()
	a := s.get(s.sign(formula{account: "acme", kind: "invoice", id: "INV-7", ending: ".pdf", start: now, end: now + day}, false))
	if a.status != 404 || a.page() != "not-found" || !strings.Contains(string(a.body), "is not here yet") || a.header.Get("Retry-After") == "" {
		t.Errorf("status %d, page %q, type %s", a.status, a.page(), a.header.Get("Content-Type"))
	}
}
