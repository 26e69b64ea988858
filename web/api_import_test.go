package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// manyOrders is a file of n purchases in which three are wrong.
func manyOrders(n int) string {
	var file strings.Builder
	for i := 1; i <= n; i++ {
		switch i {
		case 17:
			file.WriteString("{\"type\":\"purchase\",\"id\":\"17\"\n")
		case 400:
			file.WriteString("{\"type\":\"purchase\",\"id\":\"400\",\"status\":\"paid\",\"totals\":{\"net\":\"ten\"}}\n")
		case n:
			file.WriteString("\xef\xbf\n")
		default:
			fmt.Fprintf(&file, "{\"type\":\"purchase\",\"id\":\"%d\",\"status\":\"paid\"}\n", i)
		}
	}
	return file.String()
}

// Case 59: three bad rows of many stop nothing.
func TestBadRowsStopNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		const n = 1000
		job := c.ok(202, "POST", "/api/v1/imports?name=orders.ndjson", manyOrders(n), "Content-Type: application/x-ndjson")
		target := fmt.Sprint("/api/v1/imports/", job["id"])
		if job["state"] != "queued" || job["format"] != "ndjson" {
			t.Errorf("queued: %v", job)
		}
		w.runImports()
		job = c.ok(200, "GET", target, nil)
		if job["state"] != "done" || fmt.Sprint(at(job, "counts", "imported")) != "997" || fmt.Sprint(at(job, "counts", "refused")) != "3" {
			t.Errorf("%v", job)
		}
		lines := strings.Split(strings.TrimSpace(string(c.call("GET", target+"/verdicts", nil).body)), "\n")
		if len(lines) != n || !strings.Contains(lines[16], `"refused"`) || !strings.Contains(lines[399], "totals.net") || !strings.Contains(lines[n-1], "Latin-1") {
			t.Errorf("%d verdicts: %s %s %s", len(lines), lines[16], lines[399], lines[n-1])
		}
		if list := items(t, c.ok(200, "GET", "/api/v1/imports", nil)); len(list) != 1 {
			t.Errorf("%v", list)
		}
	})
}

// Case 59 in full: three bad rows of ten thousand.
func TestTenThousandRowsWithThreeBadOnes(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped by -short: it imports ten thousand rows; run without -short")
	}
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{})
	c := w.as(w.apiKey("acme", "read", "write"))
	const n = 10_000
	job := c.ok(202, "POST", "/api/v1/imports", manyOrders(n))
	w.runImports()
	target := fmt.Sprint("/api/v1/imports/", job["id"])
	job = c.ok(200, "GET", target, nil)
	if job["state"] != "done" || fmt.Sprint(at(job, "counts", "imported")) != "9997" || fmt.Sprint(at(job, "counts", "refused")) != "3" {
		t.Errorf("%v", job)
	}
	verdicts := c.call("GET", target+"/verdicts", nil).body
	if lines := bytes.Count(verdicts, []byte("\n")); lines != n || bytes.Count(verdicts, []byte(`"refused"`)) != 3 {
		t.Errorf("%d verdicts, %d refused", lines, bytes.Count(verdicts, []byte(`"refused"`)))
	}
	for id, status := range map[string]int{"1": 200, "9999": 200, "17": 404, "400": 404, "10000": 404} {
		if a := c.call("GET", "/api/v1/purchases/"+id, nil); a.status != status {
			t.Errorf("purchase %s: status %d, want %d", id, a.status, status)
		}
	}
}

func (w *world) runImports() {
	w.t.Helper()
	_, err := w.service.RunImports(context.Background(), intake.OpenRows)
	w.must(err)
}

// dying reads rows until it dies, as a process that is killed does.
type dying struct {
	portal.Rows
	left int
	kill context.CancelFunc
}

func (d *dying) Next() (portal.Row, error) {
	if d.left--; d.left == 0 {
		d.kill()
	}
	return d.Rows.Next()
}

func TestAnImportThatWasKilledGoesOnWhereItWas(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		job := c.ok(202, "POST", "/api/v1/imports", manyOrders(500))
		ctx, kill := context.WithCancel(context.Background())
		_, err := w.service.RunImports(ctx, func(account, format string, body io.Reader) (portal.Rows, error) {
			rows, err := intake.OpenRows(account, format, body)
			return &dying{rows, 250, kill}, err
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("not killed: %v", err)
		}
		target := fmt.Sprint("/api/v1/imports/", job["id"])
		if half := c.ok(200, "GET", target, nil); half["state"] != "running" || fmt.Sprint(half["row"]) != "200" {
			t.Errorf("behind the second batch: %v", half)
		}
		w.runImports() // the claim of the dead one holds
		if half := c.ok(200, "GET", target, nil); half["state"] != "running" {
			t.Errorf("taken from a live claim: %v", half)
		}
		w.clock.Add(121)
		w.runImports()
		done := c.ok(200, "GET", target, nil)
		if done["state"] != "done" || fmt.Sprint(at(done, "counts", "imported")) != "497" {
			t.Errorf("%v", done)
		}
		entries, err := w.service.Trail(context.Background(), "acme", 0, 2000)
		w.must(err)
		mirrored := 0
		for _, e := range entries {
			if e.Act == "purchase.mirrored" {
				mirrored++
			}
		}
		if mirrored != 497 {
			t.Errorf("%d records taken, want 497, each once", mirrored)
		}
	})
}

func TestADryRunKeepsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		job := c.ok(202, "POST", "/api/v1/imports?dryRun=true", manyOrders(30))
		w.runImports()
		done := c.ok(200, "GET", fmt.Sprint("/api/v1/imports/", job["id"]), nil)
		if done["state"] != "done" || fmt.Sprint(at(done, "counts", "imported")) != "28" {
			t.Errorf("%v", done)
		}
		c.refused(404, "not-found", "GET", "/api/v1/purchases/1", nil)
	})
}

func TestAFileThatCannotBeReadFailsWithAReason(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{})
	c := w.as(w.apiKey("acme", "read", "write"))
	for body, says := range map[string]string{
		"type;id;colour\n":                 "colour",
		"name,status\n":                    "type and id",
		"type;id;name\xe9\n":               "Latin-1",
		"\xff\xfet\x00y\x00":               "UTF-16",
		"type,id,type\ncustomer,1,again\n": "twice",
	} {
		job := c.ok(202, "POST", "/api/v1/imports?format=csv", body)
		w.runImports()
		done := c.ok(200, "GET", fmt.Sprint("/api/v1/imports/", job["id"]), nil)
		if done["state"] != "failed" || !strings.Contains(fmt.Sprint(done["reason"]), says) {
			t.Errorf("%q: %v", body, done)
		}
	}
	c.refused(400, "bad-request", "POST", "/api/v1/imports", "")
	c.refused(413, "too-large", "POST", "/api/v1/imports", strings.Repeat("x", 32<<20+1))
}

func TestNoVerdictIsAFormula(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{})
	c := w.as(w.apiKey("acme", "read", "write"))
	job := c.ok(202, "POST", "/api/v1/imports", `{"type":"=1+1","id":"@SUM(A1)"}`)
	w.runImports()
	a := c.call("GET", fmt.Sprint("/api/v1/imports/", job["id"], "/verdicts"), nil, "Accept: text/csv")
	if !bytes.Contains(a.body, []byte("1,refused,'=1+1,'@SUM(A1),")) || !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") {
		t.Errorf("%s %s", a.header.Get("Content-Type"), a.body)
	}
}

// A row that the database will not take costs itself and nothing else, however
// often it is tried; and names from outside never are such a row.
func TestARowThatNeverSucceedsIsGivenUp(t *testing.T) {
	store, file := storetest.SQLiteFile(t)
	w := newWorld(t, store)
	w.account("acme", portal.V1Policy{})
	c := w.as(w.apiKey("acme", "read", "write"))
	file.Exec("create trigger injected before insert on purchase when new.id in ('120', '130') begin select raise(abort, 'injected'); end")
	job := c.ok(202, "POST", "/api/v1/imports", manyOrders(200))
	target := fmt.Sprint("/api/v1/imports/", job["id"])
	for range 6 { // the first takes what stands before the row
		if _, err := w.service.RunImports(context.Background(), intake.OpenRows); err == nil {
			break
		}
		if now := c.ok(200, "GET", target, nil); now["state"] != "running" {
			t.Fatalf("%v", now)
		}
		w.clock.Add(121)
	}
	done := c.ok(200, "GET", target, nil)
	if done["state"] != "done" || fmt.Sprint(at(done, "counts", "imported")) != "196" || fmt.Sprint(at(done, "counts", "refused")) != "4" {
		t.Errorf("%v", done)
	}
	verdicts := c.call("GET", target+"/verdicts", nil)
	if n := bytes.Count(verdicts.body, []byte("a fault of ours")); n != 2 || bytes.Contains(verdicts.body, []byte("injected")) {
		t.Errorf("%d rows given up: %s", n, verdicts.body)
	}
}

func TestAnImportThatNeverGoesOnIsGivenUp(t *testing.T) {
	store, file := storetest.SQLiteFile(t)
	w := newWorld(t, store)
	w.account("acme", portal.V1Policy{})
	c := w.as(w.apiKey("acme", "read", "write"))
	stuck := c.ok(202, "POST", "/api/v1/imports", manyOrders(30))
	fine := c.ok(202, "POST", "/api/v1/imports", `{"type":"purchase","id":"900","status":"paid"}`)
	file.Exec(fmt.Sprintf("create trigger injected before insert on import_row when new.job = '%s' begin select raise(abort, 'injected'); end", stuck["id"]))
	for range 5 {
		if _, err := w.service.RunImports(context.Background(), intake.OpenRows); err == nil {
			t.Fatal("it went on")
		}
		w.clock.Add(121)
	}
	if got := c.ok(200, "GET", fmt.Sprint("/api/v1/imports/", fine["id"]), nil); got["state"] != "done" {
		t.Errorf("the one behind it: %v", got)
	}
	got := c.ok(200, "GET", fmt.Sprint("/api/v1/imports/", stuck["id"]), nil)
	if got["state"] != "failed" || !strings.Contains(fmt.Sprint(got["reason"]), "a fault of ours") {
		t.Errorf("%v", got)
	}
	w.runImports()
}

func TestNoNameFromOutsideStopsAnImport(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		for format, body := range map[string]string{
			"ndjson": `{"type":"purch\u0000ase","id":"a\u0000\ud800"}` + "\n" + `{"type":"purchase","id":"1","status":"a\u0000b"}`,
			"csv":    "type,id,status\npurch\x00ase,a\x00b,paid\npurchase,1,a\x00b\n",
		} {
			job := c.ok(202, "POST", "/api/v1/imports?name=a%20b&format="+format, body)
			w.runImports()
			done := c.ok(200, "GET", fmt.Sprint("/api/v1/imports/", job["id"]), nil)
			if done["state"] != "done" || fmt.Sprint(at(done, "counts", "refused")) != "2" {
				t.Errorf("%s: %v", format, done)
			}
		}
	})
}
