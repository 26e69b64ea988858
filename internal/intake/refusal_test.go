package intake_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
)

// minimal is the smallest invoice that is read; the refusals are made from it.
const minimal = `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>INV-1</cbc:ID>
<cbc:IssueDate>2026-10-31</cbc:IssueDate>
<cbc:DueDate>2026-11-30</cbc:DueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cbc:Note>Über</cbc:Note>
<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">12.50</cbc:PayableAmount></cac:LegalMonetaryTotal>
</Invoice>
`

// changed is the minimal invoice with one thing in place of another.
func changed(t *testing.T, old, new string) []byte {
	t.Helper()
	if !strings.Contains(minimal, old) {
		t.Fatalf("the minimal invoice has no %q", old)
	}
	return []byte(strings.Replace(minimal, old, new, 1))
}

func latin1(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

func utf16be(s string) []byte {
	out := []byte{0xfe, 0xff}
	for _, r := range s {
		out = append(out, byte(r>>8), byte(r))
	}
	return out
}

func TestRefusalsSayWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name string
		body []byte
		says string
	}{
		{"empty", nil, "is empty"},
		{"white space", []byte(" \n\t"), "is empty"},
		{"only a byte order mark", []byte("\xef\xbb\xbf"), "neither XML nor a PDF"},
		{"plain text", []byte("Dear customer"), "neither XML nor a PDF"},
		{"JSON", []byte(`{"number":1}`), "neither XML nor a PDF"},
		{"zip", []byte("PK\x03\x04aaaa"), "neither XML nor a PDF"},
		{"HTML", []byte("<html><body>Hi</body></html>"), "which is no e-invoice"},
		{"too large", append([]byte(minimal), bytes.Repeat([]byte(" "), intake.MaxSize)...), "larger than 10 MB"},
		{"DOCTYPE", changed(t, "<Invoice ", "<!DOCTYPE Invoice>\n<Invoice "), "has a DOCTYPE"},
		{"entities", changed(t, "<Invoice ", `<!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice `), "has a DOCTYPE"},
		{"unknown entity", changed(t, "Über", "&a;"), "not well-formed"},
		{"deep", changed(t, "Über", strings.Repeat("<a>", 70)+strings.Repeat("</a>", 70)), "more than 64 deep"},
		{"many namespaces", changed(t, "<cbc:Note>", "<cbc:Note "+manyNamespaces(70)+">"), "more than 64 namespaces"},
		{"many attributes", changed(t, "<cbc:Note>", "<cbc:Note "+strings.Repeat(`a="" `, 500_001)+">"), "more than 500,000 attributes"},
		{"many elements", changed(t, "Über", strings.Repeat("<a/>", 200_001)), "more than 200,000 elements"},
		{"two roots", []byte(minimal + strings.TrimPrefix(minimal, `<?xml version="1.0" encoding="UTF-8"?>`)), "more than one XML document"},
		{"text behind", []byte(minimal + "regards"), "text outside"},
		{"cut off", []byte(minimal[:len(minimal)-40]), "not well-formed"},
		{"only a declaration", []byte(`<?xml version="1.0"?><!-- nothing -->`), "holds no XML element"},
		{"Latin-1 without saying so", latin1(minimal), "not valid UTF-8"},
		{"Windows-1252 said to be Latin-1", bytes.Replace(latin1(strings.Replace(minimal, "UTF-8", "ISO-8859-1", 1)), []byte("\xdcber"), []byte("\x80 5"), 1), "says that it is encoded as ISO-8859-1 but is not"},
		{"UTF-8 said to be UTF-16", changed(t, "UTF-8", "UTF-16"), "says that it is UTF-16 but is not"},
		{"UTF-16 said to be UTF-8", utf16be(minimal), "says that it is encoded as UTF-8 but is UTF-16"},
		{"broken UTF-16", append(utf16be(strings.Replace(minimal, "UTF-8", "UTF-16", 1)), 0xd8), "not valid UTF-16"},
		{"unsupported encoding", changed(t, "UTF-8", "EBCDIC-CP-US"), `encoded as "ebcdic-cp-us"`},
		{"end tag of another element", changed(t, "</Invoice>", "</Order>"), "not well-formed"},
		{"order", []byte(`<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>`), "is an order"},
		{"right name, wrong namespace", changed(t, "xsd:Invoice-2", "xsd:Invoice-1"), "which is no e-invoice"},
		{"right namespace, wrong name", []byte(`<Nothing xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`), "which is no e-invoice"},
		{"part as root", []byte(`<Party xmlns="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"/>`), "which is no e-invoice"},
		{"ZUGFeRD 1.0", []byte(`<CrossIndustryDocument xmlns="urn:ferd:CrossIndustryDocument:invoice:1p0"/>`), "ZUGFeRD 1.0"},
		{"no number", changed(t, "<cbc:ID>INV-1</cbc:ID>", ""), "no invoice number (BT-1)"},
		{"blank number", changed(t, "INV-1", " \n "), "no invoice number (BT-1)"},
		{"no currency", changed(t, "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", ""), "names no currency (BT-5)"},
		{"odd currency", changed(t, "EUR</cbc:Doc", "Euro</cbc:Doc"), `currency (BT-5) is "Euro"`},
		{"no date", changed(t, "2026-10-31", ""), "no issue date (BT-2)"},
		{"impossible date", changed(t, "2026-10-31", "2026-02-30"), `issue date (BT-2) is "2026-02-30"`},
		{"German date", changed(t, "2026-10-31", "31.10.2026"), `issue date (BT-2) is "31.10.2026"`},
		{"comma in an amount", changed(t, "12.50", "12,50"), `cbc:PayableAmount holds "12,50"`},
		{"exponent in an amount", changed(t, "12.50", "1e999999999"), "not a decimal number"},
		{"endless amount", changed(t, "12.50", strings.Repeat("9", 41)), "not a decimal number"},
		{"broken PDF", []byte("%PDF-1.7\nnothing"), "PDF is damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := intake.Read(intake.File{Name: c.name, Body: c.body})
			var refusal intake.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("read as %q, error %v", p.Number, err)
			}
			if !strings.Contains(refusal.Reason, c.says) {
				t.Errorf("says %q, want %q in it", refusal.Reason, c.says)
			}
			if p.Number != "" || p.XML != nil || p.PDF != nil {
				t.Errorf("a refused file left %+v", p)
			}
		})
	}
}

func manyNamespaces(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" xmlns:n" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + `="x"`)
	}
	return b.String()
}

func TestEncodingsThatAreRead(t *testing.T) {
	for name, body := range map[string][]byte{
		"UTF-8":                      []byte(minimal),
		"UTF-8 with mark":            []byte("\xef\xbb\xbf" + minimal),
		"no declaration":             changed(t, `<?xml version="1.0" encoding="UTF-8"?>`, ""),
		"white space before":         []byte("\r\n" + minimal),
		"declared ISO-8859-1":        latin1(strings.Replace(minimal, "UTF-8", "ISO-8859-1", 1)),
		"declared Windows-1252":      latin1(strings.Replace(minimal, "UTF-8", "windows-1252", 1)),
		"UTF-16 with mark":           utf16be(strings.Replace(minimal, "UTF-8", "UTF-16", 1)),
		"an unused foreign element":  changed(t, "<cbc:Note>", `<x:Note xmlns:x="urn:x"><cbc:ID>no</cbc:ID></x:Note><cbc:Note>`),
		"another prefix for the cbc": []byte(strings.NewReplacer("cbc:", "q:", ":cbc", ":q").Replace(minimal)),
	} {
		t.Run(name, func(t *testing.T) {
			p, err := intake.Read(intake.File{Body: body})
			if err != nil {
				t.Fatal(err)
			}
			if p.Number != "INV-1" || p.Totals.Due != "12.50" || len(p.Content.Notes) != 1 || p.Content.Notes[0].Text != "Über" {
				t.Errorf("read %q, %q, %+v", p.Number, p.Totals.Due, p.Content.Notes)
			}
			if !bytes.Equal(p.XML, body) {
				t.Error("the original bytes were not kept")
			}
		})
	}
}

func TestUnreadableDateIsFlaggedAndLeftOut(t *testing.T) {
	p, err := intake.Read(intake.File{Body: changed(t, "2026-11-30", "2026-11-31")})
	if err != nil {
		t.Fatal(err)
	}
	if p.DueOn != "" || len(p.Flags) == 0 || p.Flags[0].Code != "date-unreadable" || !strings.Contains(p.Flags[0].Detail, `due date is written as "2026-11-31"`) {
		t.Errorf("due %q, flags %+v", p.DueOn, p.Flags)
	}
}

func TestDatesMayCarryATimeZone(t *testing.T) {
	p, err := intake.Read(intake.File{Body: changed(t, "2026-11-30", "2026-11-30+01:00")})
	if err != nil || p.DueOn != "2026-11-30" {
		t.Errorf("due %q, error %v", p.DueOn, err)
	}
}
