package web_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// sends posts a form with a file under a name of its own.
func (b *browser) sends(target, file string, body []byte, fields ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	var sent bytes.Buffer
	form := multipart.NewWriter(&sent)
	for i := 0; i < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", file)
	if err != nil {
		b.t.Fatal(err)
	}
	_, _ = part.Write(body)
	if err := form.Close(); err != nil {
		b.t.Fatal(err)
	}
	return b.posts(target, form.FormDataContentType(), sent.Bytes())
}

func (b *browser) posts(target, kind string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", target, bytes.NewReader(body))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

// runs works through the imports that wait.
func (o *office) runs() {
	o.t.Helper()
	if _, err := o.service.RunImports(context.Background(), intake.OpenRows); err != nil {
		o.t.Fatal(err)
	}
}

const twoCustomers = `{"type":"customer","id":"91","name":"Skovby Tømrer","modifiedAt":"2026-11-01T00:00:00Z"}
{"type":"customer","id":"92"}
{"type":"customer","id":"8801","name":"Harbour & Pine A/S","modifiedAt":"2026-11-01T00:00:00Z"}
`

// uploaded sends a file as a dry run, or for good, and returns its page.
func (b *browser) uploadsImport(body, dry string) string {
	b.t.Helper()
	job := between(b.t, plain(b.get("/admin/imports/new")), `name="job" value="`, `"`)
	fields := []string{"job", job, "account", "northwind"}
	if dry != "" {
		fields = append(fields, "dry", dry)
	}
	at := "/admin/imports/northwind/" + job
	leads(b.t, b.sends("/admin/imports", `C:\files\november.csv`, []byte(body), fields...), at)
	leads(b.t, b.sends("/admin/imports", `C:\files\november.csv`, []byte(body), fields...), at) // pressed twice
	return at
}

func TestAFileIsRehearsedAndThenImportedOnce(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	wants(t, b.get("/admin/imports/new"), 200, `name="dry" value="1"`, "checked", "Northwind Collect")
	at := b.uploadsImport(twoCustomers, "1")
	queued := b.get(at)
	wants(t, queued, 200, "Queued", "<progress", "This page refreshes every 3 seconds")
	if queued.Header().Get("Refresh") != "3" {
		t.Error("the page of an import under way does not refresh")
	}
	o.runs()
	dry := b.get(at)
	wants(t, dry, 200, "november.csv", "Dry run done", "1 row was refused", "1 refused, 1 new, 1 changed", "nothing was kept", "Import it now")
	if dry.Header().Get("Refresh") != "" || strings.Contains(plain(dry), "/undo") || strings.Contains(plain(dry), "/admin/customers/northwind/91") {
		t.Error("a dry run that is over refreshes, can be taken back or leads to what is not there")
	}
	if _, err := o.store.Customer(context.Background(), portal.Key{Account: "northwind", ID: "91"}); err == nil {
		t.Error("a dry run kept something")
	}
	only := plain(b.get(at + "?verdict=refused"))
	if !strings.Contains(only, ">92<") || strings.Contains(only, ">91<") {
		t.Error("the tab of refused rows has others, or not its own")
	}
	csv := b.get(at + "/verdicts.csv")
	if csv.Code != 200 || !strings.HasPrefix(csv.Body.String(), "row,status,type,id,reason\n1,imported,customer,91,") || !strings.HasPrefix(csv.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %v %s", csv.Code, csv.Header(), csv.Body)
	}
	wants(t, b.get(at+"/verdicts.ndjson"), 200, `{"row":1,"status":"imported","type":"customer","id":"91"}`)

	began := b.post(at + "/now")
	next := began.Header().Get("Location")
	if began.Code != 303 || next == at {
		t.Fatalf("%d to %q", began.Code, next)
	}
	leads(t, b.post(at+"/now"), next)
	o.runs()
	leads(t, b.post(at+"/now"), next)
	wants(t, b.get(next), 200, "Done", "1 refused, 1 new, 1 changed", "/admin/customers/northwind/91", "Take it back …")
	wants(t, b.get(at), 200, "Led to", next)
	wants(t, b.post(next+"/now"), 409, "This is no dry run that is done.")
	list := plain(b.get("/admin/imports"))
	if n := strings.Count(list, `<th scope="row">`); n != 2 || !strings.Contains(list, "a dry run by "+owner) {
		t.Errorf("%d imports are listed", n)
	}
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Import queued", "Import done")
}

func TestAnImportIsTakenBackUnlessSomebodyActed(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	at := b.uploadsImport(twoCustomers, "")
	wants(t, b.get(at+"/undo"), 409, "Only an import that is over")
	o.runs()
	wants(t, b.get(at+"/undo"), 200, "Take back november.csv", "1 record that it made is removed.", "1 record that it changed becomes as it was before.", "Keep it")
	visit := portal.Visit{
		Object: portal.ObjectKey{Account: "northwind", Kind: link.Methods, ID: "c91"}, Page: "confirm", Who: portal.VisitPerson, First: o.clock(), Last: o.clock(), Count: 1,
	}
	if err := o.store.InTx(context.Background(), func(tx portal.Tx) error { return tx.AddVisits(context.Background(), []portal.Visit{visit}) }); err != nil {
		t.Fatal(err)
	}
	wants(t, b.post(at+"/undo"), 409, "It was not taken back", "/admin/customers/northwind/91", "Its page was opened by a visitor")
	if _, err := o.store.Customer(context.Background(), portal.Key{Account: "northwind", ID: "91"}); err != nil {
		t.Error("a refusal removed something:", err)
	}

	second := b.uploadsImport(`{"type":"customer","id":"99","name":"Only Here"}`, "")
	o.runs()
	leads(t, b.post(second+"/undo"), second)
	leads(t, b.post(second+"/undo"), second) // pressed twice
	wants(t, b.get(second), 200, "Being taken back", "0 of 1 row taken back")
	o.runs()
	wants(t, b.get(second), 200, "It was taken back", "1 record was removed, 0 are as before.", "Taken back by", owner)
	wants(t, b.get("/admin/imports"), 200, "taken back by "+owner)
	wants(t, b.get(second+"/undo"), 409)
	if _, err := o.store.Customer(context.Background(), portal.Key{Account: "northwind", ID: "99"}); err == nil {
		t.Error("what the import made is still there")
	}
}

func TestUploadsThatCannotBeImportedAreRefusedWithTheReason(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	wants(t, b.sends("/admin/imports", "x.csv", nil, "account", "northwind", "dry", "1"), 422, "Choose a file that has something in it.", "<title>Error: ", "checked", `value="northwind" selected`)
	wants(t, b.sends("/admin/imports", "x.csv", []byte("a,b\n\xff\xfe"), "account", "northwind"), 422, "This is no text in UTF-8.")
	wants(t, b.sends("/admin/imports", "x.csv", []byte("a"), "account", "elsewhere"), 422, "Choose the account that the file is for.")
	large := bytes.Repeat([]byte("x"), portal.MaxImport+1)
	wants(t, b.sends("/admin/imports", "x.csv", large, "account", "northwind"), 413, "The file is larger than 32 MB.", `value="northwind" selected`)
	wants(t, b.sends("/admin/imports", "x.csv", append(large, make([]byte, 1<<20)...), "account", "northwind"), 413)
	wants(t, b.post("/admin/imports", "account", "northwind"), 415)
	wants(t, b.posts("/admin/imports", "multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc")), 415)
	if jobs, err := o.service.ImportJobs(context.Background(), "northwind", 9); err != nil || len(jobs) != 0 {
		t.Errorf("%d jobs were made, %v", len(jobs), err)
	}
	wants(t, o.signedIn(maria).sends("/admin/imports", "x.csv", large, "account", "northwind"), 403)
}

func TestMessagesThatWereRefusedAreTriedAgain(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	ctx := context.Background()
	wants(t, b.get("/admin/imports/messages"), 200, "No message waits, and none was refused.")
	in, err := o.service.ReceiveNotification(ctx, "northwind", "text/plain", []byte("hello"))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, b.get("/admin/imports/messages"), 200, "Not read yet", "Waits", in.ID)
	if _, err := o.service.RunInbox(ctx, intake.ReadNotifications); err != nil {
		t.Fatal(err)
	}
	again := "/admin/imports/messages/northwind/" + in.ID + "/again"
	wants(t, b.get("/admin/imports/messages"), 200, "Not readable", "Refused", again)
	leads(t, b.post(again), "/admin/imports/messages")
	wants(t, b.get("/admin/imports/messages"), 200, "The message waits to be read again.", "Waits")
	wants(t, b.post(again), 409, "It waits to be read already.")
	wants(t, b.get("/admin/audit?account=northwind"), 200, "Notification retried")
	if page := plain(o.signedIn("guest@northwind.example").get("/admin/imports/messages")); strings.Contains(page, "/again") {
		t.Error("somebody who may only look is offered to try again")
	}
}
