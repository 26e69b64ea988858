package web_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// law 8: no usable link is stored, and none stands in the log. Links are
// opened, mailed, copied by an admin, signed on the command line and asked for
// anew; then the database, its file and the log are searched for every one.
func TestNoLinkIsStoredOrLogged(t *testing.T) {
	w, file, all := everyStanding(t)
	for _, link := range all {
		w.get(link.target)
		w.askAnew(link.target)
	}
	seen := w.linksSeen(all)
	places := map[string]string{"the database": file.Dump(), "its file": string(file.Bytes()), "the log": w.log.String()}
	for where, text := range places {
		if !strings.Contains(text, "acme") {
			t.Errorf("%s is empty: searching it proves nothing", where)
		}
		for _, target := range seen {
			sum := link32.FindStringSubmatch(target)
			if sum == nil {
				t.Fatalf("no checksum in %q", target)
			}
			raw, err := hex.DecodeString(sum[1])
			w.must(err)
			if strings.Contains(text, sum[1]) || strings.Contains(text, string(raw)) {
				t.Errorf("%s holds the checksum of %s", where, target)
			}
		}
		for name, secret := range w.secrets("acme") {
			for _, form := range []string{string(secret), hex.EncodeToString(secret), base64.StdEncoding.EncodeToString(secret), base64.RawURLEncoding.EncodeToString(secret)} {
				if strings.Contains(text, form) {
					t.Errorf("%s holds %s in clear", where, name)
				}
			}
		}
	}
}

var link32 = regexp.MustCompile(`[?&]c=([0-9a-f]+)`)

// linksSeen are all links of a run: those opened, and those that verbs gave out.
func (w *world) linksSeen(all []standing) (seen []string) {
	w.t.Helper()
	for _, link := range all {
		if link32.MatchString(link.target) && link.page != "damaged" {
			seen = append(seen, link.target)
		}
	}
	done := w.act("reissue", order("acme", "1"), portal.Ask{Mail: true})
	w.act("remind", order("acme", "1"), portal.Ask{})
	for _, v1 := range []bool{true, false} {
		signed, err := w.service.Sign(context.Background(), portal.SignAsk{
			Actor: portal.ByCommand, Account: "acme", Kind: link.Confirmation, ID: "1", Start: noon, End: noon + day, V1: v1,
		})
		w.must(err)
		seen = append(seen, signed.URL)
	}
	letters := w.deliver()
	if len(letters) < 2 {
		w.t.Fatalf("%d letters: the mails were not searched for", len(letters))
	}
	for _, l := range letters {
		seen = append(seen, w.linkIn(l))
	}
	return append(seen, done.URL)
}

// secrets are an account's keys and seeds in clear, and the master key.
func (w *world) secrets(account string) map[string][]byte {
	w.t.Helper()
	_, key := w.secret(account, portal.LinkKey, "")
	return map[string][]byte{"a link key": key, "the seed": []byte(seedText), "the master key": bytes.Repeat([]byte{7}, portal.MasterKeySize)}
}

// law 8: no query, address, id of an object or address of a visitor is logged,
// not even when something breaks.
func TestTheLogHoldsNothingPersonal(t *testing.T) {
	w, _, all := everyStanding(t)
	ask := func() {
		for _, link := range all {
			w.get(link.target)
			w.askAnew(link.target + "&email=typed@evil.example")
		}
	}
	ask()
	w.deliver()
	w.must(w.store.Close())
	ask()
	text := w.log.String()
	for _, there := range []string{`"msg":"request"`, `"msg":"message tried"`, `"level":"ERROR"`} {
		if !strings.Contains(text, there) {
			t.Errorf("the log has no line with %s: searching it proves little", there)
		}
	}
	for name, shape := range map[string]*regexp.Regexp{
		"an address": regexp.MustCompile(`[\w.+-]+@[\w-]+\.\w+`), "a checksum": checksumLike,
		"a query": regexp.MustCompile(`[?&](s|e|c|k|asked|email)=`), "a visitor": regexp.MustCompile(`198\.51\.100`),
		"an invoice": regexp.MustCompile(`INV-2026`), "a name": regexp.MustCompile(`Harbour`),
	} {
		if found := shape.FindString(text); found != "" {
			t.Errorf("the log holds %s: %s", name, found)
		}
	}
}

// law 8: a stolen database opens nothing without the master key.
func TestAStolenDatabaseOpensNothing(t *testing.T) {
	w, file, all := everyStanding(t)
	vault, err := portal.NewVault(bytes.Repeat([]byte{8}, portal.MasterKeySize))
	w.must(err)
	thief := portal.New(file.Again(), vault, w.now, "https://pay.example.com")
	ctx, k := context.Background(), order("acme", "1")
	if _, err := thief.Sign(ctx, portal.SignAsk{Account: "acme", Kind: k.Kind, ID: k.ID, Start: noon, End: noon + day}); err == nil {
		t.Error("the thief signs a link")
	}
	if out, err := thief.Reissue(ctx, portal.Ask{Object: k}); err == nil {
		t.Errorf("the thief reissues: %+v", out)
	}
	for _, target := range all {
		raw, query, _ := strings.Cut(target.target, "?")
		path, ok := link.ParsePath(raw)
		if !ok {
			continue
		}
		if adm, err := thief.Admit(ctx, path, query); err == nil && adm.Standing != portal.Damaged {
			t.Errorf("%s stands %v with the thief", target.name, adm.Standing)
		}
	}
	keys, err := thief.Keys(ctx, "acme")
	if err != nil || !slices.ContainsFunc(keys, func(k portal.KeyInfo) bool { return k.Kind == portal.LinkKey }) {
		t.Errorf("keys %v, %v: there was nothing to steal", keys, err)
	}
}
