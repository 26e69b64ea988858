package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// What is used while secrets are replaced.
var uses = []string{"v1 links", "v2 links", "old forms", "API calls", "partner calls", "pages of the desk"}

func decodeKey(text string) ([]byte, error) { return base64.StdEncoding.DecodeString(text) }

// use starts everything that uses a secret. What is signed here is signed by the
// clock of a node.
func (o *order) use() error {
	a, err := newVisitor(1000).send(o.clock, o.nodes[0], http.MethodGet, "/readyz", nil, nil)
	if err != nil {
		return err
	}
	at, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		return err
	}
	o.at = at.Unix()
	o.load = decide(o.lab, o.site, o.nodes[0], 2000)
	for i, one := range []func(*visitor, *node) (what string, refused bool, done bool){
		o.useV1, o.useV2(), o.useForm(), o.useAPI, o.usePartner, o.useDesk(),
	} {
		v := newVisitor(1000 + i)
		o.ended.Go(func() {
			for turn := 0; o.clock.Err() == nil; turn++ {
				what, refused, done := one(v, o.nodes[turn%len(o.nodes)])
				if done && o.clock.Err() == nil {
					o.count(what, refused)
				}
				pause(o.clock, 20*time.Millisecond)
			}
		})
	}
	return nil
}

func (o *order) count(what string, refused bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.used[what]++
	o.refused[what] += one(refused)
}

// get opens a page; done is false where no answer came or it says "not now".
func (o *order) get(v *visitor, n *node, target string, header http.Header) (a answer, done bool) {
	a, err := v.send(o.clock, n, http.MethodGet, target, header, nil)
	return a, err == nil && !a.again()
}

// useV1 opens a link of the seed before the newest one, which has to open unless
// it is replaced this moment.
func (o *order) useV1(v *visitor, n *node) (string, bool, bool) {
	o.mu.Lock()
	number, settled := len(o.seeds), len(o.seeds) == o.begun
	seed := o.seeds[max(0, number-2)]
	o.mu.Unlock()
	from, to := fmt.Sprint(o.at-10), fmt.Sprint(o.at+3600)
	m := hmac.New(sha256.New, []byte(seed))
	m.Write([]byte("20417:" + from + "-" + to))
	a, done := o.get(v, n, "/"+account+"/p/20417?s="+from+"&e="+to+"&c="+hex.EncodeToString(m.Sum(nil)), nil)
	o.mu.Lock()
	defer o.mu.Unlock()
	return "v1 links", a.status != http.StatusOK, done && settled && o.begun == number
}

// asksOf makes links of the clients from a number on, as the first partner.
func (o *order) asksOf(first int) func(*visitor, *node) (asked, bool) {
	next := first
	return func(v *visitor, n *node) (asked, bool) {
		got, _, ok, err := v.ask(o.clock, n, o.site.partners[0], next, "")
		if err == nil && ok {
			next++
		}
		return got, err == nil && ok
	}
}

// useV2 opens links again that were made under keys which are replaced since.
func (o *order) useV2() func(*visitor, *node) (string, bool, bool) {
	ask, links, turn := o.asksOf(2000), []asked{}, 0
	return func(v *visitor, n *node) (string, bool, bool) {
		if turn++; len(links) == 0 || turn%5 == 0 && len(links) < 400 {
			if got, ok := ask(v, n); ok {
				links = append(links, got)
			}
			return "", false, false
		}
		a, done := o.get(v, n, links[turn%len(links)].target, nil)
		return "v2 links", a.status != http.StatusOK || a.page() != "question", done
	}
}

// useForm presses on forms that were drawn a while ago, while the master key was
// changed under them. A form goes with the key that made it.
func (o *order) useForm() func(*visitor, *node) (string, bool, bool) {
	type drawn struct {
		target, form string
		taken        int64
	}
	ask, forms := o.asksOf(2500), []drawn{}
	return func(v *visitor, n *node) (string, bool, bool) {
		if len(forms) < 10 {
			taken := o.taken.Load()
			if got, ok := ask(v, n); ok {
				if form, _, err := v.form(o.clock, n, got.target); err == nil && form != "" {
					forms = append(forms, drawn{got.target, form, taken})
				}
			}
			return "", false, false
		}
		f := forms[0]
		if o.taken.Load() != f.taken {
			forms = forms[1:]
			return "", false, false
		}
		a, err := v.press(o.clock, n, f.target, "approve", f.form)
		if err != nil || a.again() {
			return "", false, false
		}
		forms = forms[1:]
		return "old forms", a.status != http.StatusSeeOther, o.taken.Load() == f.taken
	}
}

func (o *order) useAPI(v *visitor, n *node) (string, bool, bool) {
	o.mu.Lock()
	key := o.apiKey
	o.mu.Unlock()
	a, done := o.get(v, n, "/api/v1/events", http.Header{"Authorization": {"Bearer " + key}})
	return "API calls", a.status != http.StatusOK, done
}

func (o *order) usePartner(v *visitor, n *node) (string, bool, bool) {
	o.mu.Lock()
	p := o.partner
	o.mu.Unlock()
	a, done := o.get(v, n, "/clients/none", http.Header{"Xapikey": {p.key}})
	return "partner calls", a.status != http.StatusNotFound, done
}

// Who is at the desk.
const (
	deskEmail    = "viewer@chaos.example"
	deskPassword = "a long password of the desk, 4711"
)

// signIn returns the cookie of a new session; empty: it cannot be told.
func (o *order) signIn(v *visitor, n *node) string {
	body := url.Values{"email": {deskEmail}, "password": {deskPassword}}.Encode()
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	a, err := v.send(o.clock, n, http.MethodPost, "/admin/sign-in", header, []byte(body))
	if err != nil || a.status != http.StatusSeeOther {
		return ""
	}
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	return cookie
}

// useDesk looks at a page of the desk again and again, in one session for as
// long as the master key is there that sealed its cookie.
func (o *order) useDesk() func(*visitor, *node) (string, bool, bool) {
	cookie, taken := "", int64(-1)
	return func(v *visitor, n *node) (string, bool, bool) {
		if now := o.taken.Load(); cookie == "" || now != taken {
			cookie, taken = o.signIn(v, n), now
			return "", false, false
		}
		a, done := o.get(v, n, "/admin/links", http.Header{"Cookie": {cookie}})
		return "pages of the desk", a.status != http.StatusOK, done && o.taken.Load() == taken
	}
}
