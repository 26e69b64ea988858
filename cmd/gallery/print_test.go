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

// An invoice of three lines fits on one sheet of A4 and says nothing that is
// only true today.
func TestAnInvoicePrintsOnOneSheet(t *testing.T) {
	server := httptest.NewServer(handler())
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
