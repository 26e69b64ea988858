package web_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

const (
	northSeeds = "/admin/seeds/northwind"
	typedSeed  = "a-seed-that-somebody-typed"
)

func (o *office) seed() string {
	o.t.Helper()
	seed, err := o.service.SecretOf(context.Background(), "northwind", portal.SeedCurrent)
	if err != nil {
		return ""
	}
	return seed
}

func TestALinkKeyIsRotatedWithAnOverlapAndRevoked(t *testing.T) {
	o := newOffice(t)
	old := signed(t, o, friday, friday.Add(24*time.Hour))
	if _, err := o.service.Reissue(context.Background(), portal.Ask{Actor: portal.ByCommand, Object: portal.ObjectKey{Account: "northwind", Kind: link.Invoice, ID: "7042"}, Days: 7}); err != nil {
		t.Fatal(err)
	}
	b := o.signedIn(owner)
	wants(t, b.get(northSeeds), 200, "There is one owner", "Signs and checks", "1 link still open")
	wants(t, b.post(northSeeds+"/rotate", "rotate-until", "2026-11-19"), 422, "Choose a day from today on", `value="2026-11-19"`)
	leads(t, b.post(northSeeds+"/rotate", "rotate-until", "2026-12-01"), northSeeds)
	wants(t, b.get(northSeeds), 200, "New key made.", "Checks only", "until 2 Dec 2026, 00:00", "Revoke k1")
	wants(t, b.get(northSeeds+"/keys/k2/revoke"), 409)
	wants(t, b.get(northSeeds+"/keys/k1/revoke"), 200, "Links signed with it: 1 link still open.")
	leads(t, b.post(northSeeds+"/keys/k1/revoke"), northSeeds)
	wants(t, b.get(northSeeds), 200, "Key revoked.", "None opens")
	wants(t, b.get(strings.TrimPrefix(old, origin)), 410)
	wants(t, b.post(northSeeds+"/keys/k9/revoke"), 404)
}

func TestASeedIsTypedTwiceOrMade(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	for says, fields := range map[string][]string{
		"The two are not the same.":    {"way", "typed", "seed", typedSeed, "again", "another", "seed-until", "2027-01-01"},
		"A seed has 16 bytes at least": {"way", "typed", "seed", "short", "again", "short", "seed-until", "2027-01-01"},
		"Choose a day from today on":   {"way", "typed", "seed", typedSeed, "again", typedSeed, "seed-until", "soon"},
	} {
		a := b.post(northSeeds+"/seed", fields...)
		wants(t, a, 422, says)
		if strings.Contains(plain(a), typedSeed) {
			t.Error("the page gives the seed back")
		}
	}
	leads(t, b.post(northSeeds+"/seed", "way", "typed", "seed", typedSeed, "again", typedSeed, "seed-until", "2027-01-01"), northSeeds)
	if o.seed() != typedSeed {
		t.Errorf("the seed is %q", o.seed())
	}
	made := b.post(northSeeds+"/seed", "way", "made", "seed-until", "2027-01-01")
	wants(t, made, 200, "Seed changed.", "Shown once.", "Checks until 2 Jan 2027, 00:00")
	if shown := regexp.MustCompile(`[A-Z2-7]{52}`).FindString(plain(made)); shown == "" || shown != o.seed() {
		t.Errorf("shown %q", shown)
	}
	if page := plain(b.get(northSeeds)); strings.Contains(page, o.seed()) || strings.Contains(o.log.String(), o.seed()) || strings.Contains(o.log.String(), typedSeed) {
		t.Error("the seed stands where it must not")
	}
	leads(t, b.post(northSeeds+"/v1-end", "v1-until", ""), northSeeds)
	wants(t, b.post(northSeeds+"/v1-end", "v1-until", "2020-01-01"), 422, "Choose a day from today on")
}

func TestASecondOwnerApprovesASeed(t *testing.T) {
	o := newOffice(t)
	o.joins(second, portal.Roles{"northwind": portal.Owner})
	first, other := o.signedIn(owner), o.signedIn(second)
	a := first.post(northSeeds+"/seed", "way", "typed", "seed", typedSeed, "again", typedSeed, "seed-until", "2027-01-01")
	at := a.Header().Get("Location")
	if a.Code != 303 || !strings.HasPrefix(at, "/admin/proposals/northwind/prp_") || o.seed() != "" {
		t.Fatalf("%d to %q, seed %q", a.Code, at, o.seed())
	}
	page := first.get(at)
	wants(t, page, 200, "Nothing is changed until another owner approves it.", "You proposed it", "Withdraw", "1 January 2027, 23:00 UTC")
	if strings.Contains(plain(page), at+"/approve") || strings.Contains(plain(page), typedSeed) {
		t.Error("the page offers too much")
	}
	wants(t, first.post(at+"/approve"), 409, "another owner has to approve it")
	wants(t, o.signedIn(maria).post(at+"/approve"), 403)
	wants(t, o.signedIn(maria).post(at+"/withdraw"), 409, "You may not decide")
	wants(t, other.get("/admin/proposals"), 200, "New v1 seed", owner, "Waits")
	wants(t, other.get(at), 200, "Approve and do it now", "Refuse")
	leads(t, other.post(at+"/approve"), at)
	wants(t, other.get(at), 200, "Approved and done.", second, "It is over.")
	if o.seed() != typedSeed {
		t.Error("the seed is not the one approved")
	}
	wants(t, other.post(at+"/refuse"), 409, "Somebody was faster")
	wants(t, other.get("/admin/proposals"), 200, "Nothing waits for a second owner.")
	wants(t, other.get("/admin/proposals?state=all"), 200, "New v1 seed", "Approved and done")
	wants(t, other.get("/admin/audit?account=northwind"), 200, "Proposal made", "Seed rotated", "Proposal approved")
}

func TestAProposalIsRefusedWithdrawnOrExpires(t *testing.T) {
	o := newOffice(t)
	o.joins(second, portal.Roles{"northwind": portal.Owner})
	first, other := o.signedIn(owner), o.signedIn(second)
	propose := func() string {
		a := first.post("/admin/rules/northwind", "four-eyes", "off", "limit", "500")
		return a.Header().Get("Location")
	}
	refused, withdrawn, late := propose(), propose(), propose()
	leads(t, other.post(refused+"/refuse"), refused)
	wants(t, other.get(refused), 200, "Refused. Nothing was changed.")
	leads(t, first.post(withdrawn+"/withdraw"), withdrawn)
	wants(t, first.get(withdrawn), 200, "Withdrawn. Nothing was changed.")
	o.pass(24 * time.Hour)
	first, other = o.signedIn(owner), o.signedIn(second)
	wants(t, other.get(late), 200, "Expired", "It is over.")
	wants(t, other.post(late+"/approve"), 409, "its time was over")
	wants(t, first.get("/admin/rules/northwind"), 200, "need a second owner", "To loosen the rule needs a second owner too.")
	wants(t, first.post("/admin/rules/northwind", "four-eyes", "on", "limit", "none"), 422, "The limit must be a number", `value="none"`)
	leads(t, first.post("/admin/rules/northwind", "four-eyes", "on", "limit", "100"), "/admin/rules/northwind")
	wants(t, first.get("/admin/rules/northwind"), 200, "Saved.", "more than 100 links")
}

func TestAProposalOfAnotherAccountIsNotThere(t *testing.T) {
	o := newOffice(t)
	o.joins(second, portal.Roles{"northwind": portal.Owner})
	at := o.signedIn(owner).post("/admin/rules/northwind", "four-eyes", "off", "limit", "500").Header().Get("Location")
	if err := o.service.CreateAccount(context.Background(), portal.ByCommand, portal.Account{Slug: "globex", Name: "Globex", Locale: "en", Zone: "UTC"}, nil); err != nil {
		t.Fatal(err)
	}
	o.joins("eve@globex.example", portal.Roles{"globex": portal.Owner})
	b := o.signedIn("eve@globex.example")
	wants(t, b.get(at), 404)
	wants(t, b.post(at+"/approve"), 404)
	wants(t, b.post(strings.Replace(at, "northwind", "globex", 1)+"/approve"), 404)
	wants(t, b.get(northSeeds), 404)
	if page := plain(b.get("/admin/proposals")); strings.Contains(page, "northwind") {
		t.Error("the list names another account")
	}
}
