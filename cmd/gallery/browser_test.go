//go:build e2e

package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/latchkey-portal/latchkey/views/gallery"
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
	server := httptest.NewServer(handler())
	defer server.Close()
	t.Run("pages", func(t *testing.T) { // which ends when the halves have
		all := paths()
		for half := range 2 { // a browser keeps one processor busy
			t.Run(strconv.Itoa(half), func(t *testing.T) {
				t.Parallel()
				b := startBrowser(t, string(axe))
				for i := half; i < len(all); i += 2 {
					t.Run(strings.TrimPrefix(all[i], "/"), func(t *testing.T) { b.look(t, server.URL, all[i]) })
				}
			})
		}
	})
}

// look opens a page and checks it at every width in every theme.
func (b *browser) look(t *testing.T, base, path string) {
	b.open(t, base+path)
	for _, theme := range themes {
		for _, width := range widths {
			b.check(t, path, theme, width)
		}
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

// axeRun gives one line per violation. Of a theme whose elements stand where
// those of the one before stood, and show as much, only the colours are new: two
// rules read them, one of which is most of the work of all.
const axeRun = `(async width => {
	const shape = JSON.stringify([...document.querySelectorAll('*')].map(e => {
		const r = e.getBoundingClientRect(), s = getComputedStyle(e)
		return [r.x, r.y, r.width, r.height, s.display, s.visibility, s.opacity, s.overflow, s.clipPath, s.pointerEvents]
	}))
	const known = (window.shapes ??= {})[width] === shape
	window.shapes[width] = shape
	const found = await axe.run({iframes: false, resultTypes: ['violations'], runOnly: known ? ['color-contrast', 'link-in-text-block']
		: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
	return found.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '))
})(%d)`

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
	violations, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](fmt.Sprintf(axeRun, width), chromedp.EvalAwaitPromise))
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
