package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// contentOf is what a file is. What cannot be read is told by whoever reads it.
func contentOf(file string) intake.Content {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() {
		return intake.ContentOther
	}
	f, err := os.Open(file)
	if err != nil {
		return intake.ContentOther
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, intake.SniffSize))
	if err != nil {
		return intake.ContentOther
	}
	return intake.Sniff(head)
}

// rows imports a file of records, each by itself: what is wrong with one is its
// verdict, and a run that was cut off is simply run again.
func (im *importing) rows(file string, format intake.Content) error {
	body, err := os.Open(file)
	if err != nil {
		return err
	}
	defer body.Close()
	bar := im.rowsBar(body)
	defer func() { _ = bar.Finish() }() // drawing only
	rows, err := intake.OpenRows(im.Account, string(format), io.TeeReader(body, bar))
	for err == nil {
		var row portal.Row
		if row, err = rows.Next(); err != nil {
			break
		}
		if err := im.app.ctx.Err(); err != nil {
			return fmt.Errorf("stopped; run the same command again to go on: %w", err)
		}
		rec, err := im.row(file, row)
		if err != nil {
			return fmt.Errorf("row %d: %w", row.Number, err)
		}
		if err := im.count(rec); err != nil {
			return err
		}
	}
	var refusedFile intake.Refusal
	if errors.As(err, &refusedFile) {
		return im.count(refusal(record{File: file}, refusedFile))
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// rowsBar draws how much of a file has been read, where a person watches.
func (im *importing) rowsBar(file *os.File) *progressbar.ProgressBar {
	info, err := file.Stat()
	out, watched := im.terminal()
	if err != nil || !watched {
		return progressbar.DefaultSilent(-1)
	}
	return progressbar.NewOptions64(info.Size(), progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(info.Name()),
		progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish())
}

// row takes one record.
func (im *importing) row(file string, row portal.Row) (record, error) {
	rec := record{File: file, Row: row.Number, Kind: row.Type, ID: row.ID}
	if row.Err != nil {
		return refusal(rec, row.Err), nil
	}
	taken, err := im.into.Take(im.app.ctx, portal.ByCommand, row.Record)
	var invalid *portal.InvalidError
	if errors.As(err, &invalid) {
		return refusal(rec, invalid), nil
	}
	if err != nil {
		return record{}, err
	}
	rec.Status, rec.ID = taken.Verdict(), taken.ID
	if d, ok := row.Record.(portal.IssuedDocument); ok {
		rec.Kind, rec.Number, rec.ID, rec.DocumentID = string(d.Kind), d.Number, taken.PathID, d.ID
	}
	return rec, nil
}
