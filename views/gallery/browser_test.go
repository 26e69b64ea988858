//go:build e2e

package gallery_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views/gallery"
	"github.com/latchkey-portal/latchkey/views/mail"
)

// The pages are looked at on a small phone, a phone and a desktop, in both
// themes.
var (
	widths = []int64{320, 390, 1280}
	themes = []string{"light", "dark"}
)

// TestPagesInABrowser runs axe-core on every page and mail of the gallery and
// counts what it loads. AXE_PATH names axe.min.js; CHROMIUM the browser, by
// default /usr/bin/chromium; SHOTS a folder for pictures, by default none.
func TestPagesInABrowser(t *testing.T) {
	axe, err := os.ReadFile(os.Getenv("AXE_PATH"))
	if err != nil {
		t.Fatalf("AXE_PATH must name axe.min.js: %v", err)
	}
	server := httptest.NewServer(galleryServer())
	defer server.Close()
	b := startBrowser(t, string(axe))
	for _, path := range paths() {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			b.open(t, server.URL+path)
			for _, theme := range themes {
				for _, width := range widths {
					b.check(t, path, theme, width)
				}
			}
		})
	}
}

// paths are the addresses of all pages and mails.
func paths() []string {
	var all []string
	for _, entry := range gallery.Entries() {
		all = append(all, "/page/"+entry.Name)
	}
	for _, m := range gallery.Mails() {
		all = append(all, "/mail/"+m.Name)
	}
	return all
}

// galleryServer serves the gallery under the policy customer pages have; mails
// need their inline styles.
func galleryServer() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/static/", static.Handler())
	for _, entry := range gallery.Entries() {
		mux.HandleFunc("/page/"+entry.Name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "+
				"form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'")
			_ = entry.Component.Render(r.Context(), w)
		})
	}
	for _, m := range gallery.Mails() {
		mux.HandleFunc("/mail/"+m.Name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
			_ = mail.HTML(m.Message).Render(r.Context(), w)
		})
	}
	return mux
}

// browser is one tab of one Chromium, used for all pages.
type browser struct {
	ctx      context.Context
	axe      string
	requests []string // since the last open
	messages []string // of the console, since the last open
}

func startBrowser(t *testing.T, axe string) *browser {
	t.Helper()
	program := os.Getenv("CHROMIUM")
	if program == "" {
		program = "/usr/bin/chromium"
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.UserDataDir(t.TempDir()),
	}
	for _, flag := range []string{
		"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
		"disable-background-networking", "disable-component-update", "disable-sync", "hide-scrollbars",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	b := &browser{axe: axe}
	b.ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(b.note))
	t.Cleanup(cancel)
	if err := chromedp.Do(b.ctx, chromedp.Func(watch)); err != nil {
		t.Fatal(err)
	}
	return b
}

// watch has the browser report what note listens for.
func watch(ctx context.Context, tab *chromedp.Target) error {
	_, network := cdp.Call(ctx, tab, network.Enable, network.EnableParams{})
	_, console := cdp.Call(ctx, tab, runtime.Enable, cdp.Empty{})
	_, complaints := cdp.Call(ctx, tab, log.Enable, cdp.Empty{})
	return errors.Join(network, console, complaints)
}

// note keeps what the page loads and complains about. It runs in the goroutine
// that reads the browser's messages, before a command that follows returns.
func (b *browser) note(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		b.messages = append(b.messages, fmt.Sprintf("%s: %v", e.Type, e.Args))
	case *runtime.EventExceptionThrown:
		b.messages = append(b.messages, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		b.messages = append(b.messages, e.Entry.Text)
	}
}

// open loads a page once; its widths and themes follow without loading again.
func (b *browser) open(t *testing.T, url string) {
	t.Helper()
	b.requests, b.messages = nil, nil
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(url, "/dev-") && len(b.requests) > 2 {
		t.Errorf("the page makes %d requests: %v", len(b.requests), b.requests)
	}
	if len(b.messages) > 0 {
		t.Errorf("the console says %v", b.messages)
	}
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](b.axe)); err != nil {
		t.Fatal(err)
	}
}

// axeRun gives one line per violation.
const axeRun = `axe.run({iframes: false, resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
	.then(r => r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; ')))`

// tooWide is by how much the page sticks out of the window, or a block of it out
// of the card.
const tooWide = `Math.max(document.documentElement.scrollWidth - innerWidth,
	...[...document.querySelectorAll('.pad > *, .stub > *')].map(e => e.getBoundingClientRect().width - e.parentElement.clientWidth
		+ parseFloat(getComputedStyle(e.parentElement).paddingInlineStart) + parseFloat(getComputedStyle(e.parentElement).paddingInlineEnd)))`

func (b *browser) check(t *testing.T, path, theme string, width int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Func(look(theme, width))); err != nil {
		t.Fatal(err)
	}
	overflow, err := chromedp.Run(ctx, chromedp.Evaluate[float64](tooWide))
	if err != nil {
		t.Fatal(err)
	}
	violations, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](axeRun, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	if overflow > 1 {
		t.Errorf("%s, %d px: something is %.0f px too wide", theme, width, overflow)
	}
	for _, violation := range violations {
		t.Errorf("%s, %d px: %s", theme, width, violation)
	}
	b.shoot(t, path, theme, width)
}

// look sets the size of the page and the theme of its reader.
func look(theme string, width int64) func(context.Context, *chromedp.Target) error {
	return func(ctx context.Context, tab *chromedp.Target) error {
		_, size := cdp.Call(ctx, tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: width, Height: 844, DeviceScaleFactor: 1, Mobile: width < 600,
		})
		_, media := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: theme},
				{Name: "prefers-reduced-motion", Value: "reduce"}, // colours must not be caught halfway
			},
		})
		return errors.Join(size, media)
	}
}

// shoot takes a picture where SHOTS asks for it.
func (b *browser) shoot(t *testing.T, path, theme string, width int64) {
	folder := os.Getenv("SHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("%s-%s-%d.png", strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", "-"), theme, width)
	if err := os.WriteFile(filepath.Join(folder, name), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// An invoice of three lines fits on one sheet of A4 and says nothing that is
// only true today.
func TestAnInvoicePrintsOnOneSheet(t *testing.T) {
	server := httptest.NewServer(galleryServer())
	defer server.Close()
	b := startBrowser(t, "")
	b.open(t, server.URL+"/page/invoice-due")
	var sheets []byte
	err := chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		printed, err := cdp.Call(ctx, tab, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true), PaperWidth: 8.27, PaperHeight: 11.69})
		sheets = printed.Data
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(sheet.FindAll(sheets, -1)); n != 1 {
		t.Errorf("it takes %d sheets", n)
	}
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
	if err != nil {
		t.Fatal(err)
	}
	for _, passing := range []string{"Due in 8 days", "open for 20 more days", "Download", "Deutsch"} {
		if strings.Contains(text, passing) {
			t.Errorf("the print says %q", passing)
		}
	}
	if !strings.Contains(text, "30 November 2026") {
		t.Error("the print does not say when to pay")
	}
	if folder := os.Getenv("SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "invoice.pdf"), sheets, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// sheet matches the object of one page in a PDF.
var sheet = regexp.MustCompile(`/Type\s*/Page\b[^s]`)
