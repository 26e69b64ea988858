package main

import (
	"bytes"
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// A report piped in stops the mail to an address, and only for the account whose
// mail came back.
func TestAReportOfAMailServerStopsMailToTheAddress(t *testing.T) {
	sink := newSMTPSink(t)
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	env["LATCHKEY_SMTP_URL"], env["LATCHKEY_MAIL_FROM"] = sink.url, "Acme Billing <billing@acme.example>"
	furnishedDatabase(t, env)
	p := startProgram(t, env, "serve")
	if asked := p.post(linkB1, urlencode, "ask=new-link"); asked.status != http.StatusSeeOther {
		t.Fatalf("asking for a new link: %d", asked.status)
	}
	head, _, _ := strings.Cut(sink.next(t).body, "\r\n\r\n")
	report := "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n" +
		"Action: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n" + head + "\r\n\r\n--b--\r\n"

	for _, c := range []struct{ name, account, report, says string }{
		{"another account's", "globex", report, ": no mail of globex\n"},
		{"that may still arrive", "acme", strings.Replace(report, "5.1.1", "4.4.7", 1), ": nothing final became of it (failed 4.4.7)\n"},
		{"for good", "acme", report, ": bounced\n"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), []string{"bounce", c.account}, from(env), strings.NewReader(c.report), &stdout, &stderr)
		if code != exitDone || !strings.HasSuffix(stdout.String(), c.says) {
			t.Errorf("%s: exit code %d: %q%s", c.name, code, &stdout, &stderr)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"bounce", "acme"}, from(env), strings.NewReader("Subject: hello\r\n\r\nhello"), &stdout, &stderr); code == exitDone {
		t.Error("a mail that is no report was taken")
	}
}
