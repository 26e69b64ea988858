package intake_test

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// upTo reads a bulk import as far as it can be read, and says why not further.
func upTo(t *testing.T, format string, body io.Reader) (rows []portal.Row, end error) {
	t.Helper()
	r, err := intake.OpenRows("acme", format, body)
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
}

// A quotation mark that is never closed takes all that stands behind it: whoever
// sent the file is told, and what it may belong to is not taken in part.
func TestAQuotationMarkThatIsNeverClosedEndsTheFile(t *testing.T) {
	const head = "type,id,status,item.name,item.quantity\npurchase,1,paid,Lamp,1\npurchase,2,paid,Desk,1\n"
	for name, rest := range map[string]string{
		"to the end":    "purchase,2,,\"Chair,1\npurchase,3,paid,Sofa,1\n",
		"for too long":  "purchase,2,,\"Chair,1\n" + strings.Repeat("purchase,3,paid,Sofa,1\n", 100_000),
		"on a long row": "purchase,2,," + strings.Repeat("x", 10<<20) + ",1\npurchase,3,paid,Sofa,1\n",
	} {
		rows, end := upTo(t, intake.CSV, strings.NewReader(head+rest))
		var refusal intake.Refusal
		if !errors.As(end, &refusal) || !strings.Contains(refusal.Reason, "row 3 ") {
			t.Errorf("%s: it ends with %v", name, end)
		}
		if len(rows) != 3 || rows[0].Err != nil || rows[1].Err == nil || rows[2].Err == nil {
			t.Errorf("%s: rows %+v", name, rows)
		}
	}
}

// One that stands where none can costs its row.
func TestAQuotationMarkOutOfPlaceCostsItsRow(t *testing.T) {
	for _, wrong := range []string{"\"a\"b", "5\" pipe"} {
		rows, end := upTo(t, intake.CSV, strings.NewReader("type,id,status\npurchase,1,"+wrong+"\npurchase,2,paid\npurchase,3,"+wrong))
		if end != nil || len(rows) != 3 || rows[0].Err == nil || rows[1].Err != nil || rows[2].Err == nil {
			t.Errorf("%s: %+v, %v", wrong, rows, end)
		}
	}
}

// endless is a table with one record that never ends.
type endless struct{ begun bool }

func (e *endless) Read(p []byte) (int, error) {
	text := strings.Repeat("purchase,1,paid,Lamp,1\n", 1000)
	if !e.begun {
		e.begun, text = true, "type,id,status,item.name,item.quantity\n"
	}
	return copy(p, text), nil
}

func TestMemoryDoesNotGrowWithARecord(t *testing.T) {
	rows, err := intake.OpenRows("acme", intake.CSV, io.MultiReader(io.LimitReader(&endless{}, 64<<20), strings.NewReader("\npurchase,2,paid,Desk,1\n")))
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	row, err := rows.Next()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err != nil || row.Err == nil || !strings.Contains(row.Err.Error(), "1 MiB") {
		t.Errorf("%+v, %v", row.Err, err)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("%d bytes are held", grown)
	}
	runtime.KeepAlive(rows)
}

// What stands twice could be the wrong one of the two.
func TestANameThatStandsTwiceIsRefused(t *testing.T) {
	for _, line := range []string{
		`{"type":"purchase","id":"1","status":"paid","status":"open"}`,
		`{"type":"purchase","id":"1","ID":"2","status":"paid"}`,
		`{"type":"purchase","id":"1","status":"paid","totals":{"net":"1","net":"2"}}`,
		`{"type":"purchase","id":"1","status":"paid","items":[{"runningNo":1,"name":"a","name":"b","quantity":"1"}]}`,
	} {
		if _, err := intake.ReadRecord("acme", []byte(line)); err == nil || !strings.Contains(err.Error(), "stands twice") {
			t.Errorf("%s: %v", line, err)
		}
	}
	good := `{"type":"purchase","id":"1","status":"paid","currency":"EUR","totals":{"net":"1"},"items":[{"runningNo":1,"name":"a","quantity":"1"},{"runningNo":2,"name":"a","quantity":"1"}],"poNumber":"name"}`
	if _, err := intake.ReadRecord("acme", []byte(good)); err != nil {
		t.Error(err)
	}
}
