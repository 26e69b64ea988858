package web_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var secretShape = regexp.MustCompile(`whsec_[A-Za-z0-9+/=]{20,}`)

// endpoint makes an endpoint of Northwind through the pages, and returns its
// address there.
func (b *browser) endpoint(address string) (at, secret string) {
	b.t.Helper()
	a := b.post("/admin/webhooks", "url", address, "partner", "northwind/", "style", "standard", "prefix", "X-Latchkey-")
	wants(b.t, a, 200, "Endpoint made.", "Shown once. Copy it now.")
	all, err := b.service.Endpoints(context.Background(), "northwind")
	if err != nil || len(all) == 0 {
		b.t.Fatalf("%d endpoints, %v", len(all), err)
	}
	secret = secretShape.FindString(plain(a))
	if strings.Count(plain(a), secret) != 1 || secret == "" {
		b.t.Fatalf("the secret stands there %d times", strings.Count(plain(a), secret))
	}
	return "/admin/webhooks/northwind/" + all[len(all)-1].ID, secret
}

func TestAnEndpointsSecretIsShownOnceAndNeverAgain(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	at, secret := b.endpoint("https://hooks.example.com/in")
	wants(t, b.get(at+"/rotate"), 200, "Replace the secret of hooks.example.com")
	a := b.post(at + "/rotate")
	wants(t, a, 200, "Secret replaced.", "The one before", "signs too, until")
	second := secretShape.FindString(plain(a))
	if second == "" || second == secret || a.Header().Get("Location") != "" || len(a.Result().Cookies()) != 0 {
		t.Errorf("secret %q, headers %v", second, a.Header())
	}
	for _, target := range []string{at, at + "/edit", at + "/deliveries", "/admin/webhooks", "/admin/audit?account=northwind"} {
		a := b.get(target)
		wants(t, a, 200)
		if found := secretShape.FindString(plain(a)); found != "" {
			t.Errorf("%s shows a secret", target)
		}
	}
	if strings.Contains(o.log.String(), "whsec_") {
		t.Error("the log holds a secret")
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Webhook created", "Webhook rotated", owner)
}

func TestAnEndpointThatCannotBeTakenLosesNothingThatWasTyped(t *testing.T) {
	b := newOffice(t).signedIn(owner)
	wants(t, b.get("/admin/webhooks/new"), 200, "New endpoint", "All partners of Northwind Collect", "client.email_bounced")
	a := b.post("/admin/webhooks", "url", "http://hooks.example.com/in?a=1", "partner", "northwind/", "style", "timed", "prefix", "Set-Cookie", "event", "client.linked")
	wants(t, a, 422, "There is a problem", "Use an address that begins with https://.", "Begin the header prefix with X- and end it with a hyphen", "<title>Error: new endpoint",
		`value="http://hooks.example.com/in?a=1"`, `value="Set-Cookie"`, `value="client.linked" checked`, `value="timed" checked`, `value="northwind/" selected`)
	wants(t, b.post("/admin/webhooks", "url", "https://x.example.com", "partner", "elsewhere/", "style", "standard"), 422, "Choose whose events it hears about.")
	wants(t, b.post("/admin/webhooks", "url", "https://x.example.com", "partner", "northwind/", "style", "none", "event", "no.such"), 422, "Choose from the events listed.", "Choose a style of signature.")
	wants(t, b.get("/admin/webhooks"), 200, "No endpoint hears about decisions yet.")
}

func TestAnEndpointIsChanged(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	at, _ := b.endpoint("https://hooks.example.com/in")
	wants(t, b.get(at+"/edit"), 200, "Change hooks.example.com", `value="https://hooks.example.com/in"`)
	wants(t, b.post(at+"/edit", "url", "http://plain.example.com", "partner", "northwind/", "style", "standard"), 422, `value="http://plain.example.com"`)
	leads(t, b.post(at+"/edit", "url", "https://new.example.com/in", "partner", "northwind/", "style", "timed", "prefix", "X-Mine-", "event", "client.linked"), at)
	wants(t, b.get(at), 200, "Endpoint changed.", "new.example.com", "client.linked", "X-Mine-")
	wants(t, b.get("/admin/webhooks"), 200, "https://new.example.com/in", "1 event", "All partners")
}

func TestATestEventIsQueuedAndListed(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	at, _ := o.signedIn(owner).endpoint("https://hooks.example.com/in")
	wants(t, b.get(at), 200, "Nothing was sent yet")
	leads(t, b.post(at+"/test"), at)
	page := b.get(at)
	wants(t, page, 200, "A test event is on its way.", "client.link_requested", "A test", "not tried yet", "0 of 10")
	one := between(t, plain(page), `class="way" href="`+at+`/deliveries/`, `"`)
	wants(t, b.get(at+"/deliveries/"+one), 200, "client.link_requested", `"test": true`, "It is tried again by itself.", "It was not tried yet.")
	wants(t, b.post(at+"/deliveries/"+one+"/replay"), 409, "It is on its way already.")
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Webhook tested")
}

// tried ends the delivery that waits at an endpoint.
func (o *office) tried(state portal.DeliveryState, status int, why string) {
	o.t.Helper()
	ctx := context.Background()
	all, err := o.service.Deliveries(ctx, portal.DeliveryFilter{Account: "northwind", State: portal.DeliveryQueued})
	if err != nil || len(all) == 0 {
		o.t.Fatalf("%d deliveries wait, %v", len(all), err)
	}
	for _, d := range all {
		err := o.store.InTx(ctx, func(tx portal.Tx) error {
			claimed, err := tx.ClaimDeliveries(ctx, d.Endpoint, o.clock(), time.Minute, 1)
			if err != nil || len(claimed) != 1 {
				o.t.Fatalf("%d claimed, %v", len(claimed), err)
			}
			d := claimed[0]
			d.State, d.LastStatus, d.LastError, d.DoneAt = state, status, why, o.clock()
			_, err = tx.FinishDelivery(ctx, d, portal.HookTry{Delivery: d.ID, Number: d.Attempts, At: o.clock(), Status: status, Took: 88 * time.Millisecond, Error: why})
			return err
		})
		if err != nil {
			o.t.Fatal(err)
		}
	}
}

func TestADeliveryThatWasGivenUpIsSentAgain(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	at, _ := o.signedIn(owner).endpoint("https://hooks.example.com/in")
	leads(t, b.post(at+"/test"), at)
	o.tried(portal.DeliveryExhausted, 503, "the receiver answered 503")
	wants(t, b.get(at), 200, "Failing", "The last try failed: the receiver answered 503.")
	page := b.get(at + "/deliveries?state=failed")
	wants(t, page, 200, "Given up", "answered 503", "1 of 10", "Send many again")
	one := between(t, plain(page), `class="way" href="`+at+`/deliveries/`, `"`)
	wants(t, b.get(at+"/deliveries/"+one), 200, "503 Service Unavailable", "in 88ms", "Send again")
	leads(t, b.post(at+"/deliveries/"+one+"/replay"), at+"/deliveries/"+one)
	wants(t, b.get(at+"/deliveries/"+one), 200, "It is sent again within a few seconds.", "asked for by a person")
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Webhook replayed")
}

func TestManyAreCountedBeforeTheyAreSentAgain(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	at, _ := o.signedIn(owner).endpoint("https://hooks.example.com/in")
	for _, end := range []portal.DeliveryState{portal.DeliveryExhausted, portal.DeliveryDone, portal.DeliveryExhausted} {
		leads(t, b.post(at+"/test"), at)
		o.tried(end, 200, "")
		o.pass(20 * time.Minute)
	}
	q := func(which, from, until string) string {
		return at + "/replay?" + url.Values{"which": {which}, "from": {from}, "until": {until}}.Encode()
	}
	b = o.signedIn(maria)
	wants(t, b.get(q("failed", "2026-11-20 09:00", "2026-11-20 13:00")), 200, "Send 2 events again", "2 failed events between 2026-11-20 09:00 and 2026-11-20 13:00 (UTC)", "Send none")
	wants(t, b.get(q("all", "2026-11-20 09:00", "2026-11-20 13:00")), 200, "Send 3 events again")
	wants(t, b.get(q("failed", "2026-11-20 09:00", "2026-11-20 10:00")), 200, "Send 1 event again")
	wants(t, b.get(q("failed", "2026-11-21 09:00", "2026-11-22 10:00")), 422, "No such event was made between these times.")
	wants(t, b.get(q("failed", "yesterday", "2026-11-22 10:00")), 422, "Write the time like 2026-11-20 16:00.", `value="yesterday"`, `value="2026-11-22 10:00"`)
	wants(t, b.get(q("failed", "2026-11-22 10:00", "2026-11-21 10:00")), 422, "The end must be after the beginning.")
	leads(t, b.post(at+"/replay", "which", "failed", "from", "2026-11-20 09:00", "until", "2026-11-20 13:00"), at)
	wants(t, b.get(at), 200, "2 events put back into the queue.")
}

func TestWhatWasHeldIsSentWhenAnEndpointIsTurnedOn(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	at, _ := b.endpoint("https://hooks.example.com/in")
	leads(t, b.post(at+"/test"), at)
	wants(t, b.get(at+"/disable"), 200, "Turn off hooks.example.com", "Keep it on")
	leads(t, b.post(at+"/disable"), at)
	wants(t, b.get(at), 200, "It was turned off: by "+owner, "1 event waiting, and kept.", "Turn it on again")
	wants(t, b.post(at+"/test"), 409, "It is turned off, so nothing was sent.")
	wants(t, b.post(at+"/replay", "which", "all", "from", "2026-11-20 09:00", "until", "2026-11-20 13:00"), 409, "It is turned off")
	leads(t, b.post(at+"/enable"), at)
	wants(t, b.get(at), 200, "Endpoint turned on.", "An event is on its way")
	wants(t, b.post(at+"/enable"), 409, "It is on already.")
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Webhook disabled", "Webhook enabled")
}

func TestWebhooksAreForOwnersToChangeAndForSupportToReplay(t *testing.T) {
	o := newOffice(t)
	at, _ := o.signedIn(owner).endpoint("https://hooks.example.com/in")
	for who, forbidden := range map[string][]string{
		guest: {"/edit", "/rotate", "/disable", "/enable", "/test", "/replay"},
		maria: {"/edit", "/rotate", "/disable", "/enable"},
	} {
		b := o.signedIn(who)
		page := b.get(at)
		wants(t, page, 200, "hooks.example.com")
		for _, act := range forbidden {
			if strings.Contains(page.Body.String(), at+act+`"`) {
				t.Errorf("%s is offered %s", who, act)
			}
			wants(t, b.post(at+act, "url", "https://evil.example.com", "partner", "northwind/", "style", "standard", "which", "all"), 403, "Nothing was changed.")
		}
		wants(t, b.get("/admin/webhooks/new"), 403)
		wants(t, b.post("/admin/webhooks", "url", "https://evil.example.com", "partner", "northwind/", "style", "standard"), 403)
	}
	e, err := o.service.Endpoints(context.Background(), "northwind")
	if err != nil || len(e) != 1 || e[0].URL != "https://hooks.example.com/in" || !e[0].DisabledAt.IsZero() {
		t.Errorf("endpoints %+v, %v", e, err)
	}
}

func TestTheEventOfARequestIsShownWithoutItsLink(t *testing.T) {
	o := newOffice(t)
	at, _ := o.signedIn(owner).endpoint("https://hooks.example.com/in")
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	for _, who := range []string{guest, maria} {
		b := o.signedIn(who)
		page := b.get(at + "/deliveries")
		wants(t, page, 200, "hp-4471")
		one := b.get(at + "/deliveries/" + between(t, plain(page), `class="way" href="`+at+`/deliveries/`, `"`))
		wants(t, one, 200, need.Request.ID)
		if strings.Contains(plain(one), sumOf(t, need.URL)) || strings.Contains(plain(one), "onboardingLinks") {
			t.Errorf("%s sees the link", who)
		}
	}
	wants(t, o.signedIn(guest).get("/admin/webhooks/northwind/other/deliveries"), 404)
}

func TestEveryTypeOfEventHasItsBoxInAGroupOfItsKind(t *testing.T) {
	page := plain(newOffice(t).signedIn(owner).get("/admin/webhooks/new"))
	for _, eventType := range portal.EventTypes() {
		if n := strings.Count(page, `name="event" value="`+eventType+`"`); n != 1 {
			t.Errorf("%s has %d boxes", eventType, n)
		}
	}
	if strings.Contains(page, "<summary>Others") {
		t.Error("some type of event stands in no group")
	}
}
