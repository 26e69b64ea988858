package mail_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/latchkey-portal/latchkey/internal/mail"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// names are text records by name; what is not there is not found.
type names map[string][]string

func (n names) LookupTXT(_ context.Context, name string) ([]string, error) {
	texts, ok := n[strings.TrimSuffix(name, ".")]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	if texts == nil {
		return nil, errors.New("server misbehaving")
	}
	return texts, nil
}

func rsaKey(bytes int) string { return base64.StdEncoding.EncodeToString(make([]byte, bytes)) }

func TestWhatADomainSaysIsJudged(t *testing.T) {
	const good, weak, missing, unknown = portal.SenderGood, portal.SenderWeak, portal.SenderMissing, portal.SenderUnknown
	spf := func(texts ...string) names { return names{"acme.example": texts} }
	dkim := func(texts ...string) names { return names{"s1._domainkey.acme.example": texts} }
	dmarc := func(texts ...string) names { return names{"_dmarc.acme.example": texts} }
	for _, c := range []struct {
		name    string
		dns     names
		way     int // 0 SPF, 1 DKIM, 2 DMARC
		address string
		verdict portal.SenderVerdict
		says    string
	}{
		{"no SPF", names{}, 0, "", missing, "says nothing about which servers"},
		{"other texts", spf("google-site-verification=1", "v=spf10 all"), 0, "", missing, "says nothing"},
		{"one SPF", spf("other", "v=spf1 include:_spf.mail.example ~all"), 0, "", good, "aligns"},
		{"SPF in capitals", spf("V=SPF1 mx -ALL"), 0, "", good, "one record"},
		{"two SPF", spf("v=spf1 mx ~all", "v=spf1 a ~all"), 0, "", missing, "2 SPF records"},
		{"SPF for all the world", spf("v=spf1 +all"), 0, "", missing, "every server of the world"},
		{"SPF for all without a sign", spf("v=spf1 all"), 0, "", missing, "every server of the world"},
		{"SPF without an end", spf("v=spf1 mx"), 0, "", weak, "other servers"},
		{"SPF that does not say", spf("v=spf1 mx ?all"), 0, "", weak, "other servers"},
		{"SPF elsewhere", spf("v=spf1 redirect=_spf.mail.example"), 0, "", good, "one record"},
		{"SPF of too many look-ups", spf("v=spf1" + strings.Repeat(" include:x.example", 11) + " -all"), 0, "", missing, "11 look-ups"},
		{"SPF that is too long", spf("v=spf1 " + strings.Repeat("ip4:192.0.2.1 ", 400) + "-all"), 0, "", missing, "says nothing"},
		{"no server answers", spf(), 0, "", unknown, "did not answer"},
		{"no key", names{}, 1, "", missing, "no key at s1._domainkey.acme.example"},
		{"a key", dkim("v=DKIM1; k=rsa; p=" + rsaKey(294)), 1, "", good, "d=acme.example"},
		{"a key without a version, in pieces", dkim("k=rsa; p= " + rsaKey(294)[:40] + " " + rsaKey(294)[40:]), 1, "", good, "There is a key"},
		{"a short key", dkim("v=DKIM1; p=" + rsaKey(162)), 1, "", weak, "2048"},
		{"a short key of the other kind", dkim("v=DKIM1; k=ed25519; p=" + rsaKey(32)), 1, "", good, "There is a key"},
		{"a revoked key", dkim("v=DKIM1; p="), 1, "", missing, "revoked"},
		{"a damaged key", dkim("v=DKIM1; p=*"), 1, "", missing, "damaged"},
		{"a key on trial", dkim("v=DKIM1; t=y; p=" + rsaKey(294)), 1, "", weak, "t=y"},
		{"no DMARC", names{}, 2, "", missing, "Neither"},
		{"DMARC none", dmarc("v=DMARC1; p=none"), 2, "", weak, "reports only"},
		{"DMARC reject", dmarc("v=DMARC1; p=reject; aspf=s"), 2, "", good, "strict alignment"},
		{"DMARC of the parent", dmarc("v=DMARC1; p=reject; sp=none"), 2, "billing@mail.acme.example", weak, "_dmarc.acme.example asks for reports"},
		{"DMARC of an unknown word", dmarc("v=DMARC1; p=maybe"), 2, "", missing, "no policy"},
		{"two DMARC", dmarc("v=DMARC1; p=none", "v=DMARC1; p=reject"), 2, "", missing, "several"},
	} {
		t.Run(c.name, func(t *testing.T) {
			address := c.address
			if address == "" {
				address = "billing@ACME.example"
			}
			got := mail.CheckSender(context.Background(), c.dns, address, "s1")[c.way]
			if got.Verdict != c.verdict || !strings.Contains(got.Say, c.says) {
				t.Errorf("got %+v", got)
			}
			if asks := got.Record != ""; asks != (c.verdict == missing || c.verdict == weak) && c.way != 1 {
				t.Errorf("a record to add: %+v", got)
			}
		})
	}
}

func TestWithoutASelectorThereIsNoKeyToAskFor(t *testing.T) {
	got := mail.CheckSender(context.Background(), names{}, "billing@acme.example", "")[1]
	if got.Verdict != portal.SenderUnknown || !strings.Contains(got.Say, "selector") {
		t.Errorf("got %+v", got)
	}
}

// deaf answers one name, and for all others never, whatever its context says.
type deaf struct{ never chan struct{} }

func (d deaf) LookupTXT(_ context.Context, name string) ([]string, error) {
	if name == "acme.example." {
		return []string{"v=spf1 mx -all"}, nil
	}
	<-d.never
	return nil, nil
}

func TestNobodyWaitsLongForNameServers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := deaf{make(chan struct{})}
		began := time.Now()
		found := mail.CheckSender(context.Background(), d, "billing@acme.example", "s1")
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("it took %v", took)
		}
		if found[0].Verdict != portal.SenderGood || found[1].Verdict != portal.SenderUnknown || found[2].Verdict != portal.SenderUnknown {
			t.Errorf("found %+v", found)
		}
		close(d.never)
	})
}
