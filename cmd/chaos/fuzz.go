package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// ask is one request as it is sent.
type ask struct {
	text    string
	method  string
	forged  bool // the checksum is known to be wrong
	genuine bool // a link as it was made
}

// fuzzWorld is what requests are drawn from.
type fuzzWorld struct {
	*fuzzTally
	lab   *lab
	site  *site
	seed  []byte // of v1
	links []string
	keys  []string // of the API
}

func newFuzzWorld(l *lab) (*fuzzWorld, error) {
	w := &fuzzWorld{lab: l, fuzzTally: &fuzzTally{status: map[int]int{}}, seed: []byte("a seed that the harness knows")}
	path := filepath.Join(l.dir, "seed")
	if err := os.WriteFile(path, w.seed, 0o600); err != nil {
		return nil, err
	}
	var err error
	w.site, err = l.site(plan{partners: fuzzPartners, clients: 4 * fuzzLinks, account: []string{"--seed-file", path, "--v1", "on", "--no-step-up"}})
	if err != nil {
		return nil, err
	}
	w.keys, err = w.site.moreKeys(fuzzKeys)
	return w, err
}

// genuine makes the links that the others are mutations of: approvals, orders
// and invoices.
func (w *fuzzWorld) genuine(n *node) error {
	var rows strings.Builder
	for i := range fuzzLinks {
		fmt.Fprintf(&rows, `{"type":"purchase","id":"%d","customer":"c0","status":"paid"}`+"\n", 1000+i)
		fmt.Fprintf(&rows, `{"type":"document","id":"%d","number":"INV-%d","kind":"invoice","issuedOn":"2026-01-02"}`+"\n", 1000+i, i)
	}
	if err := w.site.load("objects.ndjson", rows.String()); err != nil {
		return err
	}
	v := newVisitor(0)
	for i := range fuzzLinks {
		v.address = addressOf(i)
		got, a, ok, err := v.ask(w.lab.ctx, n, w.site.partners[i%fuzzPartners], i, "")
		if err != nil || !ok {
			return fmt.Errorf("ask for a link: %d %w", a.status, err)
		}
		w.links = append(w.links, got.target)
		for _, object := range []string{fmt.Sprintf(`{"kind":"p","id":"%d"}`, 1000+i), fmt.Sprintf(`{"kind":"invoice","id":"INV-%d"}`, i)} {
			url, err := w.sign(v, n, i, object)
			if err != nil {
				return err
			}
			w.links = append(w.links, pathOf(url))
		}
	}
	return nil
}

func (w *fuzzWorld) sign(v *visitor, n *node, i int, object string) (string, error) {
	a, err := v.api(w.lab.ctx, n, w.keys[i%len(w.keys)], http.MethodPost, "/api/v1/links", []byte(object))
	if err != nil {
		return "", err
	}
	m := madeURL.FindSubmatch(a.body)
	if m == nil {
		return "", fmt.Errorf("make a link: %d %.200s", a.status, a.body)
	}
	return strings.ReplaceAll(string(m[1]), `\u0026`, "&"), nil
}

var madeURL = regexp.MustCompile(`"url":"([^"]+)"`)

// draw makes one request.
func (w *fuzzWorld) draw(r *rand.Rand) ask {
	link := w.links[r.IntN(len(w.links))]
	switch n := r.IntN(100); {
	case n < 10:
		return w.page(r, ask{genuine: true, method: http.MethodGet}, link, "")
	case n < 45:
		return w.page(r, ask{forged: true, method: pick(r, http.MethodGet, http.MethodGet, http.MethodGet, http.MethodHead)}, forge(r, link), "")
	case n < 55:
		return w.page(r, ask{forged: true, method: http.MethodPost}, forge(r, link), form(r))
	case n < 63:
		return w.page(r, ask{method: http.MethodGet}, w.nonsense(r), "")
	case n < 78:
		return w.page(r, ask{method: http.MethodGet}, mangle(r, link), "")
	case n < 83:
		return w.page(r, ask{method: http.MethodPost}, link, mangle(r, form(r)))
	case n < 95:
		return w.call(r)
	}
	return w.page(r, ask{method: pick(r, "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "get")}, mangle(r, link), mangle(r, form(r)))
}

func pick(r *rand.Rand, all ...string) string { return all[r.IntN(len(all))] }

// page is a request as a browser sends it; body empty: it has none.
func (w *fuzzWorld) page(r *rand.Rand, q ask, target, body string) ask {
	headers := ""
	if body != "" || q.method == http.MethodPost {
		headers = "Content-Type: application/x-www-form-urlencoded\r\n"
	}
	return w.compose(r, q, target, headers, body)
}

// compose writes a request, from an address of its own.
func (w *fuzzWorld) compose(r *rand.Rand, q ask, target, headers, body string) ask {
	if body != "" || q.method != http.MethodGet && q.method != http.MethodHead {
		headers += fmt.Sprintf("Content-Length: %d\r\n", len(body))
	}
	if !q.genuine && !q.forged && r.IntN(4) == 0 {
		headers += "X-Odd: " + printable(mangle(r, "value")) + "\r\n" + pick(r, "Accept: application/json", "Accept-Language: xx-\xff,;q=9", "Sec-Fetch-Site: cross-site",
			"Origin: null", "Cookie: a=\"b; c", "Range: bytes=0-1,5-", "If-None-Match: *", "Expect: 100-continue ", "Accept-Encoding: gzip;q=x") + "\r\n"
	}
	q.text = fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nX-Forwarded-For: %d.%d.%d.%d\r\n%s\r\n%s",
		q.method, printable(target), baseHost, 1+r.IntN(120), r.IntN(256), r.IntN(256), 1+r.IntN(250), headers, body)
	return q
}

// printable takes out what would end a line of a request or split its target.
func printable(s string) string {
	return strings.Map(func(c rune) rune {
		if c <= ' ' || c == 127 {
			return '.'
		}
		return c
	}, s)
}

var (
	sumValue  = regexp.MustCompile(`([?&]c=)([0-9a-f]+)`)
	timeValue = regexp.MustCompile(`[?&][se]=\d+(\d)`)
)

// forge changes a genuine link so that its checksum cannot be right: other
// digits behind a beginning that is, or another window under the same checksum.
func forge(r *rand.Rand, link string) string {
	if r.IntN(4) == 0 {
		at := timeValue.FindAllStringSubmatchIndex(link, -1)
		i := at[r.IntN(len(at))][2]
		return link[:i] + string('0'+(link[i]-'0'+byte(1+r.IntN(9)))%10) + link[i+1:]
	}
	at := sumValue.FindStringSubmatchIndex(link)
	sum := []byte(link[at[4]:at[5]])
	const digits = "0123456789abcdef"
	for i := r.IntN(len(sum)); i < len(sum); i++ {
		sum[i] = digits[r.IntN(16)]
	}
	if string(sum) == link[at[4]:at[5]] {
		sum[0] = digits[(strings.IndexByte(digits, sum[0])+1)%16]
	}
	return link[:at[4]] + string(sum) + link[at[5]:]
}

// nonsense is a link of v1 that is signed with the right seed, about whatever.
func (w *fuzzWorld) nonsense(r *rand.Rand) string {
	start := 1_700_000_000 + r.Int64N(100_000_000)
	if r.IntN(3) == 0 {
		start = r.Int64N(4_200_000_000)
	}
	end := start + r.Int64N(12_000_000) - 1_000_000
	id := fmt.Sprint(1000 + r.IntN(2*fuzzLinks))
	mac := hmac.New(sha256.New, w.seed)
	fmt.Fprintf(mac, "%s:%d-%d", id, start, end)
	kind, prefix := pick(r, "p", "cq", "scp", "usi", "urb", "ccp", "redop", "invoice"), ""
	switch kind {
	case "scp", "usi":
		prefix = "S"
	case "ccp":
		prefix = "c"
	}
	return fmt.Sprintf("/%s/%s/%s%s?s=%d&e=%d&c=%s", account, kind, prefix, id, start, end, hex.EncodeToString(mac.Sum(nil)))
}
