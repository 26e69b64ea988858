package portal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// document adds the document that a notification names to the history of its
// purchase, and has its file fetched. A later document never replaces an
// earlier one, and it is added however old the message is.
func (a *applying) document(ctx context.Context, n Notification) error {
	d := a.issued(n)
	doc, known, err := kept(a.tx.DocumentByID(ctx, d.Account, d.ID))
	if err != nil {
		return fmt.Errorf("document %s: %w", d.ID, err)
	}
	ours := true
	if known {
		if ours, err = a.tells(ctx, n, doc); err != nil {
			return err
		}
	}
	if ours {
		checked, err := a.Checked(d)
		if err != nil {
			return err
		}
		taken, err := a.takeTx(ctx, a.tx, a.by, checked)
		if err != nil {
			return err
		}
		if taken.Status == Applied {
			a.verdict.take(Applied)
		}
		if taken.Created {
			a.verdict.note("%s was added", strings.ToLower(d.Kind.Label())+" "+d.Number)
		}
	}
	if _, has := doc.Part(PartPDF); has {
		return nil
	}
	return a.fetchLater(ctx, n.Document, d)
}

// tells reports whether a message has something to say about a document that is
// known. One that only carries it along has not. Nor has any about a document
// that was described by other ways than notifications, which say more.
func (a *applying) tells(ctx context.Context, n Notification, doc Document) (bool, error) {
	inv, err := a.tx.Invoice(ctx, Key{doc.Account, doc.Invoice})
	if err != nil {
		return false, fmt.Errorf("invoice of a document: %w", err)
	}
	return n.Document.Announced && inv.Details.StatusCode != "", nil
}

// issued is the document as a record.
func (a *applying) issued(n Notification) IssuedDocument {
	from := n.Document
	d := IssuedDocument{
		Key: Key{a.account.Slug, from.ID}, Number: from.Number, Kind: from.Kind, Purchase: n.Purchase.ID, Customer: n.Purchase.Customer,
		Email: from.Email, IssuedOn: a.account.dayOf(from.IssuedAt), Currency: from.Currency, Totals: from.Totals,
		// A code is what tells a document of a notification from others.
		Details: InvoiceDetails{StatusCode: cmp.Or(from.StatusCode, shortWord(n.Kind)), Test: from.Test},
	}
	if d.ID == "" {
		d.ID = "n" + hashOf([]byte("number\n" + from.Number))[:12]
	}
	if d.IssuedOn == "" {
		d.IssuedOn = a.account.dayOf(a.in.ReceivedAt)
	}
	if from.Announced {
		d.Source = n.Source // without it, whoever announces it has a later word
	}
	if d.Customer != "" {
		d.Email = "" // the address on file is the customer's
	}
	return d
}

// fetchDays is how long an address of the billing system works at least.
const fetchDays = 30

func (a *applying) fetchLater(ctx context.Context, from *NotifiedDocument, d IssuedDocument) error {
	if err := fetchable(from.URL, a.account.Billing.FetchHosts); err != nil {
		a.verdict.note("the file of %s is not fetched: %v", d.Number, err)
		return nil
	}
	until := a.in.ReceivedAt.AddDate(0, 0, fetchDays)
	if !from.Until.IsZero() && from.Until.Before(until) {
		until = from.Until
	}
	f := Fetch{Account: d.Account, Document: d.ID, Role: PartPDF, State: FetchQueued, NextAt: a.now(), Until: until}
	f.Sealed = a.vault.Seal(f.place(), []byte(from.URL)).Sealed
	if err := a.tx.AddFetch(ctx, f); err != nil {
		return fmt.Errorf("queue the file of %s: %w", d.ID, err)
	}
	return nil
}

// fetchable says why an address may not be fetched from; nil: it may.
func fetchable(raw string, hosts []string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" && u.Port() != "443":
		return errors.New("its address is not one that begins with https:// and a host's name")
	case len(hosts) == 0:
		return errors.New("the account has no host that files may be fetched from")
	case !slices.Contains(hosts, strings.ToLower(u.Hostname())):
		return errors.New("its host is not one that the account's files may be fetched from")
	}
	return nil
}
