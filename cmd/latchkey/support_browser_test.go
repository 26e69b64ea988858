//go:build e2e

package main

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A client says that the email expired. Support pastes the link, reads why it
// does not work, and sends a new one from the same card: three actions. The
// client approves from the new email.
func TestSupportMendsAnExpiredLinkInThreeActionsWithoutJavaScript(t *testing.T) {
	sink, p, partnerKey := askedByPartner(t)
	url := sink.next(t).link(t)
	p.send(http.MethodPost, "/test/clock", "Accept", "application/json", `{"now":1762776001}`, http.StatusOK) // eight days on
	clientAtHome := scriptless(t)
	clientAtHome.opens(t, url, "This link has expired")

	support := scriptless(t)
	support.signsIn(t, "http://"+p.addr, "sam@acme.example")
	actions := 0
	act := func(step chromedp.Action[chromedp.Void]) {
		t.Helper()
		actions++
		support.does(t, step)
	}
	act(chromedp.SendKeys("#q", "> "+strings.ReplaceAll(url, "&", "&amp;")+".")) // as it stands in a forwarded mail
	act(chromedp.SendKeys("#q", "\r"))
	support.reads(t, "#why", "It expired before anyone approved it.")
	act(chromedp.Click(`form[action$="/reissue"] button`))
	support.reads(t, "div[role=status]", "New link sent")
	if actions > 3 {
		t.Errorf("%d actions from the pasted link to the new one", actions)
	}

	renewed := sink.next(t)
	if renewed.to != "maja@nordlys.example" {
		t.Fatalf("the new link went to %s", renewed.to)
	}
	clientAtHome.opens(t, url, "newer") // the old one says that there is another
	clientAtHome.opens(t, renewed.link(t), "Ledgerly wants to connect")
	clientAtHome.presses(t, `button[name=decision][value=approve]`, "You approved the connection")
	p.send(http.MethodGet, "/clients/tenant-0042", "XApiKey", partnerKey, "", http.StatusOK)

	// What the partner's support asks for, and nothing that opens a page.
	support.presses(t, `main .crumb + .head a, main h1 a, main .head form[action$="/bundle"] button`, "Support bundle")
	for _, fact := range []string{
		"Ledgerly", "tenant-0042", "Nordlys Interiors ApS", "maja@nordlys.example", "not received", "received but late",
	} {
		support.reads(t, "#bundle", fact)
	}
}

const supportPassword = "a lantern in the harbour"

// signsIn makes a session in the browser.
func (c client) signsIn(t *testing.T, base, email string) {
	t.Helper()
	c.opens(t, base+"/admin/sign-in", "Sign in")
	c.does(t, chromedp.SendKeys(`input[name=email]`, email))
	c.does(t, chromedp.SendKeys(`input[name=password]`, supportPassword))
	c.presses(t, `main form button`, "")
}

// does one thing to the page, as a person would.
func (c client) does(t *testing.T, step chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, step); err != nil {
		t.Fatal(err)
	}
}

// reads waits until a part of the page says something.
func (c client) reads(t *testing.T, part, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	got, err := chromedp.Run(ctx, chromedp.TextContent(part))
	for err == nil && !strings.Contains(got, want) && ctx.Err() == nil {
		got, err = chromedp.Run(ctx, chromedp.TextContent(part))
	}
	if !strings.Contains(got, want) {
		page, _ := chromedp.Run(c.ctx, chromedp.TextContent("body"))
		t.Log(page)
		t.Fatalf("%s says %q, not %q (%v)", part, got, want, err)
	}
}
