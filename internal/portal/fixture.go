package portal

import (
	"context"
	"errors"
	"fmt"
)

// Fixture is a whole installation to test against, as intake.ReadFixture makes
// it from a file. Secrets stand in clear in it and are sealed when it is loaded.
type Fixture struct {
	Accounts []FixtureAccount
}

// FixtureAccount is one account with everything it has.
type FixtureAccount struct {
	Account       Account
	Secrets       []FixtureSecret
	Customers     []Customer
	Purchases     []Purchase
	Quotes        []Quote
	Subscriptions []Subscription
	Offers        []Offer
	Methods       []PaymentMethod
	Invoices      []FixtureInvoice
	Partners      []Partner
	APIKeys       []APIKey
	Requests      []FixtureRequest
	CutOffs       []LinkState // CutOff and key only
}

// FixtureSecret is a key or seed in clear.
type FixtureSecret struct {
	Secret Secret // without Sealed
	Plain  []byte
}

// FixtureInvoice is an invoice with its documents' files.
type FixtureInvoice struct {
	Invoice   Invoice
	Documents []FixtureDocument
}

// FixtureDocument is a document whose parts come with their bytes.
type FixtureDocument struct {
	Document Document // without Parts
	Files    []IncomingFile
}

// ErrNotEmpty means that a fixture was to be loaded beside something else.
var ErrNotEmpty = errors.New("the database has accounts already; a fixture needs an empty one")

// LoadFixture fills an empty database, all of it or nothing.
func (s *Service) LoadFixture(ctx context.Context, f Fixture) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		there, err := tx.Accounts(ctx)
		if err != nil {
			return fmt.Errorf("accounts: %w", err)
		}
		if len(there) > 0 {
			return ErrNotEmpty
		}
		for _, a := range f.Accounts {
			if err := s.loadAccount(ctx, tx, a); err != nil {
				return fmt.Errorf("account %s: %w", a.Account.Slug, err)
			}
		}
		return nil
	})
}

func (s *Service) loadAccount(ctx context.Context, tx Tx, f FixtureAccount) error {
	if err := checkAccount(f.Account); err != nil {
		return err
	}
	if err := tx.AddAccount(ctx, f.Account); err != nil {
		return err
	}
	for _, secret := range f.Secrets {
		if err := tx.PutSecret(ctx, s.vault.Seal(secret.Secret, secret.Plain)); err != nil {
			return fmt.Errorf("%s %s: %w", secret.Secret.Kind, secret.Secret.ID, err)
		}
	}
	if err := loadMirror(ctx, tx, f); err != nil {
		return err
	}
	for _, inv := range f.Invoices {
		if err := s.loadInvoice(ctx, tx, inv); err != nil {
			return fmt.Errorf("invoice %s: %w", inv.Invoice.Number, err)
		}
	}
	if err := s.loadApproval(ctx, tx, f); err != nil {
		return err
	}
	for _, c := range f.CutOffs {
		c.Generation, c.EndedAt = 1, s.now()
		if _, err := tx.Issue(ctx, c); err != nil {
			return fmt.Errorf("cut-off of %s %s: %w", c.Kind, c.ID, err)
		}
	}
	return s.RecordIn(ctx, tx, Entry{
		Account: f.Account.Slug, Actor: string(ByCommand), Act: "account.created", Kind: "account", Object: f.Account.Slug,
	})
}

func (s *Service) loadInvoice(ctx context.Context, tx Tx, f FixtureInvoice) error {
	f.Invoice.Reference = ReferenceOf(f.Invoice.object())
	if err := tx.AddInvoice(ctx, f.Invoice); err != nil {
		return err
	}
	for i, d := range f.Documents {
		doc := d.Document
		doc.Seq = int64(i + 1)
		for _, file := range d.Files {
			part, err := s.keep(ctx, tx, file)
			if err != nil {
				return err
			}
			doc.Parts = append(doc.Parts, part)
		}
		if err := tx.AddDocument(ctx, doc); err != nil {
			return fmt.Errorf("document %s: %w", doc.ID, err)
		}
	}
	return nil
}
