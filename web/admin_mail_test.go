package web_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// newestMail is the mail that was queued last.
func (o *office) newestMail() portal.Message {
	o.t.Helper()
	mails, err := o.service.Mails(context.Background(), 1)
	if err != nil || len(mails) != 1 {
		o.t.Fatalf("%d mails, %v", len(mails), err)
	}
	return mails[0]
}

// mailEnds writes down how the try of a mail ended.
func (o *office) mailEnds(id string, state portal.MessageState, why string) {
	o.t.Helper()
	ctx := context.Background()
	err := o.store.InTx(ctx, func(tx portal.Tx) error {
		claimed, err := tx.ClaimMessages(ctx, o.clock(), time.Minute, 10)
		if err != nil {
			return err
		}
		for _, m := range claimed {
			if m.ID == id {
				m.State, m.LastError, m.SentAt = state, why, o.clock()
				_, err := tx.FinishMessage(ctx, m)
				return err
			}
		}
		o.t.Fatalf("mail %s is not due", id)
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func TestAMailIsShownWithoutItsLink(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	at := "/admin/mail/" + o.newestMail().ID
	for _, who := range []string{guest, maria, owner} {
		b := o.signedIn(who)
		wants(t, b.get("/admin/mail"), 200, "Request of Ledgerline", "Request, to", "a•••@harbourpine.example", "Queued", "Not tried yet")
		page := b.get(at)
		wants(t, page, 200, "Ledgerline wants to connect", `<iframe sandbox="" src="`+at+`/html"`, pageOf(need.Request))
		part := b.get(at + "/html")
		wants(t, part, 200, "Ledgerline")
		for _, a := range []string{plain(page), plain(part)} {
			if strings.Contains(a, sumOf(t, need.URL)) || strings.Contains(a, "/northwind/approve/") || strings.Contains(a, "anna.lund@harbourpine.example") {
				t.Errorf("%s sees the link or the whole address", who)
			}
		}
		if strings.Contains(part.Body.String(), "href") {
			t.Error("the part has a link")
		}
		if csp := part.Header().Get("Content-Security-Policy"); !strings.HasSuffix(csp, "sandbox") || !strings.HasPrefix(csp, "default-src 'none'") {
			t.Errorf("policy of the part: %s", csp)
		}
		if csp := page.Header().Get("Content-Security-Policy"); !strings.HasSuffix(csp, "; frame-src 'self'") {
			t.Errorf("policy of the page: %s", csp)
		}
		if csp := b.get("/admin/mail").Header().Get("Content-Security-Policy"); strings.Contains(csp, "frame-src") {
			t.Errorf("policy of the log: %s", csp)
		}
	}
}

func TestAMailIsSentAgainOnlyWhereThatHelps(t *testing.T) {
	o := newOffice(t)
	o.ask(o.partner(portal.ByMail), "hp-4471")
	m := o.newestMail()
	at := "/admin/mail/" + m.ID
	b := o.signedIn(maria)
	wants(t, b.post(at+"/again"), 409, "It is in the queue already. Nothing was changed.")
	o.mailEnds(m.ID, portal.Failed, "550 no such user anna.lund@harbourpine.example")
	page := b.get(at)
	wants(t, page, 200, "Given up", "550 no such user a•••@harbourpine.example", "Send it again")
	wants(t, o.signedIn(guest).post(at+"/again"), 403)
	leads(t, b.post(at+"/again"), at)
	wants(t, b.get(at), 200, "The mail is back in the queue.", "Queued")
	o.mailEnds(m.ID, portal.Sent, "")
	o.pass(8 * 24 * time.Hour)
	b = o.signedIn(maria)
	wants(t, b.get(at), 200, "Its link has ended. Send a new link instead.", "not drawn again")
	wants(t, b.post(at+"/again"), 409, "Nothing was changed.")
	wants(t, b.get(at+"/html"), 404)
}

func TestAnAddressThatBouncedIsListedAndTakenOffTheList(t *testing.T) {
	o := newOffice(t)
	need := o.ask(o.partner(portal.ByMail), "hp-4471")
	m := o.newestMail()
	o.mailEnds(m.ID, portal.Sent, "")
	if _, err := o.service.MailFate(context.Background(), m.Account, m.ID, portal.MailBounced); err != nil {
		t.Fatal(err)
	}
	b := o.signedIn(maria)
	wants(t, b.get("/admin/mail?state=bounced"), 200, "Bounced", "Addresses we do not mail (1)")
	wants(t, b.get("/admin/mail?state=delivered"), 200, "Nothing was heard of a delivery yet.")
	wants(t, b.get("/admin/requests"), 200, "Mail bounced")
	page := b.get(pageOf(need.Request))
	wants(t, page, 200, "The email bounced.", "Email: bounced")
	if strings.Contains(plain(page), `value="mail"`) {
		t.Error("the page offers to mail to it")
	}
	wants(t, b.get("/admin/mail/"+m.ID), 200, "It cannot be sent while the address is on the list", "Mail this address again")
	list := b.get("/admin/mail/suppressed")
	wants(t, list, 200, "a•••@harbourpine.example", "Bounced, northwind")
	remove := between(t, plain(list), `method="post" action="/admin/mail/suppressed/`, `"`)
	if strings.Contains(plain(list), "anna.lund@") {
		t.Error("the list holds the whole address")
	}
	viewer := o.signedIn(guest)
	if strings.Contains(plain(viewer.get("/admin/mail/suppressed")), "/remove") {
		t.Error("a viewer is offered to remove it")
	}
	wants(t, viewer.post("/admin/mail/suppressed/"+remove), 403)
	leads(t, b.post("/admin/mail/suppressed/"+remove), "/admin/mail/suppressed")
	wants(t, b.get("/admin/mail/suppressed"), 200, "The address gets mail again.", "There is none.")
	wants(t, b.post("/admin/mail/suppressed/"+remove), 404)
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Mail unsuppressed")
}
