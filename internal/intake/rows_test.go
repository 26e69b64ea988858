package intake_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// readAll reads a bulk import to its end.
func readAll(t testing.TB, format, body string) []portal.Row {
	t.Helper()
	rows, err := intake.OpenRows("acme", format, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var all []portal.Row
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
}

// Case 60: a mark in front, Windows lines, empty lines.
func TestLinesAreReadWhateverEndsThem(t *testing.T) {
	for name, body := range map[string]string{
		"plain":   "{\"type\":\"quote\",\"id\":\"1\",\"state\":\"open\"}\n{\"type\":\"quote\",\"id\":\"2\",\"state\":\"open\"}\n",
		"mark":    "\xef\xbb\xbf{\"type\":\"quote\",\"id\":\"1\",\"state\":\"open\"}\n{\"type\":\"quote\",\"id\":\"2\",\"state\":\"open\"}",
		"windows": "{\"type\":\"quote\",\"id\":\"1\",\"state\":\"open\"}\r\n\r\n{\"type\":\"quote\",\"id\":\"2\",\"state\":\"open\"}\r\n",
	} {
		rows := readAll(t, intake.NDJSON, body)
		if len(rows) != 2 || rows[0].Err != nil || rows[1].Err != nil || rows[1].ID != "2" {
			t.Errorf("%s: %+v", name, rows)
		}
	}
}

func TestALineThatIsWrongSaysWhy(t *testing.T) {
	for line, says := range map[string]string{
		`{`:                "not valid JSON",
		`[]`:               "not an object",
		`{"type":"order"}`: "one of customer",
		`{"type":"purchase","id":"1","status":7}`:                        "status is a number",
		`{"type":"purchase","id":"1","status":"paid","createdAt":"x"}`:   "createdAt is not a time",
		`{"type":"purchase","id":"1","status":"paid","currency":"EURO"}`: "ISO 4217",
		"{\"type\":\"quote\",\"id\":\"caf\xe9\"}":                        "Latin-1",
		`{"type":"quote","id":"` + strings.Repeat("x", 2<<20) + `"}`:     "longer than 1 MiB",
	} {
		rows := readAll(t, intake.NDJSON, line+"\n{\"type\":\"quote\",\"id\":\"2\",\"state\":\"open\"}\n")
		if len(rows) != 2 || rows[0].Err == nil || !strings.Contains(rows[0].Err.Error(), says) || rows[1].Err != nil || rows[1].Number != 2 {
			t.Errorf("%.60s: %v", line, rows[0].Err)
		}
	}
}

func TestTheTypeOfALineIsNotThatOfItsCustomer(t *testing.T) {
	rows := readAll(t, intake.NDJSON, `{"type":"customer","id":"1","name":"a","customerType":"consumer"}`)
	c, ok := rows[0].Record.(portal.Customer)
	if !ok || c.Type != "consumer" || c.Account != "acme" {
		t.Errorf("%+v", rows[0])
	}
}

// Case 60: tables as shops' programs write them.
func TestTablesAreReadWhateverPartsTheirColumns(t *testing.T) {
	want := "Desk; \"oak\"\nand more"
	for name, body := range map[string]string{
		"commas":     "type,id,status,item.name,item.quantity\npurchase,1,paid,\"Desk; \"\"oak\"\"\nand more\",2\n",
		"semicolons": "\xef\xbb\xbftype;id;status;item.name;item.quantity\r\npurchase;1;paid;\"Desk; \"\"oak\"\"\nand more\";2\r\n",
		"tabs":       "type\tid\tstatus\titem.name\titem.quantity\npurchase\t1\tpaid\t\"Desk; \"\"oak\"\"\nand more\"\t2\n",
	} {
		rows := readAll(t, intake.CSV, body)
		if len(rows) != 1 || rows[0].Err != nil {
			t.Fatalf("%s: %+v", name, rows)
		}
		if p := rows[0].Record.(portal.Purchase); p.Items[0].Name != want || p.Items[0].Quantity != "2" || p.Items[0].RunningNo != 1 {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestRowsOfOneIDAreOneRecord(t *testing.T) {
	rows := readAll(t, intake.CSV, `type,id,status,totals.net,currency,test,item.name,item.quantity,name,user.email
purchase,1,paid,3.00,EUR,yes,Lamp,1,,
purchase,1,,,,,Bulb,2,,
purchase,2,paid,,,,,,,
customer,3,,,,,,,Acme,ada@acme.example
customer,3,,,,,,,Acme,bob@acme.example
`)
	if len(rows) != 3 || rows[1].Number != 3 || rows[2].Number != 4 {
		t.Fatalf("%+v", rows)
	}
	p, c := rows[0].Record.(portal.Purchase), rows[2].Record.(portal.Customer)
	if len(p.Items) != 2 || p.Items[1].RunningNo != 2 || p.Totals.Net != "3.00" || !p.Details.Test || len(c.Users) != 2 {
		t.Errorf("%+v %+v", p, c)
	}
}

func TestATableRowThatIsWrongSaysWhyAndTearsItsRecord(t *testing.T) {
	head := "type,id,status,item.name,item.quantity,item.runningNo\n"
	for body, says := range map[string][]string{
		"purchase,1,paid,a\npurchase,2,paid,a,1,\n":                               {"has 4 columns", ""},
		"purchase,1,paid,a,1,x\n":                                                 {"not a whole number"},
		"purchase,1,paid,a,1,\npurchase,1,open,b,1,\n":                            {"not the same"},
		"order,1,paid,a,1,\n":                                                     {"CSV can hold"},
		"quote,1,paid,a,1,\n":                                                     {"not a column of this type"},
		"purchase,1,paid,a,1,\npurchase,1,paid,\"b\"c,1,\npurchase,1,paid,c,1,\n": {"a row next to it", "quotation mark", "a row next to it"},
		"purchase,1,paid,caf\xe9,1,\n":                                            {"Latin-1"},
	} {
		rows := readAll(t, intake.CSV, head+body)
		if len(rows) != len(says) {
			t.Errorf("%q: %d rows: %+v", body, len(rows), rows)
			continue
		}
		for i, want := range says {
			got := ""
			if rows[i].Err != nil {
				got = rows[i].Err.Error()
			}
			if !strings.Contains(got, want) || (got == "") != (want == "") {
				t.Errorf("%q, record %d: %q, want %q", body, i+1, got, want)
			}
		}
	}
}

func TestFilesAreToldByHowTheyBegin(t *testing.T) {
	for head, want := range map[string]intake.Content{
		"%PDF-1.7":                     intake.ContentPDF,
		" <?xml version=\"1.0\"?>":     intake.ContentXML,
		"\xef\xbb\xbf<Invoice":         intake.ContentXML,
		"\r\n{\"type\"":                intake.ContentNDJSON,
		"\xef\xbb\xbftype;id\r\n":      intake.ContentCSV,
		"\"id\",\"type\",\"status\"\n": intake.ContentCSV,
		"Dear colleague, the type\nid": intake.ContentOther,
		"":                             intake.ContentOther,
	} {
		if got := intake.Sniff([]byte(head)); got != want {
			t.Errorf("%q: %s, want %s", head, got, want)
		}
	}
}

// Whatever comes in, each row has a number behind the last, and either a record
// of the account or a reason.
func fuzzRows(f *testing.F, format string, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, err := intake.OpenRows("acme", format, strings.NewReader(string(body)))
		if err != nil {
			return
		}
		last := int64(0)
		for {
			row, err := rows.Next()
			if err != nil {
				return
			}
			if row.Number <= last || (row.Record == nil) == (row.Err == nil) {
				t.Fatalf("row %+v behind %d", row, last)
			}
			if row.Record != nil {
				if _, key := row.Record.Identity(); key.Account != "acme" {
					t.Fatalf("a record of %q", key.Account)
				}
			}
			last = row.Number
		}
	})
}

func FuzzNDJSON(f *testing.F) {
	fuzzRows(f, intake.NDJSON, `{"type":"purchase","id":"1","status":"paid","items":[{"runningNo":1,"name":"a","quantity":"1"}]}`,
		"{}\n[]\n\xff\n", `{"type":"customer","id":"1","name":"a","users":[{"email":"a@b"}]}`)
}

func FuzzCSV(f *testing.F) {
	fuzzRows(f, intake.CSV, "type,id,status,item.name\npurchase,1,paid,a\npurchase,1,paid,\"b\n", "id;type\r\n1;quote\r\n", "type,id\n\"\n")
}
