package portal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Incoming is one document on its way in, read and checked: an e-invoice, its
// PDF, or both.
type Incoming struct {
	Actor    Actor
	Account  string
	Kind     DocumentKind
	Number   string
	Purchase string // purchase id, or empty
	Customer string // customer id, or empty
	Email    string // buyer's address as the document gives it, or empty
	IssuedOn Date
	DueOn    Date
	Currency string
	Totals   Totals
	Content  *Content
	Flags    []Flag
	Files    []IncomingFile
}

// IncomingFile is one original file.
type IncomingFile struct {
	Role     PartRole
	Body     []byte
	MIME     string
	Filename string
}

// Verdict says what became of an incoming document.
type Verdict struct {
	Status     VerdictStatus
	ID         string // path id
	DocumentID string
}

// VerdictStatus is the word for it.
type VerdictStatus string

// What can become of an incoming document; refusals are told by whoever reads
// the file, before it gets here.
const (
	Imported  VerdictStatus = "imported"
	Updated   VerdictStatus = "updated" // a file was added to a document that was there
	Unchanged VerdictStatus = "unchanged"
)

// Import keeps a document: its original bytes by hash, its figures as the
// issuer wrote them. The same bytes again change nothing, so an import that
// was cut off is simply run again; a file that was missing is added.
// ErrNotFound: no such account.
func (s *Service) Import(ctx context.Context, in Incoming) (v Verdict, err error) {
	if _, err := s.store.Account(ctx, in.Account); err != nil {
		return Verdict{}, fmt.Errorf("account %s: %w", in.Account, err)
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		v, err = s.importTx(ctx, tx, in)
		return err
	})
	return v, err
}

func (s *Service) importTx(ctx context.Context, tx Tx, in Incoming) (Verdict, error) {
	for _, f := range in.Files {
		known, err := tx.DocumentWithHash(ctx, in.Account, hashOf(f.Body))
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return Verdict{}, fmt.Errorf("document by hash: %w", err)
		}
		return s.complete(ctx, tx, known, in)
	}
	return s.add(ctx, tx, in)
}

// complete adds what a known document does not have yet.
func (s *Service) complete(ctx context.Context, tx Tx, known Document, in Incoming) (Verdict, error) {
	v := Verdict{Status: Unchanged, ID: known.Invoice, DocumentID: known.ID}
	for _, f := range in.Files {
		if _, has := known.Part(f.Role); has {
			continue
		}
		part, err := s.keep(ctx, tx, f)
		if err != nil {
			return Verdict{}, err
		}
		if err := tx.AddPart(ctx, in.Account, known.ID, part); err != nil {
			return Verdict{}, fmt.Errorf("add part: %w", err)
		}
		v.Status = Updated
	}
	if v.Status == Unchanged {
		return v, nil
	}
	return v, s.recordImport(ctx, tx, "document.updated", in, v)
}

// AddFile adds an original file to a document of the account; the issuer's PDF
// beside its e-invoice. The same bytes again are Unchanged. ErrExists: the
// document has another file of that role, which stays.
func (s *Service) AddFile(ctx context.Context, by Actor, k Key, f IncomingFile) (v Verdict, err error) {
	in := Incoming{Actor: by, Account: k.Account, Files: []IncomingFile{f}}
	err = s.store.InTx(ctx, func(tx Tx) error {
		docs, err := tx.Documents(ctx, k)
		if err != nil {
			return fmt.Errorf("documents: %w", err)
		}
		if len(docs) == 0 {
			return fmt.Errorf("invoice %s: %w", k.ID, ErrNotFound)
		}
		latest := docs[len(docs)-1]
		if has, ok := latest.Part(f.Role); ok && has.SHA256 != hashOf(f.Body) {
			return fmt.Errorf("%s of %s: %w", f.Role, k.ID, ErrExists)
		}
		v, err = s.complete(ctx, tx, latest, in)
		return err
	})
	return v, err
}

func (s *Service) add(ctx context.Context, tx Tx, in Incoming) (Verdict, error) {
	hash := hashOf(in.Files[0].Body)
	id, err := freePathID(ctx, tx, in.Account, in.Number, hash)
	if err != nil {
		return Verdict{}, err
	}
	inv := Invoice{
		Key: Key{in.Account, id}, Number: in.Number, Kind: in.Kind, Purchase: in.Purchase, Customer: in.Customer,
		Email: in.Email, IssuedOn: in.IssuedOn, DueOn: in.DueOn, Currency: in.Currency, Totals: in.Totals,
		Content: in.Content, Flags: in.Flags, AsOf: s.now(), CreatedAt: s.now(),
	}
	inv.Reference = ReferenceOf(inv.object())
	if in.Content != nil {
		for _, p := range in.Content.Preceding {
			inv.Precedes = append(inv.Precedes, p.Number)
		}
	}
	if err := tx.AddInvoice(ctx, inv); err != nil {
		return Verdict{}, fmt.Errorf("add invoice: %w", err)
	}
	doc := Document{Account: in.Account, ID: "d" + hash[:12], Invoice: id, Kind: in.Kind, IssuedOn: in.IssuedOn, Seq: 1}
	for _, f := range in.Files {
		part, err := s.keep(ctx, tx, f)
		if err != nil {
			return Verdict{}, err
		}
		doc.Parts = append(doc.Parts, part)
	}
	if err := tx.AddDocument(ctx, doc); err != nil {
		return Verdict{}, fmt.Errorf("add document: %w", err)
	}
	v := Verdict{Status: Imported, ID: id, DocumentID: doc.ID}
	return v, s.recordImport(ctx, tx, "document.imported", in, v)
}

// freePathID is the path id of the number, or, where another document has it,
// that with six hex digits of this one's hash.
func freePathID(ctx context.Context, tx Tx, account, number, hash string) (string, error) {
	id := link.PathID(number)
	_, err := tx.Invoice(ctx, Key{account, id})
	if errors.Is(err, ErrNotFound) {
		return id, nil
	}
	if err != nil {
		return "", fmt.Errorf("path id: %w", err)
	}
	return link.PathIDWith(number, hash[:6]), nil
}

func (s *Service) keep(ctx context.Context, tx Tx, f IncomingFile) (Part, error) {
	hash := hashOf(f.Body)
	if err := tx.PutBlob(ctx, hash, f.Body, s.now()); err != nil {
		return Part{}, fmt.Errorf("keep bytes: %w", err)
	}
	return Part{Role: f.Role, SHA256: hash, Size: int64(len(f.Body)), Revision: 1, MIME: f.MIME, Filename: f.Filename}, nil
}

func (s *Service) recordImport(ctx context.Context, tx Tx, act string, in Incoming, v Verdict) error {
	return s.RecordIn(ctx, tx, Entry{
		Account: in.Account, Actor: string(in.Actor), Act: act, Kind: string(link.Invoice), Object: v.ID,
		Data: facts(map[string]any{"document": v.DocumentID, "files": len(in.Files)}),
	})
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
