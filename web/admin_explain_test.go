package web_test

import (
	"context"
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Whatever mail programs and scanners did to a link, an admin reads the same
// about it, and what was undone.
func TestAMangledLinkIsExplainedAsTheLinkItIs(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	good := copied(t, b, "7")
	escaped := url.QueryEscape(good)
	for name, tt := range map[string]struct{ pasted, undone string }{
		"as it is":        {good, ""},
		"entities":        {strings.ReplaceAll(good, "&", "&amp;"), "repaired: &amp; → &"},
		"quoted":          {strings.ReplaceAll(good, "=", "=3D"), "repaired: =3D → ="},
		"a soft break":    {good[:50] + "=\r\n" + good[50:], "broken over several lines"},
		"a reply":         {"> Hello,\n> <" + good[:50] + "\n> " + good[50:] + ">\n> bye", "broken over several lines"},
		"Markdown":        {"[see](" + good + ").", "text around the link was taken off"},
		"no scheme":       {strings.TrimPrefix(good, "https://"), ""},
		"invisible signs": {strings.Replace(good, "&e", "\u200b&e", 1), "characters that cannot be seen were taken out"},
		"a full stop":     {good + ".", "what stood behind the checksum was cut off"},
		"encoded":         {strings.NewReplacer("&", "%26", "=", "%3D").Replace(good), "repaired: %26 → &"},
		"encoded twice":   {strings.NewReplacer("&", "%2526", "=", "%253D").Replace(good), "repaired: %25 → %"},
		"Safe Links":      {"https://eur02.safelinks.protection.outlook.com/?url=" + escaped + "&data=05%7C02&reserved=0", "Unwrapped: Microsoft Safe Links"},
		"Proofpoint":      {"https://urldefense.com/v3/__" + good + "__;!!Cx0!Q5$", "Unwrapped: Proofpoint"},
		"Barracuda":       {"https://linkprotect.cudasvc.com/url?a=" + escaped + "&c=E,1,x&typo=1", "Unwrapped: Barracuda"},
		"Sophos":          {"https://eu.protection.sophos.com/?d=example.com&u=" + base64.URLEncoding.EncodeToString([]byte(good)), "Unwrapped: Sophos"},
		"two around it": {"https://www.google.com/url?q=" + url.QueryEscape("https://urldefense.com/v3/__"+good+"__;!!C!Q$") + "&sa=D",
			"Unwrapped: Google"},
	} {
		for _, door := range [][2]string{{"/admin/find", "q"}, {"/admin/explain", "link"}} {
			if door[1] == "q" && strings.ContainsAny(tt.pasted, "\r\n") {
				continue // the box has one line
			}
			a := b.post(door[0], door[1], tt.pasted)
			wants(t, a, 200, "Looks like: a link", "It works: whoever opens it sees Invoice 7041.", `action="`+detail7041+`/reissue"`, "(document)")
			if !strings.Contains(plain(a), tt.undone) {
				t.Errorf("%s: the page does not say %q", name, tt.undone)
			}
		}
	}
	if _, sum, _ := strings.Cut(good, "&c="); strings.Contains(o.log.String(), sum) {
		t.Error("the log holds the link")
	}
	wants(t, b.post("/admin/explain", "link", "https://protect-eu.mimecast.com/s/AbCdEf?domain=pay.example.com"), 200,
		"This is a link of Mimecast, which keeps to itself where it leads.", "Ask the customer to open it")
}

// says pastes a link and wants a sentence, and what the list says.
func (b *browser) says(t *testing.T, pasted, sentence string, more ...string) {
	t.Helper()
	a := b.post("/admin/explain", "link", pasted)
	wants(t, a, 200, append([]string{">" + sentence + "<"}, more...)...)
	if n := strings.Count(plain(a), ", not right</span>"); n > 1 {
		t.Errorf("%d lines are not right", n)
	}
}

// fate is what became of the last mail about an object.
func (o *office) fate(t *testing.T, k portal.ObjectKey, fate portal.MailFate, answer string) {
	t.Helper()
	mails, err := o.store.Messages(context.Background(), k, 1)
	if err != nil || len(mails) == 0 {
		t.Fatal(len(mails), err)
	}
	m := mails[0]
	m.State, m.SentAt, m.LastError = portal.Sent, o.clock(), answer
	err = o.store.InTx(context.Background(), func(tx portal.Tx) error {
		_, err := tx.FinishMessage(context.Background(), m)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if known, err := o.service.MailFate(context.Background(), k.Account, m.ID, fate); err != nil || !known {
		t.Fatal(known, err)
	}
}

// Each sentence of the catalogue is read where it is true.
func TestTheSentencesAboutRequests(t *testing.T) {
	o := newOffice(t)
	partner := o.partner(portal.ByMail)
	first := o.ask(partner, "hp-1")
	b := o.signedIn(maria)
	key := portal.ObjectKey{Account: "northwind", Kind: link.Approve, ID: first.Request.ID}

	b.says(t, first.URL, "It works: whoever opens it is asked to decide.", "waiting to be sent", "nobody opened it", "link 1 of 1")
	b.says(t, first.URL[:strings.Index(first.URL, "?s=")+3], "The address was cut after ‘?s=’. The link itself is fine; ask them to copy all of it.")
	b.says(t, first.URL[:strings.Index(first.URL, "&e=")+3], "The address was cut after ‘&e=’. The link itself is fine; ask them to copy all of it.")
	b.says(t, first.URL[:strings.Index(first.URL, "?")], "The address was cut before ‘?’. The link itself is fine; ask them to copy all of it.")
	b.says(t, changed(first.URL), "The checksum does not match. Somebody changed the address, or it was signed with another account’s seed.")
	o.fate(t, key, portal.MailBounced, "552 5.2.2 <anna.lund@harbourpine.example> over quota")
	b.says(t, first.URL, "The email bounced: mailbox full. The customer never got it.", "copy it and pass it on")

	if err := o.service.Unsuppress(context.Background(), portal.ByCommand, "northwind", "anna.lund@harbourpine.example"); err != nil {
		t.Fatal(err)
	}
	o.pass(8 * 24 * time.Hour)
	b = o.signedIn(maria)
	b.says(t, first.URL, "It expired before anyone approved it.", "bounced: mailbox full", "now it is")

	second := o.ask(partner, "hp-2")
	o.pass(time.Minute)
	again, err := o.service.ReissueRequest(context.Background(), portal.RequestAsk{Actor: portal.ByCommand, Request: second.Request.Key, Attempt: 1, Days: 7, Mail: true})
	if err != nil {
		t.Fatalf("%T %v", again, err)
	}
	o.fate(t, portal.ObjectKey{Account: "northwind", Kind: link.Approve, ID: second.Request.ID}, portal.MailDelivered, "")
	b.says(t, second.URL, "It was replaced by a newer link on Saturday 28 November 2026 at 10:45 (Copenhagen time). The newer email was delivered.")
}

func TestTheSentenceAboutAnApprovedRequest(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-1")
	target := strings.TrimPrefix(need.URL, origin)
	client := o.browser()
	question := client.get(target)
	n := between(t, plain(question), `name="n" value="`, `"`)
	if a := client.post(target, "decision", "approve", "n", n); a.Code != 303 {
		t.Fatalf("status %d: %.300s", a.Code, plain(a))
	}
	o.signedIn(maria).says(t, need.URL,
		"It works. The customer approved it on Friday 20 November 2026 at 10:44 (Copenhagen time); they now see ‘You approved this’.", "(used)")
}

func TestALinkToAnAccountOfOthersIsNotExplained(t *testing.T) {
	o := newOffice(t)
	good := copied(t, o.signedIn(maria), "7")
	elsewhere := portal.Admin{
		Email: "zoe@elsewhere.example", Name: "Zoe", Roles: portal.Roles{"other": portal.Support}, PasswordHash: auth.HashPassword(password),
	}
	ctx := context.Background()
	if err := o.service.CreateAccount(ctx, portal.ByCommand, portal.Account{Slug: "other", Name: "Other", Locale: "en", Zone: "UTC"}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := o.service.AddAdmin(ctx, portal.ByCommand, elsewhere); err != nil {
		t.Fatal(err)
	}
	b := o.signedIn("zoe@elsewhere.example")
	b.says(t, good, "This link belongs to an account that you do not work for.")
	for _, told := range []string{"7041</", "northwind", "What was checked", "Reissue"} {
		if strings.Contains(plain(b.post("/admin/explain", "link", good)), told) {
			t.Errorf("they read %q", told)
		}
	}
	b.says(t, changed(good), "There is no account “northwind” here.")
	wants(t, b.get("/admin/search?q=7041"), 200, "Nothing found for ‘7041’.")
}
