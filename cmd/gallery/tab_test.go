//go:build e2e

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

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
		chromedp.Flag("js-flags", "--no-opt"), // each page is new to the engine: code is gone before its best form pays off
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
		if !strings.Contains(e.Request.URL, "/static/favicon.") { // asked for once a session, when the browser has time
			b.requests = append(b.requests, e.Request.URL)
		}
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
	framed := strings.Contains(url, "/dev-") || strings.Contains(url, "/admin-mail-") // they may show a mail in a frame
	loaded := slices.DeleteFunc(slices.Clone(b.requests), func(r string) bool {
		// the scripts of the admin pages, which nothing needs
		return strings.Contains(url, "/admin-") && (strings.Contains(r, "/static/desk.") || strings.Contains(r, "/static/passkey."))
	})
	if !framed && len(loaded) > 2 {
		t.Errorf("the page makes %d requests: %v", len(loaded), loaded)
	}
	if len(b.messages) > 0 {
		t.Errorf("the console says %v", b.messages)
	}
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](b.axe)); err != nil {
		t.Fatal(err)
	}
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
