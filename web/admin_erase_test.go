package web_test

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/web"
)

const anna = "anna.lund@harbourpine.example"

func TestAnOwnerErasesAPersonByTheNumberThatThePageSays(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	leads(t, b.post("/admin/links/northwind/invoice/7041/reissue", "days", "7", "by", "mail", "generation", "0"), "/admin/links/northwind/invoice/7041")
	link := o.linkTo("7041")
	wants(t, o.browser().get(link), 200)
	const at = northwindSettings + "erase"
	wants(t, b.get(northwindSettings+"retention"), 200, at, "Audit trail")
	wants(t, b.get(at), 200, "Erase a person", "Address or customer number")
	wants(t, b.post(at, "who", "nobody@nowhere.example"), 422, "Nothing is kept here")
	wants(t, b.post(at, "who", ""), 422, "Nothing is kept here")
	plan := b.post(at, "who", anna)
	wants(t, plan, 200, "Customer 8801", "are replaced", "Live links", "Decisions and receipts", "article 17 (3) (b)", "they are here again")
	found, err := o.service.FindPerson(context.Background(), "northwind", anna)
	if err != nil {
		t.Fatal(err)
	}
	rows, seen := strconv.Itoa(found.Rows()), between(t, plain(plan), `name="seen" value="`, `"`)
	wants(t, plan, 200, rows+" rows would be changed")
	wants(t, b.post(at+"/done", "who", anna, "seen", seen, "number", "1"), 422, "if you mean it")
	wants(t, b.post(at+"/done", "who", anna, "seen", "0000", "number", rows), 409, "Nothing was erased")
	wants(t, o.browser().get(link), 200)

	file := b.post(at+"/export", "who", anna)
	wants(t, file, 200)
	var kept struct {
		Customers []struct{ Name string }
		Mails     []struct{ To string }
	}
	if err := json.Unmarshal(file.Body.Bytes(), &kept); err != nil || len(kept.Customers) != 1 || kept.Customers[0].Name != "Harbour & Pine ApS" || len(kept.Mails) != 1 || kept.Mails[0].To != anna {
		t.Errorf("handed out %+v, %v", kept, err)
	}
	leads(t, b.post(at+"/done", "who", anna, "seen", seen, "number", rows), at)
	wants(t, b.get(at), 200, "Erased.")
	wants(t, o.browser().get(link), 410)
	wants(t, b.post(at, "who", anna), 422)
	for _, page := range []string{"/admin/search?q=harbour", "/admin/mail", "/admin/links", "/admin/audit?account=northwind"} {
		answer := plain(b.get(page))
		for _, trace := range []string{"harbourpine", "Harbour & Pine", "Harbour &amp; Pine"} {
			if strings.Contains(answer, trace) {
				t.Errorf("%s still says %s", page, trace)
			}
		}
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Person erased", "Data of a person downloaded")
	if strings.Contains(o.log.String(), "anna") {
		t.Error("the log has the address")
	}
}

func TestOnlyOwnersWithAFreshProofErase(t *testing.T) {
	o := newOffice(t)
	const at = northwindSettings + "erase"
	for _, email := range []string{"maria@northwind.example", "guest@northwind.example"} {
		b := o.signedIn(email)
		wants(t, b.get(at), 403)
		for _, path := range []string{at, at + "/export", at + "/done"} {
			wants(t, b.post(path, "who", anna, "number", "1"), 403)
		}
		if strings.Contains(plain(b.get(northwindSettings+"retention")), at) {
			t.Error("the page offers what is refused")
		}
	}
	b := o.signedIn(owner)
	o.pass(11 * time.Minute)
	wants(t, b.post(at+"/done", "who", anna, "number", "4"), 403)
	wants(t, b.post(at+"/export", "who", anna), 403)
}

func TestPeriodsAreSavedAndBounded(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	const at = northwindSettings + "retention"
	seen := b.fields(at, portal.SectionRetention)
	wants(t, b.post(at, pairs(seen, "keep-visits", "90", "keep-mails", "30")...), 422, "from 120 to 11000")
	leads(t, b.post(at, pairs(seen, "keep-visits", "90")...), at)
	if days := o.acct().Retention.Days; len(days) != 1 || days[portal.KeptVisits] != 90 {
		t.Errorf("kept %v", days)
	}
	wants(t, b.post(at, pairs(seen, "keep-visits", "30")...), 409, "somebody else saved")
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Visits: <del>0</del> <ins>90</ins>")
	wants(t, o.signedIn("guest@northwind.example").post(at, pairs(seen, "keep-visits", "30")...), 403)
}

func TestTheLegalTabSaysWhatCustomersSee(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	const at = northwindSettings + "legal"
	wants(t, b.get(at), 200, "§ 312k BGB", "not named on pages")
	seen := b.fields(at, portal.SectionLegal)
	wants(t, b.post(at, pairs(seen, "consumer", "on", "withdrawDays", "7")...), 422, "from 14 to 365")
	wants(t, b.post(at, pairs(seen, "officeEmail", "nowhere")...), 422, "Write one mail address")
	leads(t, b.post(at, pairs(seen, "consumer", "on", "withdrawDays", "30", "officeEmail", "office@northwind.example")...), at)
	wants(t, b.get(at), 200, "at the end of every page")
	wants(t, o.browser().get(o.linkTo("7041")), 200, "/northwind/cancel")
	if p := o.acct().Billing; !p.Consumer || p.WithdrawDays != 30 || p.OfficeEmail != "office@northwind.example" {
		t.Errorf("kept %+v", p)
	}
}

func TestTheMailTabAsksTheDomainWhenTold(t *testing.T) {
	var asked []string
	o := newOffice(t, func(_ *office, d *web.Desk) {
		d.Sender = "no-reply@pay.example.com"
		d.CheckSender = func(_ context.Context, address, selector string) []portal.SenderFinding {
			asked = append(asked, address+" "+selector)
			return []portal.SenderFinding{{Way: "SPF", Verdict: portal.SenderMissing, Say: "Nothing is there.", Name: "northwind.example", Record: "v=spf1 ~all"}}
		}
	})
	b := o.signedIn(owner)
	const at = northwindSettings + "mail"
	wants(t, b.get(at), 200, "no-reply@pay.example.com")
	seen := b.fields(at, portal.SectionMail)
	for field, say := range map[string]string{"senderEmail": "Write one mail address", "replyTo": "Write one mail address", "selector": "letters, digits"} {
		wants(t, b.post(at, pairs(seen, field, "not a name")...), 422, say)
	}
	leads(t, b.post(at, pairs(seen, "senderName", "Northwind", "senderEmail", "bills@northwind.example", "selector", "s1")...), at)
	if len(asked) > 0 {
		t.Errorf("asked %v before anybody wanted it", asked)
	}
	wants(t, b.get(at+"?check=now"), 200, "Nothing is there.", "TXT at northwind.example: v=spf1 ~all")
	if !slices.Equal(asked, []string{"bills@northwind.example s1"}) {
		t.Errorf("asked %v", asked)
	}
	if strings.Contains(plain(b.get("/admin/audit?account=northwind")), "bills@") {
		t.Error("the audit trail has the address")
	}
}

func TestAPartnerIsMadeAtTheDeskAndItsKeyShownOnce(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	const at = northwindSettings + "partners"
	wants(t, b.get(at), 200, "There is no partner yet.")
	given := []string{"name", "Ledgerline", "about", "accounting software", "days", "14", "delivery", "email", "returns", "https://app.example.com"}
	wants(t, b.post(at, "name", "", "days", "99", "delivery", "dove"), 422, "Write the name", "from 1 to 30", "Choose who mails")
	made := b.post(at, given...)
	wants(t, made, 200, "Partner made.", "lkp_live_")
	key := keyShape.FindString(plain(made))
	p, err := o.service.PartnerOf(context.Background(), key)
	if err != nil || p.Name != "Ledgerline" || p.TTLDays != 14 || len(p.ReturnOrigins) != 1 {
		t.Errorf("the key is of %+v, %v", p, err)
	}
	wants(t, b.post(at, given...), 422, "There is a partner of this name")
	wants(t, b.get(at), 200, "Ledgerline", "14 days")
	if strings.Contains(plain(b.get("/admin/partners/northwind/"+p.ID)), key) {
		t.Error("the key is shown again")
	}
	wants(t, o.signedIn("maria@northwind.example").post(at, given...), 403)
	o.pass(11 * time.Minute)
	wants(t, b.post(at, given...), 403)
}
