//go:build e2e

package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

const adminPassword = "harbour lantern seven quiet"

// An admin makes a passkey on the page of their own and signs in with it, with
// an authenticator that the browser plays and a script of ours that it runs.
func TestAPasskeyIsMadeAndUsedWithJavaScript(t *testing.T) {
	base := desk(t)
	b := scripted(t)
	b.opens(t, base+"/admin/sign-in", "Sign in")
	b.types(t, "#email", "ada@example.com")
	b.types(t, "#password", adminPassword)
	b.presses(t, `form[action="/admin/sign-in"] button`, "")
	b.opens(t, base+"/admin/passkeys/add", "Add a passkey")
	b.types(t, "#name", "Test device")
	b.presses(t, `form[data-passkey=create] button`, "Passkeys")
	b.says(t, "Test device", "Not yet")
	b.presses(t, `form[action="/admin/sign-out"] button`, "Sign in")
	b.presses(t, `form[data-passkey=get] button`, "")
	b.opens(t, base+"/admin/passkeys", "Passkeys")
	b.says(t, "Test device", "ada@example.com")
}

// Without a script there is no button for it, and the password works.
func TestThePasswordWorksWithoutJavaScript(t *testing.T) {
	base := desk(t)
	b := scriptless(t)
	b.opens(t, base+"/admin/sign-in", "Sign in")
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	err := chromedp.Do(ctx, chromedp.WaitNotVisible(`form[data-passkey=get]`))
	if err != nil {
		t.Fatal(err)
	}
	b.types(t, "#email", "ada@example.com")
	b.types(t, "#password", adminPassword)
	b.presses(t, `form[action="/admin/sign-in"] button`, "")
	b.opens(t, base+"/admin/passkeys/add", "Add a passkey")
	b.says(t, "with JavaScript, which is off here")
}

// desk is a running program with an admin, at a name that browsers let have
// passkeys without https.
func desk(t *testing.T) (base string) {
	t.Helper()
	listen := freeAddress(t)
	_, port, _ := strings.Cut(listen, ":")
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	env["LATCHKEY_ADDR"], env["LATCHKEY_BASE_URL"] = listen, "http://localhost:"+port
	command(t, env, "init")
	var said strings.Builder
	if code := run(context.Background(), []string{"admin", "create", "ada@example.com", "--role", "support"}, from(env), strings.NewReader(adminPassword+"\n"), &said, &said); code != exitDone {
		t.Fatalf("no admin: %s", &said)
	}
	startProgram(t, env, "serve")
	return env["LATCHKEY_BASE_URL"]
}

// scripted is a browser that runs scripts and plays an authenticator whose owner
// unlocks it.
func scripted(t *testing.T) client {
	t.Helper()
	c := startClient(t)
	err := chromedp.Do(c.ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
			Options: &webauthn.VirtualAuthenticatorOptions{
				Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
				HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
			},
		})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c client) types(t *testing.T, field, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.SendKeys(field, text)); err != nil {
		t.Fatal(err)
	}
}

func (c client) says(t *testing.T, words ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	body, err := chromedp.Run(ctx, chromedp.TextContent("body"))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("the page does not say %q: %.400s", word, body)
		}
	}
}
