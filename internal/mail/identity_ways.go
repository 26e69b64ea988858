package mail

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// maxSPFLookups is how many further look-ups a record may cause before receivers
// give up: RFC 7208, 4.6.4.
const maxSPFLookups = 10

func (z zone) spf(ctx context.Context) portal.SenderFinding {
	f := portal.SenderFinding{Way: "SPF", Verdict: portal.SenderMissing, Name: z.domain, Record: "v=spf1 include:(name of your mail provider) ~all"}
	records, err := z.records(ctx, z.domain, "v=spf1")
	switch {
	case err != nil:
		return unanswered("SPF", z.domain)
	case len(records) == 0:
		f.Say = z.domain + " says nothing about which servers send for it. Your mail provider tells you what to include."
		return f
	case len(records) > 1:
		f.Say = z.domain + " has " + strconv.Itoa(len(records)) + " SPF records. Receivers take none of them: make one of all."
		return f
	}
	all, lookups := "", 0
	for term := range strings.FieldsSeq(strings.ToLower(records[0])) {
		bare := strings.TrimLeft(term, "+-~?")
		name, _, _ := strings.Cut(strings.ReplaceAll(bare, "/", ":"), ":")
		switch name {
		case "all":
			all = strings.TrimSuffix(term, bare)
			if all == "" {
				all = "+"
			}
		case "include", "a", "mx", "ptr", "exists":
			lookups++
		}
		if strings.HasPrefix(bare, "redirect=") {
			lookups++
			all = "redirect"
		}
	}
	aligned := " Mails go out with an envelope address of " + z.domain + ", so a pass aligns with the sender. Whether your mail server is among those named only a mail that was received can tell."
	switch {
	case lookups > maxSPFLookups:
		f.Say = "The record asks for " + strconv.Itoa(lookups) + " look-ups. Receivers stop at 10 and take it as broken: name fewer servers."
		return f
	case all == "+":
		f.Say = "The record ends in +all: every server of the world may send for " + z.domain + ". End it in ~all."
		return f
	case all == "" || all == "?":
		f.Verdict, f.Record = portal.SenderWeak, strings.TrimSuffix(strings.TrimSpace(records[0]), " ?all")+" ~all"
		f.Say = "There is a record, but it does not say what holds for other servers. End it in ~all." + aligned
		return f
	}
	f.Verdict, f.Name, f.Record = portal.SenderGood, "", ""
	f.Say = "There is one record, and it says which servers send for " + z.domain + "." + aligned
	return f
}

func (z zone) dkim(ctx context.Context, selector string) portal.SenderFinding {
	f := portal.SenderFinding{Way: "DKIM", Verdict: portal.SenderMissing, Record: "v=DKIM1; k=rsa; p=(public key of your mail server)"}
	if selector == "" {
		f.Verdict, f.Record = portal.SenderUnknown, ""
		f.Say = "A key is found by its selector only. Write the selector above, save, and check again."
		return f
	}
	f.Name = selector + "._domainkey." + z.domain
	texts, err := z.keys(ctx, f.Name)
	switch {
	case err != nil:
		return unanswered("DKIM", f.Name)
	case len(texts) == 0:
		f.Say = "There is no key at " + f.Name + ". Mails that are signed with this selector fail."
		return f
	case len(texts) > 1:
		f.Say = "There are several keys at " + f.Name + ". Receivers may take any of them: leave one."
		return f
	}
	key := strings.Join(strings.Fields(tags(texts[0])["p"]), "")
	raw, err := base64.StdEncoding.DecodeString(key)
	switch {
	case key == "":
		f.Say = "The key at " + f.Name + " was revoked: its p= is empty."
	case err != nil:
		f.Say = "The key at " + f.Name + " cannot be read: its p= is damaged."
	case tags(texts[0])["k"] != "ed25519" && len(raw) < minRSAKey:
		f.Verdict = portal.SenderWeak
		f.Say = "The key is shorter than 2048 bits. Some receivers refuse it: make a longer one."
	default:
		f.Verdict, f.Name, f.Record = portal.SenderGood, "", ""
		f.Say = "There is a key. It aligns with the sender if your mail server signs with d=" + z.domain + "."
		if strings.Contains(tags(texts[0])["t"], "y") {
			f.Verdict, f.Say = portal.SenderWeak, f.Say+" It is marked as a test (t=y): receivers may ignore it."
		}
	}
	return f
}

// minRSAKey is how long an RSA key of 2048 bits is at least, as it stands in a
// record: modulus and head.
const minRSAKey = 270

// keys are the records at the name of a key: the tag p is all that one must have.
func (z zone) keys(ctx context.Context, name string) ([]string, error) {
	texts, err := z.texts(ctx, name)
	return slices.DeleteFunc(texts, func(text string) bool {
		_, ok := tags(text)["p"]
		return !ok
	}), err
}

// dmarc asks the domain, then those above it: what a parent says holds where a
// domain says nothing. A domain of one label is nobody's to write to.
func (z zone) dmarc(ctx context.Context) portal.SenderFinding {
	f := portal.SenderFinding{Way: "DMARC", Verdict: portal.SenderMissing, Name: "_dmarc." + z.domain, Record: "v=DMARC1; p=none; rua=mailto:(where reports go)"}
	for at := z.domain; strings.Contains(at, "."); _, at, _ = strings.Cut(at, ".") {
		records, err := z.records(ctx, "_dmarc."+at, "v=DMARC1")
		switch {
		case err != nil:
			return unanswered("DMARC", at)
		case len(records) > 1:
			f.Say = "There are several DMARC records at _dmarc." + at + ". Receivers take none of them: leave one."
			return f
		case len(records) == 1:
			return z.policy(f, at, tags(records[0]))
		}
	}
	f.Say = "Neither " + z.domain + " nor a domain above it says what receivers do with mails that fail. Large receivers ask for a record."
	return f
}

func (z zone) policy(f portal.SenderFinding, at string, record map[string]string) portal.SenderFinding {
	policy := strings.ToLower(record["p"])
	if sub, ok := record["sp"]; ok && at != z.domain {
		policy = strings.ToLower(sub)
	}
	where := "_dmarc." + at
	switch policy {
	case "none":
		f.Verdict, f.Record = portal.SenderWeak, "v=DMARC1; p=quarantine; rua=mailto:(where reports go)"
		f.Say = where + " asks for reports only (p=none). Once the reports are clean, ask for quarantine."
	case "quarantine", "reject":
		f.Verdict, f.Name, f.Record = portal.SenderGood, "", ""
		f.Say = where + " asks receivers to " + policy + " what fails. Without an SPF or DKIM that aligns your own mails fail, too."
	default:
		f.Say = where + " has no policy that receivers know: p= must be none, quarantine or reject."
	}
	if strings.EqualFold(record["aspf"], "s") || strings.EqualFold(record["adkim"], "s") {
		f.Say += " It asks for strict alignment: the domain of the envelope or of the signature must be " + z.domain + " itself."
	}
	return f
}
