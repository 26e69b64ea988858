package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenInvoice is an invoice as its page shows it: the document that the link
// asked for, and everything else that belongs to the same purchase.
type OpenInvoice struct {
	Invoice  Invoice
	Document Document // the one asked for by documentid, else the latest
	History  []Related
}

// Related is one invoice of a history, with its documents and, unless it is
// the open one, a link to it that lives as long as the page it stands on.
type Related struct {
	Invoice  Invoice
	Document Document // the latest
	Target   string   // path and query of a child link; empty: no key to sign it with
	Current  bool
}

// childLife is how long a link minted on a page lives, at most, in seconds. It
// never outlives the link that opened the page.
const childLife = 3600

// Invoice opens the invoice that a grant is for. ErrNotFound: the account has
// no such invoice, or the document asked for is not one of its documents.
func (s *Service) Invoice(ctx context.Context, g link.Grant) (OpenInvoice, error) {
	if err := g.For(link.Invoice); err != nil {
		return OpenInvoice{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	inv, err := s.store.Invoice(ctx, key)
	if err != nil {
		return OpenInvoice{}, fmt.Errorf("invoice: %w", err)
	}
	doc, err := s.documentOf(ctx, key, g.Extra("documentid"))
	if err != nil {
		return OpenInvoice{}, err
	}
	history, err := s.history(ctx, g, inv)
	if err != nil {
		return OpenInvoice{}, err
	}
	return OpenInvoice{Invoice: inv, Document: doc, History: history}, nil
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

// history lists what belongs to the same purchase, or, for an invoice without
// one, what it refers to and what refers to it.
func (s *Service) history(ctx context.Context, g link.Grant, inv Invoice) ([]Related, error) {
	var all []Invoice
	var err error
	if inv.Purchase != "" {
		all, err = s.store.PurchaseInvoices(ctx, Key{inv.Account, inv.Purchase})
	} else {
		all, err = s.store.RelatedInvoices(ctx, inv.Key)
	}
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return s.related(ctx, g, all, inv.ID)
}

// related adds the latest document and a child link to each invoice of a list;
// current is the path id of the one that is open already.
func (s *Service) related(ctx context.Context, g link.Grant, all []Invoice, current string) ([]Related, error) {
	if len(all) == 0 {
		return nil, nil
	}
	_, ring, err := s.knownRing(ctx, g.Account())
	if err != nil {
		return nil, err
	}
	list := make([]Related, 0, len(all))
	for _, inv := range all {
		docs, err := s.store.Documents(ctx, inv.Key)
		if err != nil {
			return nil, fmt.Errorf("documents of a related invoice: %w", err)
		}
		r := Related{Invoice: inv, Current: inv.ID == current}
		if len(docs) > 0 {
			r.Document = docs[len(docs)-1]
		}
		if !r.Current {
			if r.Target, err = s.childLink(ctx, ring, g, inv); err != nil {
				return nil, err
			}
		}
		list = append(list, r)
	}
	return list, nil
}

// childLink makes the link to another invoice of a history. An invoice whose
// links were turned off gets none: nobody is let in by a side door.
func (s *Service) childLink(ctx context.Context, ring *link.Ring, g link.Grant, inv Invoice) (string, error) {
	state, err := s.store.LinkState(ctx, inv.object())
	if err != nil {
		return "", fmt.Errorf("link state: %w", err)
	}
	start := max(s.now().Unix(), state.CutOff)
	end := min(g.End(), start+childLife)
	if state.Revoked || end <= start {
		return "", nil
	}
	target, err := ring.SignV2(link.Spec{Kind: link.Invoice, PathID: inv.ID, Start: start, End: end})
	if errors.Is(err, link.ErrNoActiveKey) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("child link: %w", err)
	}
	return target, nil
}

// File is what a PDF or XML link answers.
type File struct {
	Part Part
	Body []byte  // the issuer's bytes; nil when a copy is to be drawn
	Copy Invoice // the invoice to draw a marked copy of, when Body is nil
}

// InvoiceFile returns the bytes of an invoice's PDF or e-invoice. A PDF that
// the issuer did not send is a copy to be drawn, where there is an e-invoice to
// draw it from. ErrNotFound: there is no such file.
func (s *Service) InvoiceFile(ctx context.Context, g link.Grant, form link.Form) (File, error) {
	if err := g.For(link.Invoice); err != nil {
		return File{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	doc, err := s.documentOf(ctx, key, g.Extra("documentid"))
	if err != nil {
		return File{}, err
	}
	part, ok := doc.Part(PartPDF)
	if form == link.XML {
		part, ok = doc.XML()
	}
	if !ok {
		return s.copyOf(ctx, key, form)
	}
	body, err := s.store.Blob(ctx, part.SHA256)
	if err != nil {
		return File{}, fmt.Errorf("bytes of a document: %w", err)
	}
	return File{Part: part, Body: body}, nil
}

func (s *Service) copyOf(ctx context.Context, k Key, form link.Form) (File, error) {
	if form != link.PDF {
		return File{}, fmt.Errorf("e-invoice: %w", ErrNotFound)
	}
	inv, err := s.store.Invoice(ctx, k)
	if err != nil {
		return File{}, fmt.Errorf("invoice: %w", err)
	}
	if inv.Content == nil {
		return File{}, fmt.Errorf("PDF: %w", ErrNotFound)
	}
	return File{Copy: inv}, nil
}
