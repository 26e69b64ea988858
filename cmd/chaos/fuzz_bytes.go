package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
)

// oddities are what people, mail programs and attackers put where it does not
// belong.
var oddities = []string{
	"%00", "%", "%zz", "%2e%2e%2f", "..", "//", "&amp;", "=3D", "=\r\n", "\xff\xfe", "\u200b", "'\"<script>", "${x}", "{{.}}", ";", "&&", "&s=1", "&c=", "+", "#", "?",
	"%C0%AF", "-1", "9999999999999999999999", "[]", "{\"a\":", "null", "\x00", "\r\n", " ", "%0d%0aX: y", strings.Repeat("A", 300), strings.Repeat("&x=y", 40), strings.Repeat("[", 200),
}

// mangle changes a text at a few places: bytes taken out, doubled, turned round
// or replaced, and oddities put in.
func mangle(r *rand.Rand, s string) string {
	b := []byte(s)
	for range 1 + r.IntN(4) {
		at := r.IntN(len(b) + 1)
		switch n := r.IntN(6); {
		case n == 0 && at < len(b):
			b = append(b[:at:at], b[at+1:]...)
		case n == 1 && at < len(b):
			b[at] ^= 1 << r.IntN(8)
		case n == 2:
			b = b[:at]
		case n == 3:
			to := at + r.IntN(len(b)-at+1)
			b = append(b[:to:to], b[at:]...)
		default:
			b = append(b[:at:at], append([]byte(oddities[r.IntN(len(oddities))]), b[at:]...)...)
		}
	}
	return string(b)
}

// form is what a page may send back.
func form(r *rand.Rand) string {
	return pick(r,
		"decision=approve&n="+strings.Repeat("0a", 40), "decision=decline&reason=no&n=", "ask=not-me", "ask=new-code", "ask=code&code=123456",
		"decision=approve&decision=decline", "renew=1", "", "do=cancel&n=1", "client=c1&check=ABCD&decision=decline",
	)
}

// call is a request to one of the two APIs, mostly with a key that is right.
func (w *fuzzWorld) call(r *rand.Rand) ask {
	client := clientOf(r.IntN(4 * fuzzLinks))
	body := fmt.Sprintf(`{"externalTenantId":"t%d","client":{"name":%q,"country":"DE","supportEmail":%q},"users":[{"name":%q,"email":%q}],"cases":[{"creditorReference":"R"}]}`,
		r.IntN(4*fuzzLinks), client.name, client.email, client.person, client.email)
	headers := "Content-Type: application/json\r\n"
	if r.IntN(3) == 0 {
		headers += "Idempotency-Key: " + printable(mangle(r, "key")) + "\r\n"
	}
	if r.IntN(2) == 0 {
		key := w.site.partners[r.IntN(len(w.site.partners))].key
		target := pick(r, "/clients", "/v1/clients", "/clients/t1", "/clients/t1/withdraw", mangle(r, "/clients/t1/withdraw"))
		return w.compose(r, ask{method: pick(r, "POST", "POST", "GET")}, target, headers+"XApiKey: "+odd(r, key)+"\r\n", odd(r, body))
	}
	key := w.keys[r.IntN(len(w.keys))]
	target := pick(r, "/api/v1/links", "/api/v1/links/explain", "/api/v1/customers/c1", "/api/v1/purchases/1000", "/api/v1/link-requests?limit=5&after=x", "/api/v1/events?after=0",
		"/api/v1/webhooks", "/api/v1/decisions?state=x", "/api/v1/imports", "/api/v1/documents/1000/parts/pdf", "/in/acme/notifications", "/api/openapi.json", "/api/v1/link-requests/x/reissue")
	if strings.HasPrefix(target, "/api/v1/links") {
		body = fmt.Sprintf(`{"kind":"p","id":"1000","days":3,"url":"https://%s%s"}`, baseHost, w.links[r.IntN(len(w.links))])
	}
	method := pick(r, http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete)
	return w.compose(r, ask{method: method}, odd(r, target), headers+"Authorization: Bearer "+odd(r, key)+"\r\n", odd(r, body))
}

// odd is a text as it is, or mangled once in three times.
func odd(r *rand.Rand, s string) string {
	if r.IntN(3) > 0 {
		return s
	}
	if strings.HasPrefix(s, "{") {
		return mangle(r, s)
	}
	return printable(mangle(r, s))
}
