package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// snapshots is one of each type, with everything in it.
var snapshots = map[string]string{
	"customers/c8801": `{"name":"Bergmann Druck KG","type":"business","country":"DE","locale":"de","email":"r@bergmann.example",
		"registrationNumber":"HRB 1","users":[{"id":"u1","name":"Ada","email":"ada@bergmann.example"}],"onboardingDone":true,"version":3}`,
	"purchases/20417": `{"customer":"c8801","status":"partially_refunded","statusCode":"PPR","statusLabel":"Partial Refunded","currency":"EUR",
		"totals":{"net":"640.00","tax":"121.60","gross":"761.60","paid":"761.60","due":"0.00"},"poNumber":"PO-1","createdAt":"2026-01-02T03:04:05Z",
		"items":[{"runningNo":1,"productId":"77001","name":"Planner","quantity":"1","unitNet":"640.00","taxPercent":"19","net":"640.00","note":"n",
			"subscription":"S49694473","subscriptionItem":1}],"test":true,"withdrawUntil":"2026-01-16","reimbursementId":"r","merchant":"m",
		"paidWith":"Visa •••• 4242","paymentReference":"p","delivery":"d","failure":"f","billing":{"company":"B","lines":["a"],"country":"DE"},
		"passThrough":"{}","version":7,"modifiedAt":"2026-01-03T03:04:05.000006Z"}`,
	"subscriptions/S49694473": `{"customer":"8801","purchase":"20417","status":"grace","statusCode":"GRA","currency":"EUR","renewal":"auto",
		"interval":{"months":12},"startedAt":"2026-01-02T00:00:00Z","nextBillingAt":"2027-01-02T00:00:00Z","graceDays":14,
		"next":{"gross":"58.31"},"open":"1.00","method":"pm1","minTermEnd":"2026-12-31","noticeBy":"2026-11-30","pending":"x",
		"items":[{"runningNo":1,"purchaseItem":1,"status":"active","productId":"77001","name":"Planner","quantity":"1","min":"1","max":"9",
			"step":"0.5","unitNet":"49.00","actions":["cancel"],"intervals":[{"months":1}]}]}`,
	"offers/s12:34": `{"subscription":"49694473","item":1,"sources":["77001"],"productId":"34","name":"Plus","about":"a","gained":["g"],"lost":["l"],
		"unitNet":"120.00","currency":"EUR","interval":{"months":12},"effective":"now","validFrom":"2026-01-01T00:00:00Z","validUntil":"2027-01-01T00:00:00Z"}`,
	"quotes/20418": `{"number":"Q-1","state":"open","quoteVersion":2,"validUntil":"2026-12-31","replacedBy":"20419","terms":"line\nline",
		"termsVersion":"3","poRequired":true,"deposit":"10.00"}`,
	"payment-methods/pm1": `{"customer":"8801","label":{"kind":"sepa_core","last4":"3000","mandate":"M-77","creditor":"DE98ZZZ09999999999"},
		"state":"valid","default":true,"provider":"stripe","providerRef":"pm_1"}`,
	"documents/223681701": `{"number":"018304 / 28865","kind":"credit_note_partial","purchase":"20417","customer":"8801","email":"x@y.example",
		"issuedOn":"2026-01-05","dueOn":"2026-01-19","currency":"EUR","totals":{"net":"-10.00","tax":"-1.90","gross":"-11.90"},
		"corrects":"223681700","state":"cancelled","statusCode":"PPR","test":true,"paidOn":"2026-01-06","paidWith":"Visa •••• 4242",
		"cancelledOn":"2026-01-07","delivered":"peppol"}`,
}

// contains reports whether all that was sent came back.
func contains(got, sent any) bool {
	want, isObject := sent.(map[string]any)
	if !isObject {
		return fmt.Sprint(got) == fmt.Sprint(sent)
	}
	have, _ := got.(map[string]any)
	for name, value := range want {
		if !contains(have[name], value) {
			return false
		}
	}
	return true
}

func TestEverySnapshotIsReadBackAsItWasSent(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		for target, body := range snapshots {
			done := c.ok(200, "PUT", "/api/v1/"+target, body)
			if done["applied"] != true || done["created"] != true {
				t.Errorf("%s: %v", target, done)
			}
			query := ""
			if strings.HasPrefix(target, "offers/") {
				target, query = strings.Replace(target, ":", "%3A", 1), "?subscription=S49694473"
			}
			got := c.ok(200, "GET", "/api/v1/"+target+query, nil)
			sent := strings.NewReplacer(`"c8801"`, `"8801"`, `"S49694473"`, `"49694473"`).Replace(body)
			if want := (answer{body: []byte(sent)}).read(t); !contains(got, want) {
				t.Errorf("%s came back as %v", target, got)
			}
			again := c.ok(200, "PUT", "/api/v1/"+target, body)
			if again["applied"] != false || again["reason"] != "unchanged" {
				t.Errorf("%s again: %v", target, again)
			}
		}
		if got := c.ok(200, "GET", "/api/v1/documents/223681701", nil); got["pathId"] != "018304-28865" {
			t.Errorf("path id %v", got["pathId"])
		}
	})
}

// Case 53: an older word changes nothing.
func TestAnOlderSnapshotIsStale(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		c.ok(200, "PUT", "/api/v1/purchases/1", `{"status":"refunded","modifiedAt":"2026-01-02T00:00:01Z"}`)
		if done := c.ok(200, "PUT", "/api/v1/purchases/1", `{"status":"paid","modifiedAt":"2026-01-02T00:00:00Z"}`); done["applied"] != false || done["reason"] != "stale" {
			t.Errorf("%v", done)
		}
		if got := c.ok(200, "GET", "/api/v1/purchases/1", nil); got["status"] != "refunded" {
			t.Errorf("the older word won: %v", got)
		}
	})
}

func TestWhatIsWrongWithASnapshotIsNamedByField(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{})
	c := w.as(w.apiKey("acme", "write"))
	for _, one := range []struct{ target, body, field string }{
		{"purchases/-a", `{"status":"paid"}`, "body.id"},
		{"purchases/1", `{}`, "body"}, // status is required
		{"purchases/1", `{"status":"paid","totals":{"net":"1,50"},"currency":"EUR"}`, "body.totals.net"},
		{"purchases/1", `{"status":"paid","totals":{"net":"1.50"}}`, "body.currency"},
		{"purchases/1", `{"status":"paid","currency":"EUX"}`, "body.currency"},
		{"purchases/1", `{"status":"paid","items":[{"runningNo":1,"name":"a","quantity":"1"},{"runningNo":1,"name":"b","quantity":"1"}]}`, "body.items[1].runningNo"},
		{"purchases/1", `{"status":"paid","paidWith":"Visa 4111 1111 1111 1111"}`, "body.paidWith"},
		{"subscriptions/1", `{"status":"active","nextBillingAt":"soon"}`, "body.nextBillingAt"},
		{"subscriptions/1", `{"status":"active","noticeBy":"2026-02-30"}`, "body.noticeBy"},
		{"quotes/1", `{"state":"open","deposit":"ten"}`, "body.deposit"},
		{"offers/:x", `{"productId":"1","name":"n"}`, "body.id"},
		{"documents/1", `{"number":"N","kind":"bill","issuedOn":"2026-01-01"}`, "body.kind"},
		{"documents/1", `{"number":"N","kind":"invoice"}`, "body.issuedOn"},
		{"payment-methods/1", `{"customer":"1","label":{"kind":"card","brand":"4111-1111-1111-1111"}}`, "body.label.brand"},
		{"payment-methods/1", `{"customer":"1","label":{"kind":"sepa_core","creditor":"DE89370400440532013000"}}`, "body.label.creditor"},
		{"payment-methods/1", `{"customer":"1","label":{"kind":"card","last4":"14242"}}`, "body.label.last4"},
	} {
		a := c.call("PUT", "/api/v1/"+one.target, one.body)
		if a.status != 422 || !strings.Contains(string(a.body), `"field":"`+one.field+`"`) {
			t.Errorf("%s %s: %d %s, want %s", one.target, one.body, a.status, a.body, one.field)
		}
		if strings.Contains(string(a.body), "4111") {
			t.Errorf("a problem quotes a card number: %s", a.body)
		}
	}
}

// drawnPDF is a small PDF that shows a text.
func drawnPDF(t testing.TB, text string) []byte {
	t.Helper()
	doc := fpdf.New("P", "mm", "A4", "")
	doc.AddPage()
	doc.SetFont("Helvetica", "", 12)
	doc.Cell(40, 10, text)
	if text == "script" {
		doc.SetJavascript("app.alert(1)")
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// put puts a file under its own hash.
func (c caller) put(status int, document, part string, body []byte) map[string]any {
	c.t.Helper()
	sum := sha256.Sum256(body)
	target := "/api/v1/documents/" + document + "/parts/" + part + "?sha256=" + url.QueryEscape(hex.EncodeToString(sum[:]))
	return c.ok(status, "PUT", target, string(body), "Content-Type: application/octet-stream")
}

const oneDocument = `{"number":"INV-1","kind":"invoice","issuedOn":"2026-01-02"}`

// Case 37: other bytes are another revision, and the earlier ones are kept.
func TestOtherBytesOfAPartAreItsNextRevision(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		c.ok(200, "PUT", "/api/v1/documents/7", oneDocument)
		first, second := drawnPDF(t, "one"), drawnPDF(t, "two")
		for _, step := range []struct {
			body     []byte
			applied  bool
			revision string
		}{{first, true, "1"}, {first, false, "1"}, {second, true, "2"}, {second, false, "2"}} {
			done := c.put(200, "7", "pdf", step.body)
			if done["applied"] != step.applied || fmt.Sprint(at(done, "part", "revision")) != step.revision {
				t.Errorf("%v, want applied %t, revision %s", done, step.applied, step.revision)
			}
		}
		shown := c.ok(200, "GET", "/api/v1/documents/7", nil)
		sum := sha256.Sum256(first)
		if past, _ := shown["pastParts"].([]any); len(past) != 1 || at(past[0].(map[string]any), "sha256") != hex.EncodeToString(sum[:]) {
			t.Errorf("earlier revisions: %v", shown["pastParts"])
		}
		if kept, err := w.store.Blob(t.Context(), hex.EncodeToString(sum[:])); err != nil || string(kept) != string(first) {
			t.Errorf("the earlier bytes are gone: %v", err)
		}
		events := items(t, c.ok(200, "GET", "/api/v1/events", nil))
		if len(events) != 1 || events[0]["type"] != portal.EventDocumentRevised {
			t.Errorf("events: %v", events)
		}
	})
}

// Cases 41 and 45: what is not what its part says is refused.
func TestAFileThatIsNotWhatItsPartSaysIsRefused(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{})
	c := w.as(w.apiKey("acme", "read", "write"))
	c.ok(200, "PUT", "/api/v1/documents/7", oneDocument)
	whole := drawnPDF(t, "one")
	bomb := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><Invoice>&b;</Invoice>`
	for name, one := range map[string]struct{ part, body, says string }{
		"a web page":   {"pdf", "<html><body>Sign in</body></html>", "not a PDF"},
		"cut off":      {"pdf", string(whole[:len(whole)/2]), "damaged"},
		"entities":     {"ubl", bomb, "DOCTYPE"},
		"deep":         {"ubl", strings.Repeat("<a>", 200_000), ""},
		"other syntax": {"cii", string(sampleFile(t, "fjordlight-1-due.xml")), "ubl"},
	} {
		done := c.put(422, "7", one.part, []byte(one.body))
		if !strings.Contains(fmt.Sprint(done["detail"]), one.says) {
			t.Errorf("%s: %v", name, done)
		}
	}
	c.refused(422, "invalid", "PUT", "/api/v1/documents/7/parts/pdf", string(whole))
	c.refused(422, "invalid", "PUT", "/api/v1/documents/7/parts/pdf", string(whole), "X-Content-SHA256: "+strings.Repeat("0", 64))
	c.refused(413, "too-large", "PUT", "/api/v1/documents/7/parts/pdf?sha256=x", strings.Repeat("x", 10<<20+1))
	if shown := c.ok(200, "GET", "/api/v1/documents/7", nil); len(shown["parts"].([]any)) != 0 {
		t.Errorf("kept: %v", shown["parts"])
	}
}

func TestAFileGoesToADocumentOfTheAccount(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{})
	w.account("globex", portal.V1Policy{})
	w.as(w.apiKey("acme", "write")).ok(200, "PUT", "/api/v1/documents/7", oneDocument)
	w.as(w.apiKey("globex", "write")).put(404, "7", "pdf", drawnPDF(t, "one"))
}

func TestAnEInvoiceFillsItsDocumentIfItAgrees(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		body := sampleFile(t, "fjordlight-1-due.xml")
		for id, one := range map[string]struct {
			gross string
			flags int
		}{"agrees": {"", 0}, "differs": {`,"currency":"EUR","totals":{"gross":"1.00"}`, 1}} {
			c.ok(200, "PUT", "/api/v1/documents/"+id, `{"number":"INV-2026-0417","kind":"invoice","issuedOn":"2026-01-02"`+one.gross+`}`)
			done := c.put(200, id, "ubl", body)
			if warnings, _ := done["warnings"].([]any); len(warnings) != one.flags {
				t.Errorf("%s: %v", id, done)
			}
			m, err := w.service.MirroredDocument(t.Context(), portal.Key{Account: "acme", ID: id})
			w.must(err)
			if (m.Invoice.Content != nil) != (one.flags == 0) || len(m.Document.Parts) != 1 {
				t.Errorf("%s: content %v, parts %v", id, m.Invoice.Content, m.Document.Parts)
			}
			// A later description leaves what the file said.
			c.ok(200, "PUT", "/api/v1/documents/"+id, `{"number":"INV-2026-0417","kind":"invoice","issuedOn":"2026-01-03"`+one.gross+`}`)
			again, err := w.service.MirroredDocument(t.Context(), portal.Key{Account: "acme", ID: id})
			w.must(err)
			if (again.Invoice.Content != nil) != (one.flags == 0) || again.Document.IssuedOn != "2026-01-03" || len(again.Invoice.Flags) != one.flags {
				t.Errorf("%s after a later description: %+v", id, again)
			}
		}
	})
}

func TestAPDFWithAScriptIsKeptAndFlagged(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{})
	c := w.as(w.apiKey("acme", "read", "write"))
	c.ok(200, "PUT", "/api/v1/documents/7", oneDocument)
	done := c.put(200, "7", "pdf", drawnPDF(t, "script"))
	warnings, _ := done["warnings"].([]any)
	if done["applied"] != true || len(warnings) != 1 || at(warnings[0].(map[string]any), "code") != portal.FlagActivePDF {
		t.Errorf("%v", done)
	}
	if done = c.put(200, "7", "pdf", drawnPDF(t, "plain")); len(c.ok(200, "GET", "/api/v1/documents/7", nil)["flags"].([]any)) != 0 {
		t.Errorf("the flag outlived the file: %v", done)
	}
}
