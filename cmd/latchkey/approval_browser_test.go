//go:build e2e

package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A partner asks, the client opens the mail, presses the link, approves, and
// presses the link again, in a browser that runs no script. The partner then
// reads that the client is connected.
func TestAConnectionIsApprovedFromTheMailWithoutJavaScript(t *testing.T) {
	sink, p, partnerKey := askedByPartner(t)
	url := sink.next(t).link(t)

	b := scriptless(t)
	b.opens(t, url, "Ledgerly wants to connect")
	b.presses(t, `button[name=decision][value=approve]`, "You approved the connection")
	if receipt := sink.next(t); receipt.to != "maja@nordlys.example" {
		t.Errorf("the receipt went to %s", receipt.to)
	}
	b.opens(t, url, "You approved the connection") // the same browser
	p.send(http.MethodGet, "/clients/tenant-0042", "XApiKey", partnerKey, "", http.StatusOK)
}

// askedByPartner is a running program in which Ledgerly has asked a client of
// Acme to connect, with the mail server that the client's mail has reached.
func askedByPartner(t *testing.T) (*smtpSink, *program, string) {
	t.Helper()
	sink := newSMTPSink(t)
	listen := freeAddress(t)
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	env["LATCHKEY_SMTP_URL"], env["LATCHKEY_MAIL_FROM"] = sink.url, "Acme Billing <billing@acme.example>"
	env["LATCHKEY_ADDR"], env["LATCHKEY_BASE_URL"] = listen, "http://"+listen
	command(t, env, "init")
	command(t, env, "account", "create", "acme", "--name", "Acme Collect")
	commandWith(t, env, supportPassword+"\n", "admin", "create", "sam@acme.example", "--role", "support", "--account", "acme")
	apiKey := keyOf(t, command(t, env, "apikey", "create", "acme", "billing", "--scope", "write", "--json"))
	partnerKey := keyOf(t, command(t, env, "partner", "create", "acme", "Ledgerly", "--json"))

	p := startProgram(t, env, "serve")
	p.send(http.MethodPut, "/api/v1/customers/cl-1", "Authorization", "Bearer "+apiKey,
		`{"name":"Nordlys Interiors ApS","type":"business","country":"DK","onboardingDone":true,"users":[{"id":"u1","name":"Maja Lind","email":"maja@nordlys.example"}]}`, http.StatusOK)
	p.send(http.MethodPost, "/clients", "XApiKey", partnerKey, `{"externalTenantId":"tenant-0042",
		"client":{"name":"Nordlys Interiors ApS","country":"Denmark","registrationNumber":"39184457","address":"Havnegade 2","zipCode":"1058","city":"Copenhagen","supportEmail":"maja@nordlys.example"},
		"users":[{"name":"Maja Lind","email":"maja@nordlys.example","isOnboardingUser":true}]}`, http.StatusConflict)
	return sink, p, partnerKey
}

// freeAddress is an address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func keyOf(t *testing.T, printed string) string {
	t.Helper()
	var made struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal([]byte(printed), &made); err != nil || made.Key == "" {
		t.Fatalf("no key in %q: %v", printed, err)
	}
	return made.Key
}

// send calls one of the APIs.
func (p *program) send(method, path, header, value, body string, want int) {
	p.t.Helper()
	r, err := http.NewRequest(method, "http://"+p.addr+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set(header, value)
	r.Header.Set("Content-Type", "application/json")
	if got := p.do(r); got.status != want {
		p.t.Fatalf("%s %s: %d, want %d: %s", method, path, got.status, want, got.body)
	}
}

// client is a browser whose pages run no script.
type client struct{ ctx context.Context }

func scriptless(t *testing.T) client {
	t.Helper()
	program := os.Getenv("CHROMIUM")
	if program == "" {
		program = "/usr/bin/chromium"
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("headless", true), chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return client{ctx}
}

func (c client) opens(t *testing.T, url, heading string) {
	t.Helper()
	c.goes(t, chromedp.Navigate(url), heading)
}

func (c client) presses(t *testing.T, button, heading string) {
	t.Helper()
	c.goes(t, chromedp.Click(button), heading)
}

// goes does what loads a page, and reads its heading.
func (c client) goes(t *testing.T, step chromedp.Action[chromedp.Void], heading string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, step); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.TextContent("h1"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(got), " "), heading) {
		t.Fatalf("the page says %q, not %q", got, heading)
	}
}
