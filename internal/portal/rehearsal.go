package portal

import (
	"context"
	"errors"
	"maps"
)

// Rehearsal finds the verdicts of an import and keeps nothing of it. It
// remembers what each document would have added, so that the next one is judged
// as if it had been. One goroutine at a time may use it.
type Rehearsal struct{ service Service }

// Rehearse begins a Rehearsal of one import.
func (s *Service) Rehearse() *Rehearsal {
	r := &Rehearsal{service: *s}
	r.service.store = &rehearsalStore{Store: s.store, past: newMemory()}
	return r
}

// Take is Service.Take. Each record is judged by what is kept, not by those
// before it.
func (r *Rehearsal) Take(ctx context.Context, by Actor, record Record) (Taken, error) {
	return r.service.Take(ctx, by, record)
}

// Import is Service.Import.
func (r *Rehearsal) Import(ctx context.Context, in Incoming) (Verdict, error) {
	return r.service.Import(ctx, in)
}

// AddFile is Service.AddFile.
func (r *Rehearsal) AddFile(ctx context.Context, by Actor, k Key, f IncomingFile) (Verdict, error) {
	return r.service.AddFile(ctx, by, k, f)
}

// TakeNotification is Service.TakeNotification. Each message is judged by what is
// kept.
func (r *Rehearsal) TakeNotification(
	ctx context.Context, by Actor, account, contentType string, body []byte, read NotificationReader,
) (Inbound, error) {
	return r.service.TakeNotification(ctx, by, account, contentType, body, read)
}

// rehearsalStore rolls every transaction back, each by itself: one around the
// whole import would keep the writers of a running server waiting.
type rehearsalStore struct {
	Store
	past memory
}

var errRehearsed = errors.New("rehearsed")

func (s *rehearsalStore) InTx(ctx context.Context, f func(Tx) error) error {
	var last memory // of the last try: a transaction may run twice
	err := s.Store.InTx(ctx, func(tx Tx) error {
		last = newMemory()
		if err := f(rehearsalTx{Tx: tx, past: s.past, now: last}); err != nil {
			return err
		}
		return errRehearsed
	})
	if !errors.Is(err, errRehearsed) {
		return err
	}
	s.past.add(last)
	return nil
}

// memory is what an import would have added or changed so far. Its keys are an
// account with a path id, a document id, or a hash.
type memory struct {
	invoices  map[Key]Invoice
	documents map[Key]Document
	first     map[Key]Key // path id → document that came with a new invoice
	hashes    map[Key]Key // hash of a part → document
}

func newMemory() memory {
	return memory{map[Key]Invoice{}, map[Key]Document{}, map[Key]Key{}, map[Key]Key{}}
}

func (m memory) add(other memory) {
	maps.Copy(m.invoices, other.invoices)
	maps.Copy(m.documents, other.documents)
	maps.Copy(m.first, other.first)
	maps.Copy(m.hashes, other.hashes)
}

func (m memory) keep(d Document) {
	key := Key{d.Account, d.ID}
	m.documents[key] = d
	for _, p := range d.Parts {
		m.hashes[Key{d.Account, p.SHA256}] = key
	}
}

// rehearsalTx reads the database with the past laid over it, as far as an
// import looks.
type rehearsalTx struct {
	Tx
	past, now memory
}

func (t rehearsalTx) Invoice(ctx context.Context, k Key) (Invoice, error) {
	if inv, ok := t.past.invoices[k]; ok {
		return inv, nil
	}
	return t.Tx.Invoice(ctx, k)
}

func (t rehearsalTx) DocumentWithHash(ctx context.Context, account, sha256 string) (Document, error) {
	if key, ok := t.past.hashes[Key{account, sha256}]; ok {
		return t.past.documents[key], nil
	}
	d, err := t.Tx.DocumentWithHash(ctx, account, sha256)
	return t.latest(d), err
}

func (t rehearsalTx) Documents(ctx context.Context, invoice Key) ([]Document, error) {
	if key, ok := t.past.first[invoice]; ok {
		return []Document{t.past.documents[key]}, nil
	}
	docs, err := t.Tx.Documents(ctx, invoice)
	for i := range docs {
		docs[i] = t.latest(docs[i])
	}
	return docs, err
}

// latest is a document of the database with the parts it would have by now.
func (t rehearsalTx) latest(d Document) Document {
	key := Key{d.Account, d.ID}
	for _, m := range []memory{t.now, t.past} {
		if changed, ok := m.documents[key]; ok {
			return changed
		}
	}
	return d
}

func (t rehearsalTx) AddInvoice(ctx context.Context, inv Invoice) error {
	if _, ok := t.past.invoices[inv.Key]; ok {
		return ErrExists
	}
	t.now.invoices[inv.Key] = inv
	return t.Tx.AddInvoice(ctx, inv)
}

func (t rehearsalTx) AddDocument(ctx context.Context, d Document) error {
	t.now.first[Key{d.Account, d.Invoice}] = Key{d.Account, d.ID}
	t.now.keep(d)
	return t.Tx.AddDocument(ctx, d)
}

// AddPart reaches no database where the document is not in it yet.
func (t rehearsalTx) AddPart(ctx context.Context, account, documentID string, p Part) error {
	d := t.latest(Document{Account: account, ID: documentID})
	if d.Invoice == "" {
		var err error
		if d, err = t.DocumentByID(ctx, account, documentID); err != nil {
			return err
		}
	}
	d.Parts = append(d.Parts[:len(d.Parts):len(d.Parts)], p)
	t.now.keep(d)
	return nil
}
