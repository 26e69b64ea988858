package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type importCommand struct {
	Account  string   `arg:"" help:"Account that everything is for."`
	Files    []string `arg:"" help:"Files, in any order; a PDF goes beside the e-invoice of the same name."`
	Number   string   `help:"Number of the invoice that a PDF without e-invoice shows; for one PDF."`
	Purchase string   `help:"Purchase that the documents belong to."`
	Customer string   `help:"Customer that the documents are for."`
	DryRun   bool     `help:"Say what would become of each file, and keep nothing."`
	JSON     bool     `help:"Print one JSON object per record."`
}

func (importCommand) Help() string {
	return "E-invoices (UBL 2.1, CII, Factur-X or ZUGFeRD PDF), records as NDJSON or CSV (docs/import.md), and messages of the billing system as XML or JSON (docs/notifications.md). The format is told by content. What was imported already is unchanged, so a run that was cut off is simply run again.\n" +
		"Example: latchkey import acme invoices/*.xml invoices/*.pdf orders.ndjson"
}

// record is the verdict on one file, or one row of it, as --json prints it.
type record struct {
	File       string `json:"file"`
	Row        int64  `json:"row,omitempty"` // of NDJSON and CSV
	Status     string `json:"status"`        // imported, updated, unchanged, stale, refused
	Kind       string `json:"kind"`
	Number     string `json:"number"`
	ID         string `json:"id"` // path id; of a message: inb_…
	DocumentID string `json:"documentId"`
	Reason     string `json:"reason"` // of a refusal; of a message: what more there is to say
}

const refused = "refused"

func (c importCommand) Run(a *app) error {
	if c.Number != "" && len(c.Files) != 1 {
		return usageError{errors.New("--number goes with one PDF")}
	}
	return a.with(func(i *installation) error {
		if _, err := i.store.Account(a.ctx, c.Account); err != nil {
			return fmt.Errorf("account %s: %w", c.Account, err)
		}
		im := importing{importCommand: c, app: a, at: i, into: i.service, byName: map[string]placed{}}
		if c.DryRun {
			im.into = i.service.Rehearse()
		}
		return im.all()
	})
}

// importing is one run over many files.
type importing struct {
	importCommand
	app    *app
	at     *installation
	into   importer
	byName map[string]placed // file name without ending → the invoice it became
	counts map[string]int
}

// importer keeps what comes in, or in a dry run does as if.
type importer interface {
	Take(context.Context, portal.Actor, portal.Record) (portal.Taken, error)
	Import(context.Context, portal.Incoming) (portal.Verdict, error)
	AddFile(context.Context, portal.Actor, portal.Key, portal.IncomingFile) (portal.Verdict, error)
	TakeNotification(context.Context, portal.Actor, string, string, []byte, portal.NotificationReader) (portal.Inbound, error)
}

// placed is an invoice of this run, for the PDF that goes beside it.
type placed struct {
	key    portal.Key
	kind   portal.DocumentKind
	number string
}

func (im *importing) all() error {
	files := slices.Clone(im.Files)
	// E-invoices first, so that a PDF finds the one it belongs beside.
	slices.SortStableFunc(files, func(a, b string) int { return last(a) - last(b) })
	im.counts = map[string]int{}
	bar := im.bar(len(files))
	for _, file := range files {
		if err := im.app.ctx.Err(); err != nil {
			return fmt.Errorf("stopped; run the same command again to go on: %w", err)
		}
		if err := im.file(file); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		_ = bar.Add(1) // drawing only
	}
	_ = bar.Finish()
	stale := ""
	if n := im.counts[portal.RowStale]; n > 0 {
		stale = fmt.Sprintf("%d stale, ", n)
	}
	fmt.Fprintf(im.app.stderr, "%d imported, %d updated, %d unchanged, %s%d refused.\n",
		im.counts[string(portal.Imported)], im.counts[string(portal.Updated)], im.counts[string(portal.Unchanged)], stale, im.counts[refused])
	if im.counts[refused] > 0 {
		return errSaid
	}
	return nil
}

// file imports one file, by what it holds.
func (im *importing) file(file string) error {
	content := contentOf(file)
	message, err := messageIn(file, content)
	if err != nil {
		return err
	}
	var rec record
	switch {
	case message != nil:
		rec, err = im.message(file, message)
	case content == intake.ContentNDJSON, content == intake.ContentCSV:
		return im.rows(file, content)
	default:
		rec, err = im.one(file)
	}
	if err != nil {
		return err
	}
	return im.count(rec)
}

func (im *importing) count(rec record) error {
	im.counts[rec.Status]++
	return im.tell(rec)
}

func last(file string) int {
	if strings.EqualFold(filepath.Ext(file), ".pdf") {
		return 1
	}
	return 0
}

// bar draws progress where a person watches, and nothing elsewhere.
func (im *importing) bar(n int) *progressbar.ProgressBar {
	f, watched := im.terminal()
	if !watched || n < 2 {
		return progressbar.DefaultSilent(int64(n))
	}
	return progressbar.NewOptions(n, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription("Importing"),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}

// terminal is where messages go, if a person watches.
func (im *importing) terminal() (f *os.File, watched bool) {
	f, isFile := im.app.stderr.(*os.File)
	return f, isFile && isatty.IsTerminal(f.Fd())
}

func (im *importing) tell(rec record) error {
	if im.JSON {
		return im.app.printJSON(rec)
	}
	line := fmt.Sprintf("%-9s  %s", rec.Status, rec.File)
	if rec.Row > 0 {
		line += fmt.Sprintf(":%d  %s %s", rec.Row, rec.Kind, rec.ID)
	} else if rec.ID != "" {
		line += fmt.Sprintf("  %s → %s", strings.TrimSpace(rec.Kind+" "+rec.Number), rec.ID)
	}
	if rec.Reason != "" {
		line += "  " + rec.Reason
	}
	fmt.Fprintln(im.app.stdout, line)
	return nil
}

func refusal(rec record, reason error) record {
	rec.Status, rec.Reason = refused, reason.Error()
	return rec
}

func settled(rec record, v portal.Verdict, kind portal.DocumentKind, number string) record {
	rec.Status, rec.Kind, rec.Number, rec.ID, rec.DocumentID = string(v.Status), string(kind), number, v.ID, v.DocumentID
	return rec
}
