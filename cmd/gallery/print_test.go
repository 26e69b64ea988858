//go:build e2e

package main

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// What people keep fits on one sheet of A4, and says nothing that is only true
// today or on a screen.
func TestWhatPeopleKeepPrintsOnOneSheet(t *testing.T) {
	server := httptest.NewServer(handler())
	defer server.Close()
	b := startBrowser(t, "")
	for _, p := range []struct {
		page   string
		says   []string
		leaves []string
	}{
		{"invoice-due", []string{"30 November 2026"}, []string{"Due in 8 days", "open for 20 more days", "Download", "Deutsch"}},
		{"question", []string{"Ledgerline A/S", "DKK 41,250.00"}, []string{"5 days left", "Approve", "Decline", "Dansk"}},
		{"approved", []string{"22 November 2026 at 11:42", "7F3Q-2M9D", "lr_0042.1"}, []string{"2 days after", "Back to", "Opens", "Print this page", "Dansk"}},
		{"result-cancelled", []string{"I cancel my subscription S8812", "22 November 2026 at 16:07", "R7M2-40XD"}, []string{"Keep it after all", "Why did you", "Print this page", "20 more days"}},
		{"public-cancel-receipt", []string{"Extraordinary cancellation", "2026-11-22 16:07:12 +01:00", "R7M2-40XD"}, []string{"Save as a text file", "Cancel contracts here"}},
		{"used", []string{"22 November 2026 at 11:42", "7F3Q-2M9D", "lr_0042.1"}, []string{"This was not us", "Report"}},
	} {
		t.Run(p.page, func(t *testing.T) {
			text := b.print(t, server.URL, p.page)
			for _, lasting := range p.says {
				if !strings.Contains(text, lasting) {
					t.Errorf("the print does not say %q", lasting)
				}
			}
			for _, passing := range p.leaves {
				if strings.Contains(text, passing) {
					t.Errorf("the print says %q", passing)
				}
			}
		})
	}
}

// print returns what the print of a page says, after counting its sheets.
func (b *browser) print(t *testing.T, server, name string) string {
	t.Helper()
	b.open(t, server+"/page/"+name)
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
	if folder := os.Getenv("SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name+".pdf"), sheets, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return text
}

// sheet matches the object of one page in a PDF.
var sheet = regexp.MustCompile(`/Type\s*/Page\b[^s]`)
