package web_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const ledgerline = "/admin/partners/northwind/ledgerline"

var keyShape = regexp.MustCompile(`lkp_live_[A-Z2-7]{40,}`)

func TestAPartnersKeyIsShownOnceAndTheOldOneEnds(t *testing.T) {
	o := newOffice(t)
	o.partner(portal.ByMail)
	b := o.signedIn(owner)
	wants(t, b.get(ledgerline+"/rotate"), 200, "Replace the API key of Ledgerline", "Keep the key")
	first := b.post(ledgerline + "/rotate")
	wants(t, first, 200, "Key replaced.", "Shown once.")
	second := b.post(ledgerline + "/rotate")
	old, key := keyShape.FindString(plain(first)), keyShape.FindString(plain(second))
	if p, err := o.service.PartnerOf(context.Background(), key); err != nil || p.ID != "ledgerline" {
		t.Errorf("the new key is of %q, %v", p.ID, err)
	}
	if _, err := o.service.PartnerOf(context.Background(), old); !errors.Is(err, portal.ErrBadKey) {
		t.Errorf("the old key: %v", err)
	}
	for _, target := range []string{ledgerline, "/admin/partners", "/admin/audit?account=northwind"} {
		a := b.get(target)
		wants(t, a, 200)
		if keyShape.MatchString(plain(a)) {
			t.Errorf("%s shows a key", target)
		}
	}
	if strings.Contains(o.log.String(), "lkp_live_") || len(second.Result().Cookies()) != 0 || strings.Count(plain(second), key) != 1 {
		t.Error("the key stands where it must not")
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Partner key replaced")
}

func TestAPartnersSettingsAreSavedAndNothingTypedIsLost(t *testing.T) {
	o := newOffice(t)
	o.partner(portal.ByMail)
	b := o.signedIn(owner)
	wants(t, b.get("/admin/partners"), 200, "Ledgerline", "7 days", "We mail the link", "None waiting", "Active")
	a := b.post(ledgerline, "days", "45", "delivery", "partner", "returns", "https://app.ledgerline.example")
	wants(t, a, 422, "Days must be a number from 1 to 30.", `value="45"`, `value="partner" checked`, "https://app.ledgerline.example", "<title>Error: ")
	wants(t, b.post(ledgerline, "days", "14", "delivery", "partner", "returns", "https://app.ledgerline.example/path"), 422, "Write each origin as scheme and host only", "https://app.ledgerline.example/path")
	leads(t, b.post(ledgerline, "days", "14", "delivery", "partner", "returns", "https://a.example\r\nhttps://b.example"), ledgerline)
	wants(t, b.get(ledgerline), 200, "Saved.", "14 days", "https://a.example, https://b.example")
	wants(t, b.get("/admin/partners"), 200, "The partner mails the link")
}

func TestAPartnerIsTurnedOffAndOn(t *testing.T) {
	o := newOffice(t)
	o.partner(portal.ByMail)
	b := o.signedIn(owner)
	key := keyShape.FindString(plain(b.post(ledgerline + "/rotate")))
	wants(t, b.get(ledgerline+"/off"), 200, "Turn off Ledgerline", "Keep it on")
	leads(t, b.post(ledgerline+"/off"), ledgerline)
	wants(t, b.get(ledgerline), 200, "Partner turned off.", "Turn it on again", "Turned off")
	if _, err := o.service.PartnerOf(context.Background(), key); !errors.Is(err, portal.ErrPartnerOff) {
		t.Errorf("the key of a partner that is off: %v", err)
	}
	leads(t, b.post(ledgerline+"/on"), ledgerline)
	if _, err := o.service.PartnerOf(context.Background(), key); err != nil {
		t.Error(err)
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Partner disabled", "Partner enabled")
}

func TestOnlyOwnersChangePartners(t *testing.T) {
	o := newOffice(t)
	o.partner(portal.ByMail)
	for _, who := range []string{guest, maria} {
		b := o.signedIn(who)
		page := b.get(ledgerline)
		wants(t, page, 200, "Ledgerline", "lkp_live_…", "Requests of Ledgerline")
		for _, act := range []string{"", "/rotate", "/off", "/on"} {
			if strings.Contains(plain(page), `action="`+ledgerline+act+`"`) || act != "" && strings.Contains(plain(page), ledgerline+act) {
				t.Errorf("%s is offered %q", who, act)
			}
			wants(t, b.post(ledgerline+act, "days", "1", "delivery", "partner"), 403, "Only an owner may do this")
		}
	}
	p, err := o.service.Partner(context.Background(), "northwind", "ledgerline")
	if err != nil || p.TTLDays != 7 || !p.DisabledAt.IsZero() {
		t.Errorf("partner %+v, %v", p, err)
	}
}
