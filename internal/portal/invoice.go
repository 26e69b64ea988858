package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenInvoice is an invoice as its page shows it: the document that the link
// asked for, and everything else that belongs to the same purchase.
type OpenInvoice struct {
	Invoice       Invoice
	Document      Document // the one asked for by documentid, else the latest
	Fetching      bool     // its PDF was named and is still being fetched
	History       []Related
	Purchase      Purchase          // it belongs to; zero: none, or not described
	Namesakes     []Related         // all of the same number and customer, where there are several and the link asks for none in particular
	Test          bool              // of a test order: no tax document
	CreditMissing bool              // money went back, and no credit note came yet
	Decisions     []BillingDecision // see Contract
	Offered       Offerings
}

// Invoice opens the invoice that a grant is for. ErrNotFound: the account has
// no such invoice, it is a draft, or the document asked for is not one of its
// documents.
func (s *Service) Invoice(ctx context.Context, g link.Grant) (OpenInvoice, error) {
	if err := g.For(link.Invoice); err != nil {
		return OpenInvoice{}, err
	}
	account, err := s.store.Account(ctx, g.Account())
	if err != nil {
		return OpenInvoice{}, fmt.Errorf("account: %w", err)
	}
	key, err := invoiceOf(ctx, s.store, g)
	if err != nil {
		return OpenInvoice{}, err
	}
	m, err := s.ground(ctx, s.store, account, Subject{Type: ofInvoice, ID: key.ID})
	if err != nil {
		return OpenInvoice{}, err
	}
	open := OpenInvoice{
		Invoice: m.invoice, Test: m.invoice.Details.Test || m.purchase.Details.Test || m.invoice.Kind == KindTest,
		Purchase: m.purchase, Decisions: m.unanswered(), Offered: m.offerings(actionsOf(g.Kind())),
	}
	if open.Document, err = s.documentOf(ctx, key, g.Extra("documentid")); err != nil {
		return OpenInvoice{}, err
	}
	if open.Fetching, err = s.fetching(ctx, open.Document); err != nil {
		return OpenInvoice{}, err
	}
	if open.History, err = s.history(ctx, g, m.invoice); err != nil {
		return OpenInvoice{}, err
	}
	open.CreditMissing = creditMissing(m.purchase, open.History)
	if g.Extra("documentid") == "" {
		open.Namesakes, err = s.namesakes(ctx, g, m.invoice)
	}
	return open, err
}

// invoiceOf is the invoice that a link opens: the one of its path, unless it asks
// for a document of another invoice of the same number. A v1 link signs a number,
// and a billing system that gives several documents one number tells them apart
// by documentid alone. What is another customer's is ErrNotFound.
func invoiceOf(ctx context.Context, rd Reader, g link.Grant) (Key, error) {
	key := Key{g.Account(), g.ObjectID()}
	asked := g.Extra("documentid")
	if asked == "" {
		return key, nil
	}
	doc, err := optional(rd.DocumentByID(ctx, key.Account, asked))
	if err != nil {
		return Key{}, fmt.Errorf("document of an invoice: %w", err)
	}
	if doc == nil || doc.Invoice == key.ID {
		return key, nil
	}
	named, err := rd.Invoice(ctx, key)
	if err != nil {
		return Key{}, fmt.Errorf("invoice: %w", err)
	}
	other, err := rd.Invoice(ctx, Key{key.Account, doc.Invoice})
	if err != nil {
		return Key{}, fmt.Errorf("invoice of a document: %w", err)
	}
	if named.Number != other.Number || named.stranger(other) {
		return Key{}, fmt.Errorf("document of another invoice: %w", ErrNotFound)
	}
	return other.Key, nil
}

// documentOf returns an invoice's document of that id, or its latest. An id of
// another invoice is ErrNotFound, as one that nobody has.
func (s *Service) documentOf(ctx context.Context, invoice Key, id string) (Document, error) {
	docs, err := s.store.Documents(ctx, invoice)
	if err != nil {
		return Document{}, fmt.Errorf("documents of an invoice: %w", err)
	}
	if id == "" && len(docs) > 0 {
		return docs[len(docs)-1], nil
	}
	for _, d := range docs {
		if d.ID == id {
			return d, nil
		}
	}
	if id == "" {
		return Document{}, nil // known by its figures alone
	}
	return Document{}, fmt.Errorf("document of an invoice: %w", ErrNotFound)
}

// File is what a PDF or XML link answers.
type File struct {
	Part    Part
	Body    []byte  // the issuer's bytes; nil when a copy is to be drawn
	Copy    Invoice // the invoice to draw a marked copy of, when Body is nil
	Pending bool    // the file is still being fetched: there is nothing else yet
}

// InvoiceFile returns the bytes of an invoice's PDF or e-invoice. A PDF that
// the issuer did not send is a copy to be drawn, where there is an e-invoice to
// draw it from. ErrNotFound: there is no such file.
func (s *Service) InvoiceFile(ctx context.Context, g link.Grant, form link.Form) (File, error) {
	if err := g.For(link.Invoice); err != nil {
		return File{}, err
	}
	key, err := invoiceOf(ctx, s.store, g)
	if err != nil {
		return File{}, err
	}
	inv, err := s.store.Invoice(ctx, key)
	if err != nil {
		return File{}, fmt.Errorf("invoice: %w", err)
	}
	if inv.draft() {
		return File{}, fmt.Errorf("draft: %w", ErrNotFound)
	}
	doc, err := s.documentOf(ctx, inv.Key, g.Extra("documentid"))
	if err != nil {
		return File{}, err
	}
	part, ok := doc.Part(PartPDF)
	if form == link.XML {
		part, ok = doc.XML()
	}
	if !ok {
		return s.instead(ctx, inv, doc, form)
	}
	body, err := s.store.Blob(ctx, part.SHA256)
	if err != nil {
		return File{}, fmt.Errorf("bytes of a document: %w", err)
	}
	return File{Part: part, Body: body}, nil
}

// instead is what there is where the issuer's file is not here: a wait while it
// is fetched, or a copy of what the e-invoice says.
func (s *Service) instead(ctx context.Context, inv Invoice, doc Document, form link.Form) (File, error) {
	if form == link.PDF {
		if pending, err := s.fetching(ctx, doc); err != nil || pending {
			return File{Pending: pending}, err
		}
	}
	if form != link.PDF || inv.Content == nil {
		return File{}, fmt.Errorf("file of an invoice: %w", ErrNotFound)
	}
	return File{Copy: inv}, nil
}

// fetching reports whether the PDF of a document was named by the billing system
// and is not here yet.
func (s *Service) fetching(ctx context.Context, doc Document) (bool, error) {
	if _, here := doc.Part(PartPDF); here || doc.ID == "" {
		return false, nil
	}
	f, err := optional(s.store.DocumentFetch(ctx, Key{doc.Account, doc.ID}, PartPDF))
	if err != nil {
		return false, fmt.Errorf("fetch of a document: %w", err)
	}
	return f != nil && f.State == FetchQueued, nil
}
