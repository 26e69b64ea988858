package mail

import (
	"strings"
	"testing"
)

func TestServerIsReadFromItsURL(t *testing.T) {
	for _, tt := range []struct {
		url  string
		want Server
	}{
		{"smtp://mail.example", Server{"mail.example", 587, "", "", Require}},
		{"smtp://u:p%40ss@mail.example:2525?starttls=require", Server{"mail.example", 2525, "u", "p@ss", Require}},
		{"smtp://mail.example:25?starttls=opportunistic", Server{"mail.example", 25, "", "", Opportunistic}},
		{"smtp://localhost:25/?starttls=off", Server{"localhost", 25, "", "", Off}},
		{"smtps://u%40acme.example:p@mail.example", Server{"mail.example", 465, "u@acme.example", "p", TLS}},
		{"smtp://[::1]:26", Server{"::1", 26, "", "", Require}},
	} {
		got, err := ParseServer(tt.url)
		if got != tt.want || err != nil {
			t.Errorf("%s: got %+v, %v", tt.url, got, err)
		}
	}
}

func TestUnclearServersAreRefusedWithoutRepeatingThePassword(t *testing.T) {
	for _, url := range []string{
		"", "mail.example:587", "http://u:hush@mail.example", "smtp://", "smtp:mail.example",
		"smtp://u:hush@mail.example?starttls=maybe", "smtp://u:hush@mail.example?tls=on",
		"smtps://u:hush@mail.example?starttls=off", "smtp://u:hush@mail.example:0", "smtp://u:hush@mail.example:99999",
		"smtp://hush@mail.example", "smtp://u:hush@mail.example/inbox", "smtp://u:hu%sh@mail.example",
	} {
		if s, err := ParseServer(url); err == nil {
			t.Errorf("%q: accepted as %+v", url, s)
		} else if strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: error repeats the password: %v", url, err)
		}
	}
}

func TestTrayShowsTheNewestFirstAndKeepsOnlySoMany(t *testing.T) {
	var tray Tray
	for i := range trayHolds + 2 {
		l := letter()
		l.MessageID = MessageID(strings.Repeat("x", i+1), "acme.example")
		if err := tray.Deliver(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	letters := tray.Letters()
	newest := MessageID(strings.Repeat("x", trayHolds+2), "acme.example")
	if len(letters) != trayHolds || letters[0].MessageID != newest {
		t.Errorf("%d letters, first %q", len(letters), letters[0].MessageID)
	}
	if _, ok := tray.Letter("x@acme.example"); ok {
		t.Error("the oldest letter is still there")
	}
	if l, ok := tray.Letter(newest); !ok || l.Subject != letter().Subject {
		t.Error("the newest letter is not found")
	}
}

func TestSenderIsReadFromItsSetting(t *testing.T) {
	name, address, host, err := ParseSender("Acme Billing <billing@acme.example>")
	if name != "Acme Billing" || address != "billing@acme.example" || host != "acme.example" || err != nil {
		t.Errorf("got %q, %q, %q, %v", name, address, host, err)
	}
	if _, _, _, err := ParseSender("Acme"); err == nil {
		t.Error("accepted a name alone")
	}
}
