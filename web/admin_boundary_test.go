package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/web"
)

// boundaries is the table that says who comes in where.
const boundaries = "testdata/admin/boundaries.txt"

// gone stands for gone@example.com in addresses.
var gone = func() string {
	sum := sha256.Sum256([]byte("gone@example.com"))
	return hex.EncodeToString(sum[:16])
}()

// crew are people with a role in Northwind alone, and one with a role
// everywhere, who proves that every object is there.
var crew = []struct {
	name  string
	roles portal.Roles
}{
	{"root", portal.Roles{"": portal.Owner}},
	{"owner", portal.Roles{"northwind": portal.Owner}},
	{"support", portal.Roles{"northwind": portal.Support}},
	{"viewer", portal.Roles{"northwind": portal.Viewer}},
	{"auditor", portal.Roles{"northwind": portal.Auditor}},
	{"none", nil},
}

// twins is an installation with two accounts that have one of everything each.
type twins struct {
	*office
	ids map[string]map[string]string // account → kind of thing → its id
}

// fill puts one of everything into an account.
func (w *twins) fill(account string, root *browser) {
	w.t.Helper()
	ctx, key := context.Background(), func(id string) portal.Key { return portal.Key{Account: account, ID: id} }
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	if account != "northwind" {
		must(w.service.CreateAccount(ctx, portal.ByCommand, portal.Account{Slug: account, Name: "Other", Locale: "en", Zone: "UTC", LinkDays: 30}, nil))
		must(w.store.InTx(ctx, func(tx portal.Tx) error {
			if _, err := tx.PutCustomer(ctx, portal.Customer{Key: key("8801"), Name: "Harbour & Pine ApS", Email: "anna@harbourpine.example"}); err != nil {
				return err
			}
			return tx.AddInvoice(ctx, portal.Invoice{
				Key: key("7041"), Number: "7041", Kind: portal.KindInvoice, Customer: "8801", IssuedOn: "2026-11-01", Currency: "EUR",
				Totals: portal.Totals{Gross: "1309.00"}, CreatedAt: friday, AsOf: friday,
			})
		}))
	}
	p, _, err := w.service.CreatePartner(ctx, portal.ByCommand, portal.Partner{Account: account, ID: "ledgerline", Name: "Ledgerline", TTLDays: 7, Delivery: portal.ByMail})
	must(err)
	need := w.ask(p, "tenant-1")
	second := w.ask(p, "tenant-2")
	e, _, err := w.service.CreateEndpoint(ctx, portal.ByCommand, portal.Endpoint{Account: account, URL: "https://hooks.example.com/" + account, Style: portal.StandardStyle})
	must(err)
	at := "/admin/webhooks/" + account + "/" + e.ID
	leads(w.t, root.post(at+"/test"), at)
	sent, err := w.service.Deliveries(ctx, portal.DeliveryFilter{Account: account, Limit: 1})
	must(err)
	w.decided("bd_"+account, portal.ActionRenew, func(d *portal.BillingDecision) { d.Account, d.Object.Account = account, account })
	link := "/admin/links/" + account + "/invoice/7041"
	leads(w.t, root.post(link+"/reissue", "days", "7", "by", "mail", "generation", "0"), link)
	mail := w.newestMail()
	asked := root.get("/admin/requests/reissue?id=" + account + "/" + second.Request.ID)
	wants(w.t, asked, 200)
	started := root.press(asked, "/admin/requests/reissue")
	w.suppress(account)
	key1, _, err := w.service.CreateAPIKey(ctx, portal.ByCommand, portal.APIKey{Account: account, Name: "billing"})
	must(err)
	_, err = w.service.RotateKey(ctx, portal.ByCommand, account, friday.Add(24*time.Hour).Unix())
	must(err)
	staff := w.admit("staff@"+account+".example", portal.Roles{account: portal.Viewer})
	taken, err := w.service.QueueImport(ctx, portal.ImportJob{Account: account, Format: "csv", Actor: portal.ByCommand}, []byte("type,id\n"))
	must(err)
	told, err := w.service.ReceiveNotification(ctx, account, "text/plain", []byte("hello"))
	must(err)
	w.ids[account] = map[string]string{
		"imports": taken.ID, "message": told.ID,
		"keys": key1.ID, "seeds": "k1", "proposals": w.propose(account),
		"requests": need.Request.ID, "webhooks": e.ID, "delivery": sent[0].ID, "decisions": "bd_" + account, "links": "7041", "mail": mail.ID,
		"job": strings.TrimPrefix(started.Header().Get("Location"), "/admin/jobs/"), "people": staff.ID, "partners": "ledgerline",
	}
}

// propose is the id of a change that waits in an account, or in the
// installation for "".
func (w *twins) propose(account string) string {
	w.t.Helper()
	p, err := w.service.Propose(context.Background(), portal.ByCommand, account, portal.RuleChange{FourEyes: true, BulkLimit: 500})
	if err != nil {
		w.t.Fatal(err)
	}
	return p.ID
}

// address is a pattern with the things of an account in it.
func (w *twins) address(pattern, account string, handle string) string {
	path := strings.NewReplacer("{account}", account, "{kind}", "invoice", "{delivery}", w.ids[account]["delivery"], "{job}", w.ids[account]["job"],
		"{digest}", gone, "{session}", handle).Replace(pattern)
	path = strings.Replace(path, "/imports/messages/"+account+"/{id}", "/imports/messages/"+account+"/"+w.ids[account]["message"], 1)
	if strings.Contains(path, "/-/") {
		account = ""
	}
	if strings.Contains(path, "{id}") {
		path = strings.ReplaceAll(path, "{id}", w.ids[account][strings.Split(path, "/")[2]])
	}
	return path
}

// suppress keeps mail from gone@example.com; a form takes that off again.
func (w *twins) suppress(account string) {
	w.t.Helper()
	err := w.store.InTx(context.Background(), func(tx portal.Tx) error {
		return tx.PutSuppression(context.Background(), portal.Suppression{Account: account, Email: "gone@example.com", Reason: portal.MailBounced, At: friday})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// answer says in a word whether somebody comes in, by the thing of an account.
func (w *twins) answer(b *browser, pattern, account string) string {
	w.t.Helper()
	w.suppress(account)
	method, path, _ := strings.Cut(pattern, " ")
	target, request := w.address(path, account, "none"), account+"/"+w.ids[account]["requests"]
	code := 0
	if method == http.MethodGet {
		code = b.get(target + "?account=" + account + "&id=" + request + "&q=7041").Code
	} else {
		code = b.post(target, "account", account, "id", request, "of", account, "q", "7041", "link", origin+"/"+account+"/invoice/7041?s=1&e=2&k=k&c=0", "partner", account+"/",
			"url", "https://new.example.com", "style", "standard", "generation", "0", "reason", "x", "email", "staff@"+account+".example", "role/"+account, "viewer", "life", "1h",
			"format", "csv", "four-eyes", "on", "limit", "500").Code
	}
	switch code {
	case http.StatusOK, http.StatusSeeOther, http.StatusConflict:
		return "yes"
	case http.StatusUnprocessableEntity:
		if strings.Contains(pattern, "{") {
			return "yes" // the form asks for more
		}
	case http.StatusUnsupportedMediaType:
		return "yes" // the form wants a file
	case http.StatusForbidden:
		return "no"
	case http.StatusNotFound:
		return "hidden"
	}
	return fmt.Sprint(code)
}

// newTwins fills both accounts, and signs everybody of the crew in.
func newTwins(t *testing.T) (*twins, map[string]*browser) {
	t.Helper()
	w, people := &twins{newOffice(t), map[string]map[string]string{}}, map[string]*browser{}
	for _, p := range crew {
		w.admit(p.name+"@desk.example", p.roles)
		people[p.name] = w.signedIn(p.name + "@desk.example")
	}
	for _, account := range []string{"northwind", "other"} {
		w.fill(account, people["root"])
	}
	w.ids[""] = map[string]string{"proposals": w.propose("")}
	return w, people
}

// Lists, searches and explanations tell nothing of the other account, neither an
// id nor that it is there.
func TestWhatSpansAccountsHoldsNothingOfAnother(t *testing.T) {
	w, people := newTwins(t)
	pasted := origin + "/other/invoice/7041?s=1&e=2&k=k&c=" + strings.Repeat("0", 32)
	for _, page := range []string{
		"/admin", "/admin/links", "/admin/requests", "/admin/requests?state=waiting", "/admin/decisions", "/admin/mail", "/admin/mail/suppressed", "/admin/imports", "/admin/imports/messages", "/admin/webhooks",
		"/admin/webhooks/new", "/admin/partners", "/admin/people", "/admin/people/new", "/admin/audit", "/admin/keys", "/admin/seeds", "/admin/proposals?state=all", "/admin/audit/verify", "/admin/search?q=7041", "/admin/search?q=harbour",
		"/admin/requests/reissue?all=1&state=waiting", "POST /admin/audit/verify", "POST /admin/explain", "POST /admin/find",
	} {
		ask := func(b *browser) string {
			if target, post := strings.CutPrefix(page, "POST "); post {
				return plain(b.post(target, "link", pasted, "q", pasted))
			}
			return plain(b.get(page))
		}
		traces := append([]string{"/other/", "other/", "Other", "=other", ", other", `"other"`, `/other"`, ">other<"}, w.ids["other"]["mail"], w.ids["other"]["people"])
		holds := func(body string) (found string) {
			for _, trace := range traces {
				if strings.Contains(strings.ReplaceAll(body, "End all others", ""), trace) {
					found = trace
				}
			}
			return found
		}
		if root := ask(people["root"]); holds(root) == "" && !strings.Contains(page, "verify") && !strings.Contains(page, "q=") {
			t.Errorf("%s: not even root sees the other account there, so this proves nothing", page)
		}
		for _, name := range []string{"owner", "support", "viewer", "auditor"} {
			if found := holds(ask(people[name])); found != "" {
				t.Errorf("%s: %s sees %q", page, name, found)
			}
		}
	}
}

func TestWhoComesInWhere(t *testing.T) {
	w, people := newTwins(t)
	needs, patterns := web.AdminNeeds(), web.AdminRooms()
	slices.SortFunc(patterns, func(a, b string) int {
		return strings.Compare(a[strings.Index(a, "/"):]+a, b[strings.Index(b, "/"):]+b)
	})
	var table strings.Builder
	fmt.Fprintf(&table, "# Who comes in where. People have their role in the account northwind alone, root is an owner everywhere.\n"+
		"# yes: in. no: 403, they see the account but may not do this. hidden: 404, they cannot tell whether it is there. 422: not offered to them.\n"+
		"# Two words are for northwind / for another account; one is for both.\n\n%-62s %-20s", "address", "needs")
	for _, p := range crew {
		fmt.Fprintf(&table, " %-12s", p.name)
	}
	table.WriteString("\n")
	for _, pattern := range patterns {
		if pattern == "/admin/" || needs[pattern] == "" {
			continue // no page, or about the person alone
		}
		fmt.Fprintf(&table, "%-62s %-20s", pattern, needs[pattern])
		for _, p := range crew {
			own, other := w.answer(people[p.name], pattern, "northwind"), w.answer(people[p.name], pattern, "other")
			w.checkBoundary(pattern, needs[pattern], p.name, p.roles, own, other)
			if own != other {
				own += "/" + other
			}
			fmt.Fprintf(&table, " %-12s", own)
		}
		table.WriteString("\n")
	}
	compare(t, boundaries, strings.ReplaceAll(table.String(), "  \n", "\n"))
}

// checkBoundary holds an answer to what the route says, so that no -update can
// write a hole into the table.
func (w *twins) checkBoundary(pattern, need, name string, roles portal.Roles, own, other string) {
	w.t.Helper()
	if name == "root" {
		if own != "yes" || other != "yes" {
			w.t.Errorf("%s: root gets %s/%s, so what is asked for is not there", pattern, own, other)
		}
		return
	}
	wantOwn, wantOther := "no", "hidden"
	switch {
	case strings.HasPrefix(need, "installation "):
		wantOther = "no"
	case !strings.Contains(pattern, "{"):
		if roles.In("northwind").May(portal.Permission(need)) {
			wantOwn = "yes"
		}
		wantOther = other // lists and forms: the table says it
	case roles.In("northwind").May(portal.Permission(need)):
		wantOwn = "yes"
	case !roles.In("northwind").May(portal.MaySee) && strings.Contains(pattern, "{account}"):
		wantOwn = "hidden"
	case !strings.Contains(pattern, "{account}"):
		wantOther = "no" // who may do it nowhere is told so before anything is looked up
	}
	if strings.Contains(pattern, "{") && !strings.Contains(pattern, "{account}") && !roles.Where(portal.Permission(strings.TrimPrefix(need, "installation "))).None() && !strings.HasPrefix(need, "installation ") {
		wantOther = "hidden"
	}
	if own != wantOwn || other != wantOther {
		w.t.Errorf("%s as %s: %s/%s, want %s/%s", pattern, name, own, other, wantOwn, wantOther)
	}
}

// compare holds a text to a file, or writes it there.
func compare(t *testing.T, path, got string) {
	t.Helper()
	if *updateGolden {
		if err := os.MkdirAll("testdata/admin", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs from what is committed; go test -update, then read the diff:\n%s", path, got)
	}
}
