package web_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// sells gives the account a subscription and a quote of the customer 8801.
func (o *office) sells() {
	o.t.Helper()
	key := func(id string) portal.Key { return portal.Key{Account: "northwind", ID: id} }
	err := o.store.InTx(context.Background(), func(tx portal.Tx) error {
		_, err := tx.PutSubscription(context.Background(), portal.Subscription{
			Key: key("88"), Customer: "8801", Purchase: "366332011", Status: portal.SubscriptionActive, Currency: "EUR", AsOf: friday,
			Items: []portal.SubscriptionItem{{RunningNo: 1, PurchaseItem: 1, Name: "Team plan", Quantity: "5"}},
		})
		if err != nil {
			return err
		}
		p := portal.Purchase{
			Key: key("366332011"), Customer: "8801", Status: "paid", Currency: "EUR", CreatedAt: friday, AsOf: friday.Add(time.Second),
			Items: []portal.Item{{RunningNo: 1, Name: "Team plan", Quantity: "5", Subscription: "88", SubscriptionItem: 1}},
		}
		if _, err := tx.PutPurchase(context.Background(), p); err != nil {
			return err
		}
		p = portal.Purchase{Key: key("77"), Customer: "8801", Status: portal.PurchaseQuoted, Currency: "EUR", CreatedAt: friday, AsOf: friday}
		if _, err := tx.PutPurchase(context.Background(), p); err != nil {
			return err
		}
		_, err = tx.PutQuote(context.Background(), portal.Quote{Key: key("77"), Number: "Q-77", State: portal.QuoteOpen, Version: 1, AsOf: friday})
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// decided records a decision as the customer's press leaves it, and returns the
// address of its page.
func (o *office) decided(id string, a portal.Action, change func(d *portal.BillingDecision)) string {
	o.t.Helper()
	d := portal.BillingDecision{
		Account: "northwind", ID: id, Reference: portal.ReferenceOf(portal.ObjectKey{Account: "northwind", Kind: "decision", ID: id}),
		Class: a.Class(), Action: a, Object: portal.ObjectKey{Account: "northwind", Kind: link.Upgrade, ID: "S88"},
		Subject: portal.Subject{Type: "subscription", ID: "88"}, Slot: id, FormValue: id, State: portal.DecisionSubmitted, Open: true,
		Email: "anna.lund@harbourpine.example", Shown: []portal.ShownLine{{Label: "You pay now", Value: "€48.60"}, {Label: "Copy to", Value: "anna.lund@harbourpine.example"}},
		Change: portal.Change{Quantity: "8", Comment: "call anna.lund@harbourpine.example"}, CreatedAt: o.clock(), UpdatedAt: o.clock(),
	}
	if d.Class == portal.Declaration {
		d.State = portal.DecisionRecorded
	} else if d.Class == portal.Wish {
		d.DueAt = o.clock().Add(48 * time.Hour)
	}
	if change != nil {
		change(&d)
	}
	err := o.store.InTx(context.Background(), func(tx portal.Tx) error {
		won, err := tx.AddBillingDecision(context.Background(), d)
		if err == nil && !won {
			o.t.Errorf("decision %s was not added", id)
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return "/admin/decisions/northwind/" + id
}

// declared is a cancellation on the public form, receipt and all.
func (o *office) declared() string {
	o.t.Helper()
	got, err := o.service.Declare(context.Background(), "northwind", portal.Statement{
		Action: portal.ActionCancel, Name: "Anna Holm", Contract: "K-118", Email: "anna.lund@harbourpine.example", FormValue: "f1",
		Comment: "write to anna.lund@harbourpine.example", Shown: []portal.ShownLine{{Label: "Email address", Value: "anna.lund@harbourpine.example"}, {Label: "Button", Value: "Cancel now"}}, Locale: "en",
	})
	if accepted, ok := got.(portal.Accepted); ok && err == nil {
		return "/admin/decisions/northwind/" + accepted.Decision.ID
	}
	o.t.Fatalf("%v, %v", got, err)
	return ""
}

func TestWhatTheCustomerDecidedStandsOnThePagesOfItsLinks(t *testing.T) {
	o := newOffice(t)
	o.sells()
	page := o.decided("dec_1", portal.ActionQuantity, nil)
	b := o.signedIn(maria)
	for _, at := range []string{"usi/S88", "scp/S88", "urb/366332011"} {
		wants(t, b.get("/admin/links/northwind/"+at), 200, "What the customer decided", `href="`+page+`"`, "Change the quantity",
			"Subscription 88", "Waiting", "Answer by 22 Nov 10:44", "What was shown", "€48.60")
	}
	if strings.Contains(plain(b.get(detail7041)), "What the customer decided") {
		t.Error("the decision stands on the page of another thing")
	}
	guests := o.signedIn(guest).get("/admin/links/northwind/usi/S88")
	wants(t, guests, 200, "Change the quantity")
	if strings.Contains(plain(guests), "€48.60") {
		t.Error("a viewer reads what was shown")
	}
}

func TestDecisionsAreListedNewestFirstPageByPage(t *testing.T) {
	o := newOffice(t)
	o.sells()
	for i := range 30 {
		o.decided("dec_"+strconv.Itoa(100+i), portal.ActionQuantity, nil)
		o.pass(time.Second)
	}
	o.decided("dec_cancel", portal.ActionCancel, nil)
	b := o.signedIn(maria)
	first := b.get("/admin/decisions")
	wants(t, first, 200, "dec_cancel", "dec_129", "dec_106", "In force")
	if strings.Contains(plain(first), "dec_105") {
		t.Error("the first page has all of them")
	}
	next := between(t, plain(first), `href="/admin/decisions?after`, `"`)
	wants(t, b.get("/admin/decisions?after"+next), 200, "dec_105", "dec_100")
	only := b.get("/admin/decisions?action=cancel&account=northwind")
	wants(t, only, 200, "dec_cancel")
	if strings.Contains(plain(only), "dec_129") {
		t.Error("the action does not narrow the list")
	}
	wants(t, b.get("/admin/decisions?state=refused"), 200, "Nothing was refused.")
	wants(t, b.get("/admin/decisions?account=nobody"), 200, "No customer decided anything yet.")
}

func TestARequestIsAnsweredOnce(t *testing.T) {
	o := newOffice(t)
	o.sells()
	at := o.decided("dec_1", portal.ActionQuantity, nil)
	b := o.signedIn(maria)
	page := b.get(at)
	wants(t, page, 200, "It waits for an answer", "If nobody answers by Sunday 22 November 2026 at 10:44 (Copenhagen time)", "€48.60", "call a•••@harbourpine.example", "Change of plan S88")
	if strings.Contains(plain(page), " checked") {
		t.Error("an answer is chosen beforehand")
	}
	wants(t, b.post(at+"/conclude", "message", "Eight need the business plan."), 422, "Choose what became of it.", "Eight need the business plan.")
	wants(t, b.post(at+"/conclude", "state", "refused", "message", strings.Repeat("x", portal.MaxReason+1)), 422, "There is a problem")
	wants(t, b.post(at+"/conclude", "state", "applied", "effectiveAt", "tomorrow"), 422, "Write the day like 2026-11-20")
	leads(t, b.post(at+"/conclude", "state", "refused", "message", "Eight need the business plan.", "effectiveAt", "2026-12-01"), at)
	wants(t, b.get(at), 200, "Saved. The decision is closed.", "Refused", "Eight need the business plan.", "1 December 2026", "by "+maria, "Answer to a decision")
	leads(t, b.post(at+"/conclude", "state", "refused"), at)
	wants(t, b.post(at+"/conclude", "state", "applied"), 409, "It was answered or ended meanwhile.")
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Decision refused", "change the quantity, subscription 88", maria)
	wants(t, b.get("/admin/decisions?state=refused"), 200, "dec_1", "Refused 20 Nov 10:44")
}

func TestADeclarationIsAcknowledgedAndNeverRefused(t *testing.T) {
	o := newOffice(t)
	at := o.declared()
	b := o.signedIn(maria)
	wants(t, b.get(at), 200, "It is in force", "It cannot be refused.", "Acknowledge it", "Public form, without a link", "Cancel now", "K-118", "Receipt of a public form")
	if strings.Contains(plain(b.get(at)), "It was refused") {
		t.Error("a declaration can be refused")
	}
	wants(t, b.post(at+"/conclude", "state", "refused"), 409, "cannot be refused. It is acknowledged now.", "It is in force and acknowledged")
	other := o.decided("dec_2", portal.ActionCancel, nil)
	leads(t, b.post(other+"/conclude", "state", "applied"), other)
	wants(t, b.get(other), 200, "Acknowledged")
}

func TestAProvidersDecisionIsForTheProvider(t *testing.T) {
	o := newOffice(t)
	o.sells()
	at := o.decided("dec_1", portal.ActionMethod, nil)
	b := o.signedIn(maria)
	page := b.get(at)
	wants(t, page, 200, "At the provider", "The provider says what becomes of it.")
	if strings.Contains(plain(page), "/conclude") {
		t.Error("it can be answered by hand")
	}
	wants(t, b.post(at+"/conclude", "state", "applied"), 409, "The payment provider says what becomes of this one.")
}

func TestAnOverdueRequestSaysSo(t *testing.T) {
	o := newOffice(t)
	o.sells()
	at := o.decided("dec_1", portal.ActionQuantity, nil)
	o.pass(49 * time.Hour)
	b := o.signedIn(maria)
	wants(t, b.get(at), 200, "The answer is overdue")
	wants(t, b.get("/admin/decisions"), 200, "Overdue", "The answer was due 22 Nov 10:44")
	if _, _, err := o.service.LapseDecisions(context.Background()); err != nil {
		t.Fatal(err)
	}
	wants(t, b.get(at), 200, "Nobody answered in time")
	wants(t, b.get("/admin/decisions?state=lapsed"), 200, "No answer")
}

func TestWhoOnlyLooksNeitherAnswersNorReadsNorDownloads(t *testing.T) {
	o := newOffice(t)
	o.sells()
	at := o.decided("dec_1", portal.ActionQuantity, func(d *portal.BillingDecision) { d.Outcome.Message = "sold out" })
	b := o.signedIn(guest)
	page := b.get(at)
	wants(t, page, 200, "Change the quantity", "Your role does not show what customers read and wrote.")
	for _, hidden := range []string{"€48.60", "call a•••", "sold out", "/conclude"} {
		if strings.Contains(plain(page), hidden) {
			t.Errorf("a viewer sees %q", hidden)
		}
	}
	if strings.Contains(plain(b.get("/admin/decisions")), "Download") {
		t.Error("a viewer is offered the download")
	}
	wants(t, b.post(at+"/conclude", "state", "applied"), 403, "Your role may look, but not change")
	wants(t, b.post("/admin/decisions/export", "of", "northwind"), 403, "Your role may look, but not change")
	wants(t, o.signedIn(maria).get(at), 200, "Waiting")
}

// The receipt of a public form repeats all that was typed there.
func TestAMailAboutADecisionIsReadByThoseWhoMayAct(t *testing.T) {
	o := newOffice(t)
	at := o.declared()
	mail := "/admin/mail/" + between(t, plain(o.signedIn(maria).get(at)), `href="/admin/mail/msg`, `"`)
	mail = strings.Replace(mail, "/mail/", "/mail/msg", 1)
	wants(t, o.signedIn(maria).get(mail), 200, "K-118", "a•••@harbourpine.example", `href="`+at+`"`)
	b := o.signedIn(guest)
	page := b.get(mail)
	wants(t, page, 200, "Receipt of a public form", "Your role does not show what customers read and wrote.")
	if strings.Contains(plain(page), "K-118") {
		t.Error("a viewer reads what was typed")
	}
	wants(t, b.get(mail+"/html"), 403)
}

func TestAFormOfAnotherSiteAnswersNothing(t *testing.T) {
	o := newOffice(t)
	at := o.decided("dec_1", portal.ActionQuantity, nil)
	b := o.signedIn(maria)
	r := form(at+"/conclude", "state", "applied")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := b.do(r); a.Code != http.StatusForbidden {
		t.Errorf("status %d", a.Code)
	}
	wants(t, b.get(at), 200, "Waiting")
}

func TestDecisionsAreDownloadedAndThatIsLogged(t *testing.T) {
	o := newOffice(t)
	o.decided("dec_1", portal.ActionQuantity, func(d *portal.BillingDecision) { d.Outcome.Code = "=1+1" })
	b := o.signedIn(maria)
	a := b.post("/admin/decisions/export", "of", "northwind", "from", "2026-11-20", "until", "2026-11-20")
	wants(t, a, 200, "id,reference,", "dec_1", "'=1+1")
	if kind, name := a.Header().Get("Content-Type"), a.Header().Get("Content-Disposition"); kind != "text/csv; charset=utf-8" || name != `attachment; filename="decisions-northwind.csv"` {
		t.Errorf("%s, %s", kind, name)
	}
	if other := b.post("/admin/decisions/export", "of", "northwind", "until", "2026-11-19"); strings.Contains(plain(other), "dec_1") {
		t.Error("the days do not narrow the file")
	}
	wants(t, b.post("/admin/decisions/export", "of", "northwind", "from", "2026-11-20", "until", "2026-11-01"), 422, "The end must not be before the beginning.")
	wants(t, b.post("/admin/decisions/export", "of", "nobody"), 422, "Choose an account.")
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Decisions downloaded", maria)
}

func TestADecisionOfAnotherAccountIsNotFound(t *testing.T) {
	o := newOffice(t)
	o.decided("dec_1", portal.ActionQuantity, nil)
	wants(t, o.signedIn(maria).get("/admin/decisions/other/dec_1"), 404)
}
