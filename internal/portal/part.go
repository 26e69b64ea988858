package portal

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// PartRead is what reading an original file found: what an e-invoice says, and
// what a reader should know of the file.
type PartRead struct {
	Number   string
	Currency string
	Totals   Totals
	Content  *Content // nil: the file carries no e-invoice
	Flags    []Flag
}

// PartTaken says what became of a file.
type PartTaken struct {
	Status   TakenStatus // Applied or Kept
	Part     Part
	PathID   string // of the document's invoice
	Differs  []Flag // where an e-invoice says otherwise than the billing system did; its content is then not shown
	Document string
}

// FlagDiffers says that an e-invoice and the billing system's description of
// the same document do not agree.
const FlagDiffers = "einvoice-differs"

// What else a reader should know of a document's file.
const (
	FlagActivePDF  = "pdf-active-content"  // it holds scripts, or starts programs
	FlagUnreadable = "einvoice-unreadable" // the e-invoice in a PDF is broken
)

// EventDocumentRevised tells that a document's file was replaced by other bytes.
const EventDocumentRevised = "document.revised"

// TakePart keeps an original file of a document that the billing system has
// described, by its document id. The same bytes again change nothing; other
// bytes of the same role are its next revision, and the earlier ones stay. What
// an e-invoice says fills the page if it agrees with the description.
// ErrNotFound: no such document.
func (s *Service) TakePart(ctx context.Context, by Actor, document Key, f IncomingFile, read PartRead) (t PartTaken, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		t, err = s.takePart(ctx, tx, by, document, f, read)
		return err
	})
	return t, err
}

func (s *Service) takePart(ctx context.Context, tx Tx, by Actor, k Key, f IncomingFile, read PartRead) (PartTaken, error) {
	doc, err := tx.DocumentByID(ctx, k.Account, k.ID)
	if err != nil {
		return PartTaken{}, fmt.Errorf("document %s: %w", k.ID, err)
	}
	inv, err := tx.Invoice(ctx, Key{k.Account, doc.Invoice})
	if err != nil {
		return PartTaken{}, fmt.Errorf("invoice of a document: %w", err)
	}
	t := PartTaken{Status: Applied, PathID: inv.ID, Document: doc.ID, Differs: differences(inv, read)}
	if f.Filename == "" {
		f.Filename = inv.ID + f.Role.suffix()
	}
	before, had := doc.Part(f.Role)
	if had && before.SHA256 == hashOf(f.Body) {
		t.Status, t.Part = Kept, before
		return t, nil
	}
	if t.Part, err = s.putPart(ctx, tx, doc, f); err != nil {
		return PartTaken{}, err
	}
	if err := fillFrom(ctx, tx, inv, f.Role, read, t.Differs); err != nil {
		return PartTaken{}, err
	}
	act := "document.updated"
	if had {
		act = EventDocumentRevised
		if err := s.tellRevised(ctx, tx, inv, t.Part, before); err != nil {
			return PartTaken{}, err
		}
	}
	return t, s.RecordIn(ctx, tx, Entry{
		Account: k.Account, Actor: string(by), Act: act, Kind: string(inv.object().Kind), Object: inv.ID,
		Data: facts(map[string]any{"document": doc.ID, "part": string(f.Role), "sha256": t.Part.SHA256, "revision": t.Part.Revision}),
	})
}

// putPart keeps the bytes, as the part's first revision or its next.
func (s *Service) putPart(ctx context.Context, tx Tx, doc Document, f IncomingFile) (Part, error) {
	part, err := s.keep(ctx, tx, f)
	if err != nil {
		return Part{}, err
	}
	before, had := doc.Part(f.Role)
	if !had {
		if err := tx.AddPart(ctx, doc.Account, doc.ID, part); err != nil {
			return Part{}, fmt.Errorf("add part: %w", err)
		}
		return part, nil
	}
	part.Revision = before.Revision + 1
	revised, err := tx.RevisePart(ctx, doc.Account, doc.ID, part, s.now())
	if err != nil {
		return Part{}, fmt.Errorf("revise part: %w", err)
	}
	if !revised {
		return Part{}, fmt.Errorf("revise part %s of %s: it is not the one that was read", f.Role, doc.ID)
	}
	return part, nil
}

// fillFrom takes over what the file says of its invoice. A PDF without an
// e-invoice says nothing but what to know of itself.
func fillFrom(ctx context.Context, tx Tx, inv Invoice, role PartRole, read PartRead, differs []Flag) error {
	if role == PartPDF {
		inv.Flags = withoutFlag(withoutFlag(inv.Flags, FlagActivePDF), FlagUnreadable)
	}
	if read.Content != nil {
		inv.Flags, inv.Content = einvoiceless(inv.Flags), nil
		inv.Flags = append(inv.Flags, differs...)
		if len(differs) == 0 {
			inv.Content, inv.Precedes = read.Content, nil
			for _, p := range read.Content.Preceding {
				inv.Precedes = append(inv.Precedes, p.Number)
			}
		}
	}
	inv.Flags = append(inv.Flags, read.Flags...)
	if err := tx.FillInvoice(ctx, inv); err != nil {
		return fmt.Errorf("fill invoice: %w", err)
	}
	return nil
}

// einvoiceless leaves out what an e-invoice that is replaced now was flagged for.
func einvoiceless(flags []Flag) []Flag {
	ours := []string{FlagTotals, FlagActivePDF, FlagUnreadable}
	return slices.DeleteFunc(slices.Clone(flags), func(f Flag) bool { return !slices.Contains(ours, f.Code) })
}

// differences are where an e-invoice says otherwise than the description.
func differences(inv Invoice, read PartRead) []Flag {
	if read.Content == nil {
		return nil
	}
	var all []string
	differ := func(what, there, here string) {
		all = append(all, fmt.Sprintf("the %s is %s in the e-invoice and %s in the description", what, there, here))
	}
	if read.Number != inv.Number {
		differ("number", read.Number, inv.Number)
	}
	if inv.Currency != "" && read.Currency != inv.Currency {
		differ("currency", read.Currency, inv.Currency)
	}
	for _, f := range []struct {
		what        string
		there, here Amount
	}{{"net total", read.Totals.Net, inv.Totals.Net}, {"tax", read.Totals.Tax, inv.Totals.Tax}, {"gross total", read.Totals.Gross, inv.Totals.Gross}} {
		if f.there != "" && f.here != "" && !sameSize(f.there, f.here) {
			differ(f.what, string(f.there), string(f.here))
		}
	}
	if len(all) == 0 {
		return nil
	}
	text := strings.Join(all, "; ")
	return []Flag{{Code: FlagDiffers, Detail: strings.ToUpper(text[:1]) + text[1:] + "."}}
}

// sameSize compares two amounts without their sign: a credit note's are written
// either way.
func sameSize(a, b Amount) bool {
	x, okX := new(big.Rat).SetString(string(a))
	y, okY := new(big.Rat).SetString(string(b))
	return okX && okY && x.Abs(x).Cmp(y.Abs(y)) == 0
}

func (s *Service) tellRevised(ctx context.Context, tx Tx, inv Invoice, now, before Part) error {
	return s.emit(ctx, tx, Event{
		Account: inv.Account, Type: EventDocumentRevised, ObjectType: "invoice", ObjectID: inv.ID,
		Data: facts(map[string]any{
			"number": inv.Number, "part": string(now.Role), "revision": now.Revision, "sha256": now.SHA256, "previousSha256": before.SHA256,
		}),
	})
}

// suffix is the end of the name that a part is saved by.
func (r PartRole) suffix() string {
	if r == PartPDF {
		return ".pdf"
	}
	return ".xml"
}
