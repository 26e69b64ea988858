package portal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErasePerson takes a person out of what an account keeps, if it is still what
// seen is the etag of: one transaction, one audit entry with the counts. Names
// and addresses are replaced, live links end, and their requests are withdrawn.
// Decisions, events, the audit trail, held cases and the issuer's documents
// stay; see docs/security.md. What the billing system says of the person after
// that is taken as new. ErrNotFound; ErrStale.
func (s *Service) ErasePerson(ctx context.Context, by Actor, account, who, seen string) (KnownPerson, error) {
	var gone KnownPerson
	err := s.store.InTx(ctx, func(tx Tx) error {
		// Whoever changes something of the account waits from here on.
		if err := s.inOrder(ctx, tx, account); err != nil {
			return err
		}
		p, err := s.findPerson(ctx, tx, account, who)
		if err != nil {
			return err
		}
		if p.Etag() != seen {
			return ErrStale
		}
		gone = p
		e := erasure{s, tx, by, p}
		for _, step := range []func(context.Context) error{e.links, e.requests, e.billed, e.customers, e.traces, e.notes, e.mails} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		if err := tx.AskCompact(ctx, s.now()); err != nil {
			return err
		}
		return s.RecordIn(ctx, tx, e.entry("person.erased"))
	})
	if isAgain(err) {
		return KnownPerson{}, ErrStale
	}
	return gone, err
}

// erasure is one act of it, inside its transaction.
type erasure struct {
	*Service
	tx Tx
	by Actor
	p  KnownPerson
}

// entry says in the trail what it was about: ids and counts, no name, no address.
func (e erasure) entry(act string) Entry {
	var customers []string
	for _, c := range e.p.Customers {
		customers = append(customers, c.ID)
	}
	object := e.p.Account
	if len(customers) > 0 {
		object = customers[0]
	}
	return Entry{
		Account: e.p.Account, Actor: string(e.by), Act: act, Kind: ofCustomer, Object: object,
		Data: facts(map[string]any{
			"customers": customers, "addresses": len(e.p.Addresses), "invoices": len(e.p.Invoices), "purchases": len(e.p.Purchases),
			"requests": len(e.p.Requests), "mails": len(e.p.Mails), "notes": len(e.p.Notes), "visits": len(e.p.Visits), "links": len(e.p.Live),
		}),
	}
}

// links ends every link about the customers that are erased whole, also those
// that other systems signed, and of other objects those that the person was
// mailed.
func (e erasure) links(ctx context.Context) error {
	for _, k := range slices.Concat(e.p.own, e.p.mailed) {
		state, err := e.tx.LinkState(ctx, k)
		if err != nil {
			return fmt.Errorf("link state: %w", err)
		}
		now := e.now()
		if !slices.Contains(e.p.own, k) && !state.Live(now.Unix()) {
			continue
		}
		cutOff := max(now.Unix()+1, state.Start+1, state.CutOff)
		won, err := e.tx.Revoke(ctx, k, state.Generation, cutOff, now)
		if err != nil {
			return fmt.Errorf("revoke link: %w", err)
		}
		if !won && !state.Revoked {
			return errAgain
		}
	}
	return nil
}

// requests withdraws those that the person could still answer, and redacts all.
func (e erasure) requests(ctx context.Context) error {
	for _, known := range e.p.Requests {
		r := known.LinkRequest
		if r.Status == Pending && (known.Whole || slices.Contains(e.p.Addresses, NormalEmail(r.Email))) {
			if err := e.withdraw(ctx, e.tx, r, e.by, false); err != nil {
				return err
			}
			var err error
			if r, err = e.tx.Request(ctx, r.Key); err != nil {
				return fmt.Errorf("request: %w", err)
			}
		}
		rest, changed := r.redacted(e.p.Addresses, known.Whole)
		if !changed {
			continue
		}
		if err := once(e.tx.EraseRequest(ctx, rest)); err != nil {
			return fmt.Errorf("erase request: %w", err)
		}
	}
	return nil
}

func (e erasure) billed(ctx context.Context) error {
	for _, inv := range e.p.Invoices {
		if err := once(e.tx.EraseInvoice(ctx, inv, e.p.whole(inv.Customer))); err != nil {
			return fmt.Errorf("erase invoice: %w", err)
		}
	}
	for _, p := range e.p.Purchases {
		if err := once(e.tx.ErasePurchase(ctx, p.redacted(e.p.Addresses, e.p.whole(p.Customer)))); err != nil {
			return fmt.Errorf("erase purchase: %w", err)
		}
	}
	return nil
}

func (e erasure) customers(ctx context.Context) error {
	for _, c := range e.p.Customers {
		if err := once(e.tx.EraseCustomer(ctx, c.redacted(e.p.Addresses))); err != nil {
			return fmt.Errorf("erase customer: %w", err)
		}
		if !c.Whole {
			continue
		}
		if _, err := e.tx.EraseMethods(ctx, c.Key); err != nil {
			return fmt.Errorf("erase payment methods: %w", err)
		}
	}
	return nil
}

// traces forgets what imports kept of what they changed. Their files go by their
// period.
func (e erasure) traces(ctx context.Context) error {
	var things []ImportRow
	add := func(kind RecordType, id string) { things = append(things, ImportRow{Kind: string(kind), ID: id}) }
	for _, c := range e.p.Customers {
		add(CustomerRecord, c.ID)
	}
	for _, p := range e.p.Purchases {
		add(PurchaseRecord, p.ID)
	}
	for _, m := range e.p.Methods {
		add(MethodRecord, m.ID)
	}
	for _, inv := range e.p.Invoices {
		docs, err := e.tx.Documents(ctx, inv.Key)
		if err != nil {
			return fmt.Errorf("documents of an invoice: %w", err)
		}
		for _, d := range docs {
			add(DocumentRecord, d.ID)
		}
	}
	if _, err := e.tx.EraseTraces(ctx, e.p.Account, things); err != nil {
		return fmt.Errorf("erase traces of imports: %w", err)
	}
	return nil
}

func (e erasure) notes(ctx context.Context) error {
	for _, n := range e.p.Notes {
		if _, err := e.tx.DropNotes(ctx, n.Object); err != nil {
			return fmt.Errorf("erase notes: %w", err)
		}
	}
	for _, v := range e.p.Visits {
		if _, err := e.tx.DropVisits(ctx, v.Object); err != nil {
			return fmt.Errorf("erase visits: %w", err)
		}
	}
	return nil
}

// mails takes the address out of the mails, and keeps off the list of addresses
// that get no mail only what recognises it.
func (e erasure) mails(ctx context.Context) error {
	for _, m := range e.p.Mails {
		if err := once(e.tx.EraseMessage(ctx, m.ID, Erased)); err != nil {
			return fmt.Errorf("erase mail: %w", err)
		}
	}
	for _, held := range e.p.Held {
		mark := e.erasedMark(held.Account, held.Email)
		if err := e.tx.DeleteSuppression(ctx, held.Account, held.Email); err != nil {
			return fmt.Errorf("suppression: %w", err)
		}
		held.Email, held.Note = mark, "" // the note is a person's words about another
		if err := e.tx.PutSuppression(ctx, held); err != nil {
			return fmt.Errorf("suppression: %w", err)
		}
	}
	return nil
}

// once turns a conditional write that lost into errAgain.
func once(won bool, err error) error {
	if err == nil && !won {
		return errAgain
	}
	return err
}

// erasedPrefix begins what stands for an erased address. No address begins so:
// it has no @.
const erasedPrefix = "erased:"

// ErasedAddress reports whether something stands for an address that was erased.
func ErasedAddress(email string) bool {
	return strings.HasPrefix(email, erasedPrefix) || email == Erased
}

// erasedMark stands for an address of an account. Without the master key nobody
// can tell which address it is, not even by trying.
func (s *Service) erasedMark(account, email string) string {
	return markUnder(s.vault.current.erased, account, email)
}

func markUnder(key []byte, account, email string) string {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s\n%s", account, NormalEmail(email))
	return erasedPrefix + hex.EncodeToString(mac.Sum(nil)[:16])
}

// suppressed finds why an address gets no mail, also where it was erased since,
// under whichever master key. ErrNotFound: it gets mail.
func (s *Service) suppressed(ctx context.Context, rd Reader, account, email string) (Suppression, error) {
	held, err := rd.Suppressed(ctx, account, NormalEmail(email))
	for _, key := range s.vault.erasedKeys() {
		if !errors.Is(err, ErrNotFound) {
			return held, err
		}
		held, err = rd.Suppressed(ctx, account, markUnder(key, account, email))
	}
	return held, err
}

// ExportPerson is FindPerson for whoever asks for their data; the trail says that
// it was handed out.
func (s *Service) ExportPerson(ctx context.Context, by Actor, account, who string) (KnownPerson, error) {
	var found KnownPerson
	err := s.store.InTx(ctx, func(tx Tx) error {
		p, err := s.findPerson(ctx, tx, account, who)
		if err != nil {
			return err
		}
		found = p
		return s.RecordIn(ctx, tx, erasure{s, tx, by, p}.entry("person.exported"))
	})
	return found, err
}
