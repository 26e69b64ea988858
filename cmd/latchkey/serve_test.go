package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
)

// The published vector B1: an order's link that ends at 1762084800.
const (
	linkB1    = "https://pay.example.com/acme/p/366332011?s=1759492800&e=1762084800&k=a1&c=e33ddc6a52e966c91bc9f9aef07743e4"
	endOfB1   = "1762084800"
	urlencode = "application/x-www-form-urlencoded"
)

func TestServeOnSQLite(t *testing.T) {
	serveEndToEnd(t, "sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"))
}

func TestServeOnPostgreSQL(t *testing.T) { serveEndToEnd(t, pgtest.URL(t)) }

// serveEndToEnd is one day of a server: it starts, a customer comes with an
// expired link and is mailed a new one, and it is told to stop while somebody
// is still being served.
func serveEndToEnd(t *testing.T, dsn string) {
	sink := newSMTPSink(t)
	env := testEnv(dsn, endOfB1)
	env["LATCHKEY_SMTP_URL"] = sink.url
	env["LATCHKEY_MAIL_FROM"] = "Acme Billing <billing@acme.example>"
	furnishedDatabase(t, env)

	p := startProgram(t, env, "serve")
	if want := "Latchkey is ready on http://" + p.addr + " for https://pay.example.com\n"; p.first != want {
		t.Errorf("the ready line is %q, want %q", p.first, want)
	}
	if ready := p.get("/readyz"); ready.status != http.StatusOK || ready.body != "ready\n" {
		t.Errorf("/readyz: %d %q", ready.status, ready.body)
	}
	if byAddress := p.get("http://" + p.addr + "/readyz"); byAddress.status != http.StatusOK {
		t.Errorf("/readyz asked for by address: %d", byAddress.status)
	}
	if expired := p.get(linkB1); expired.status != http.StatusGone || expired.name != "expired" {
		t.Errorf("a link at its end: %d, page %q", expired.status, expired.name)
	}
	fresh := p.renewed(sink)
	if opened := p.get(fresh); opened.status != http.StatusOK || opened.name != "document" {
		t.Errorf("the link that was mailed: %d, page %q", opened.status, opened.name)
	}
	p.finishesWhatIsUnderWay(fresh)
	if rest := <-p.rest; rest != "" {
		t.Errorf("printed more than the ready line: %q", rest)
	}
	p.logHoldsNoSecret(fresh)
	nothingLeft(t)
}

// renewed presses "Email me a new link" and returns the one that comes.
func (p *program) renewed(sink *smtpSink) string {
	p.t.Helper()
	asked := p.post(linkB1, urlencode, "ask=new-link")
	if asked.status != http.StatusSeeOther {
		p.t.Fatalf("asking for a new link: %d", asked.status)
	}
	if told := p.get("http://pay.example.com" + asked.location); told.status != http.StatusOK && told.status != http.StatusGone {
		p.t.Errorf("after asking: %d", told.status)
	}
	// Moving the clock sends what is due, without waiting for the next round.
	if moved := p.post("/test/clock", "application/json", `{"now":1762084900}`); moved.status != http.StatusOK {
		p.t.Fatalf("POST /test/clock: %d %s", moved.status, moved.body)
	}
	mail := sink.next(p.t)
	if mail.to != "anna@harbourpine.example" {
		p.t.Errorf("the mail went to %s", mail.to)
	}
	if !strings.Contains(mail.body, "billing@acme.example") {
		p.t.Error("the mail is not from MAIL_FROM")
	}
	return mail.link(p.t)
}

// finishesWhatIsUnderWay stops the program while it reads the body of a
// request: nobody new is let in, and this one gets its answer.
func (p *program) finishesWhatIsUnderWay(link string) {
	p.t.Helper()
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		p.t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		p.t.Fatal(err)
	}
	const body = "ask=new-link"
	target := strings.TrimPrefix(linkB1, "https://pay.example.com")
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: pay.example.com\r\nContent-Type: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		target, urlencode, len(body))
	reader := bufio.NewReader(conn)
	if line, err := reader.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" {
		p.t.Fatalf("the handler does not ask for the body: %q, %v", line, err)
	}
	if _, err := reader.ReadString('\n'); err != nil {
		p.t.Fatal(err)
	}
	p.cancel()
	eventually(p.t, "the listener closes", func() bool {
		late, err := net.Dial("tcp", p.addr)
		if err == nil {
			late.Close()
		}
		return err != nil
	})
	fmt.Fprint(conn, body)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil {
		p.t.Fatalf("the request under way got no answer: %v", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		p.t.Errorf("the request under way got %d", answer.StatusCode)
	}
	if code := p.ended(); code != exitDone {
		p.t.Errorf("exit code %d: %s", code, p.stderr)
	}
}

func (p *program) logHoldsNoSecret(link string) {
	p.t.Helper()
	log := p.stderr.String()
	if !strings.Contains(log, `"msg":"request"`) {
		p.t.Errorf("no request was logged: %s", log)
	}
	_, checksum, _ := strings.Cut(link, "&c=")
	for _, secret := range []string{"harbourpine", "e33ddc6a52e966c91bc9f9aef07743e4", checksum, "366332011", masterKey} {
		if strings.Contains(log, secret) {
			p.t.Errorf("the log holds %q", secret)
		}
	}
}

// Nobody moves the clock of a real installation, and mail waits for a server.
func TestProductionHasNeitherTestClockNorDevPages(t *testing.T) {
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	env["LATCHKEY_MODE"], env["LATCHKEY_TEST_CLOCK"] = "production", ""
	p := startProgram(t, env, "serve")
	if a := p.post("/test/clock", "application/json", `{"now":1762084900}`); a.status == http.StatusOK {
		t.Errorf("POST /test/clock: %d", a.status)
	}
	if a := p.get("/dev/mail"); a.status != http.StatusNotFound {
		t.Errorf("/dev/mail: %d", a.status)
	}
	if a := p.get("http://elsewhere.example/"); a.status != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", a.status)
	}
	if !strings.Contains(p.stderr.String(), "no SMTP_URL: mail stays queued") {
		t.Errorf("it does not say that mail stays queued: %s", p.stderr)
	}
	if code := p.stop(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	nothingLeft(t)
}

// An address that is taken is said, and the database is closed again.
func TestServeSaysThatTheAddressIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	env["LATCHKEY_ADDR"] = taken.Addr().String()
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"serve"}, from(env), strings.NewReader(""), &stdout, &stderr)
	if code != exitRefused || !strings.Contains(stderr.String(), "address already in use") || stdout.Len() > 0 {
		t.Errorf("exit code %d, %q, %q", code, &stdout, &stderr)
	}
	nothingLeft(t)
}
