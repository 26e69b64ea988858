package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// one imports a file. A refusal is a verdict; an error ends the run.
func (im *importing) one(file string) (record, error) {
	rec := record{File: file}
	body, err := readBounded(file)
	if err != nil {
		return refusal(rec, err), nil
	}
	parsed, err := intake.Read(intake.File{Name: filepath.Base(file), Body: body})
	var refusedFile intake.Refusal
	switch {
	case errors.Is(err, intake.ErrPlainPDF):
		return im.plainPDF(rec, body)
	case errors.As(err, &refusedFile):
		return refusal(rec, refusedFile), nil
	case err != nil:
		return record{}, err
	}
	verdict, err := im.into.Import(im.app.ctx, im.incoming(parsed, file))
	if err != nil {
		return record{}, err
	}
	im.byName[stem(file)] = placed{portal.Key{Account: im.Account, ID: verdict.ID}, parsed.Kind, parsed.Number}
	return settled(rec, verdict, parsed.Kind, parsed.Number), nil
}

// readBounded reads a file, but not one that is refused for its size anyway,
// nor a pipe, which has no size and may never end.
func readBounded(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, intake.Refusal{Reason: "this is not a regular file; name the files themselves"}
	}
	if info.Size() > intake.MaxSize {
		return nil, intake.Refusal{Reason: "the file is larger than 10 MB; send it without large attachments"}
	}
	return os.ReadFile(file)
}

func (im *importing) incoming(p intake.Parsed, file string) portal.Incoming {
	in := portal.Incoming{
		Actor: portal.ByCommand, Account: im.Account, Kind: p.Kind, Number: p.Number, Purchase: im.Purchase, Customer: im.Customer,
		Email: p.Email, IssuedOn: p.IssuedOn, DueOn: p.DueOn, Currency: p.Currency, Totals: p.Totals, Content: &p.Content, Flags: p.Flags,
	}
	name := stem(file)
	in.Files = append(in.Files, portal.IncomingFile{Role: p.Syntax, Body: p.XML, MIME: "application/xml", Filename: name + ".xml"})
	if p.PDF != nil {
		in.Files = append(in.Files, pdfFile(p.PDF, name))
	}
	return in
}

func pdfFile(body []byte, name string) portal.IncomingFile {
	return portal.IncomingFile{Role: portal.PartPDF, Body: body, MIME: "application/pdf", Filename: name + ".pdf"}
}

// plainPDF puts a PDF without e-invoice beside the invoice it belongs to: that
// of the same file name in this run, or that of --number. A number that nobody
// has makes a document of the PDF alone.
func (im *importing) plainPDF(rec record, body []byte) (record, error) {
	beside, known := im.byName[stem(rec.File)]
	switch {
	case im.Number != "":
		id, err := im.at.service.PathIDOf(im.app.ctx, im.Account, im.Number)
		var ambiguous *portal.AmbiguousError
		if errors.As(err, &ambiguous) {
			return refusal(rec, err), nil
		}
		if err != nil {
			return record{}, err
		}
		beside = placed{portal.Key{Account: im.Account, ID: id}, portal.KindInvoice, im.Number}
	case !known:
		return refusal(rec, intake.ErrPlainPDF), nil
	}
	verdict, err := im.into.AddFile(im.app.ctx, portal.ByCommand, beside.key, pdfFile(body, stem(rec.File)))
	switch {
	case errors.Is(err, portal.ErrExists):
		return refusal(rec, fmt.Errorf("invoice %s has another PDF already, which stays", beside.key.ID)), nil
	case errors.Is(err, portal.ErrNotFound) && im.Number != "":
		return im.pdfAlone(rec, body)
	case err != nil:
		return record{}, err
	}
	return settled(rec, verdict, beside.kind, beside.number), nil
}

func (im *importing) pdfAlone(rec record, body []byte) (record, error) {
	in := portal.Incoming{
		Actor: portal.ByCommand, Account: im.Account, Kind: portal.KindInvoice, Number: im.Number,
		Purchase: im.Purchase, Customer: im.Customer, Files: []portal.IncomingFile{pdfFile(body, stem(rec.File))},
	}
	verdict, err := im.into.Import(im.app.ctx, in)
	if err != nil {
		return record{}, err
	}
	if verdict.Status != portal.Imported {
		return refusal(rec, fmt.Errorf("this PDF is kept already, as that of invoice %s", verdict.ID)), nil
	}
	return settled(rec, verdict, portal.KindInvoice, im.Number), nil
}

func stem(file string) string {
	base := filepath.Base(file)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
