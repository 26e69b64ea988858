package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var updateGolden = flag.Bool("update", false, "write the golden files of the API anew")

// partner makes a partner of an account and returns it with its API key.
func (w *world) partner(account, id string) (portal.Partner, string) {
	w.t.Helper()
	p, key, err := w.service.CreatePartner(context.Background(), portal.ByCommand, portal.Partner{
		Account: account, ID: id, Name: strings.ToUpper(id[:1]) + id[1:], ReturnOrigins: []string{"https://app.ledgerly.example"},
	})
	w.must(err)
	return p, key
}

// client makes a company that a partner can ask to connect to.
func (w *world) client(account, id, name string, emails ...string) {
	w.t.Helper()
	c := portal.Customer{Key: portal.Key{Account: account, ID: id}, Name: name, Type: "business", Country: "DK", RegistrationNumber: "DK40112233"}
	for i, email := range emails {
		c.Users = append(c.Users, portal.User{ID: fmt.Sprintf("u-%s-%d", id, i+1), Name: "Maja Holm", Email: email})
	}
	w.must(w.service.Mirror(context.Background(), portal.BySystem, []portal.Customer{c}, nil))
}

// nordlys is an account with one partner and one client that can be asked.
func (w *world) nordlys() (key string) {
	w.t.Helper()
	w.account("acme", portal.V1Policy{})
	w.client("acme", "cl-1", "Nordlys Interiors ApS", "maja@nordlys.example")
	_, key = w.partner("acme", "ledgerly")
	return key
}

// ask is the body of POST /clients about one user; more adds to it or replaces.
func ask(tenant, email string, more map[string]any) string {
	body := map[string]any{
		"externalTenantId": tenant,
		"client": map[string]any{
			"name": "Nordlys Interiors ApS", "registrationNumber": "DK40112233", "country": "DK", "supportEmail": "accounts@nordlys.example",
		},
		"users": []map[string]any{{"name": "Maja Holm", "email": email, "isOnboardingUser": true}},
	}
	maps.Copy(body, more)
	b, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func oneCase(reference string) map[string]any {
	c := map[string]any{
		"currencyCode": "EUR", "amountToRecover": 1840.50, "debtor": map[string]any{"type": "Company", "name": "Brise Cafe SARL"},
	}
	if reference != "" {
		c["creditorReference"] = reference
	}
	return c
}

// call sends JSON with headers ("Name: value").
func (w *world) call(method, target, body string, headers ...string) answer {
	w.t.Helper()
	v := visit{method: method, target: target, body: body, header: map[string]string{}}
	if body != "" {
		v.header["Content-Type"], v.header["Content-Length"] = "application/json", fmt.Sprint(len(body))
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		v.header[name] = value
	}
	return w.visit(v)
}

func (w *world) post(key, body string, headers ...string) answer {
	w.t.Helper()
	return w.call("POST", "/clients", body, append(headers, "XApiKey: "+key)...)
}

// read reads an answer's JSON.
func (a answer) read(t testing.TB) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(a.body, &m); err != nil {
		t.Fatalf("status %d, body is not JSON: %q", a.status, a.body)
	}
	return m
}

// at is a value deep in JSON: at("data", "onboardingLinks", "url").
func at(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

func (a answer) url(t testing.TB) string {
	t.Helper()
	url, _ := at(a.read(t), "data", "onboardingLinks", "url").(string)
	return url
}

var (
	madeID       = regexp.MustCompile(`\b(lr|cl|u|con|case|whk|evt|dlv|key|dec|msg)_[A-Z2-7]{20,}`)
	madeChecksum = regexp.MustCompile(`([?&])k=[a-z0-9]+&c=[0-9a-f]{32}`)
	madeRef      = regexp.MustCompile(`("reference": ")[0-9A-Z]{4}-[0-9A-Z]{4}"`)
	madeSecret   = regexp.MustCompile(`whsec_[A-Za-z0-9+/=]+`)
)

// golden compares an answer with a file. What is random in it has a name there.
func (a answer) golden(t testing.TB, name string) {
	t.Helper()
	var pretty bytes.Buffer
	if len(a.body) > 0 {
		if err := json.Indent(&pretty, a.body, "", "  "); err != nil {
			t.Fatalf("body is not JSON: %q", a.body)
		}
	}
	text := madeID.ReplaceAllString(pretty.String(), "${1}_MADE")
	text = madeChecksum.ReplaceAllString(text, "${1}k=KEY&c=CHECKSUM")
	text = madeRef.ReplaceAllString(text, `${1}MADE"`)
	text = madeSecret.ReplaceAllString(text, "whsec_MADE")
	text = fmt.Sprintf("%d %s\n%s\n", a.status, http.StatusText(a.status), strings.TrimRight(text, "\n"))
	path := filepath.Join("testdata", "api", name+".txt")
	if *updateGolden {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, text, want)
	}
}

// events counts an account's events by type.
func (w *world) events(account string) map[string]int {
	w.t.Helper()
	list, err := w.service.Events(context.Background(), account, "", 0, 10_000)
	w.must(err)
	counts := map[string]int{}
	for _, e := range list {
		counts[e.Type]++
	}
	return counts
}

// requestMails counts the mails of a tenant's request.
func (w *world) requestMails(p portal.Partner, tenant string) int {
	w.t.Helper()
	r, err := w.service.TenantRequest(context.Background(), p, tenant)
	w.must(err)
	d, err := w.service.RequestDetail(context.Background(), r.Key)
	w.must(err)
	return len(d.Mails)
}
