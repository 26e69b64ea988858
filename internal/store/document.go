package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// selectDocuments gives one row per part, or one with an empty role for a
// document that has none.
const (
	selectDocuments = `
		select d.account, d.id, d.invoice, d.kind, d.issued_on, d.seq, coalesce(p.role, ''),
			coalesce(p.sha256, ''), coalesce(p.size, 0), coalesce(p.mime, ''), coalesce(p.filename, ''),
			coalesce(p.revision, 0)
		from document d left join part p on p.account = d.account and p.document = d.id`
	documentOrder = ` order by d.seq, d.id, p.place`
)

func scanDocument(rows *sql.Rows) (d portal.Document, err error) {
	var p portal.Part
	err = rows.Scan(&d.Account, &d.ID, &d.Invoice, &d.Kind, &d.IssuedOn, &d.Seq,
		&p.Role, &p.SHA256, &p.Size, &p.MIME, &p.Filename, &p.Revision)
	if p.Role != "" {
		d.Parts = []portal.Part{p}
	}
	return d, err
}

// documents reads selectDocuments and gathers the parts of each.
func (r reader) documents(ctx context.Context, what, where string, args ...any) ([]portal.Document, error) {
	rows, err := list(ctx, r, what, scanDocument, selectDocuments+where+documentOrder, args...)
	if err != nil {
		return nil, err
	}
	var all []portal.Document
	for _, d := range rows {
		if n := len(all); n > 0 && all[n-1].ID == d.ID {
			all[n-1].Parts = append(all[n-1].Parts, d.Parts...)
			continue
		}
		all = append(all, d)
	}
	return all, nil
}

func (r reader) document(ctx context.Context, where string, args ...any) (portal.Document, error) {
	all, err := r.documents(ctx, "document", where, args...)
	if err != nil {
		return portal.Document{}, err
	}
	if len(all) == 0 {
		return portal.Document{}, fmt.Errorf("read document: %w", portal.ErrNotFound)
	}
	return all[0], nil
}

func (r reader) Documents(ctx context.Context, invoice portal.Key) ([]portal.Document, error) {
	return r.documents(ctx, "documents", ` where d.account = $1 and d.invoice = $2`,
		invoice.Account, invoice.ID)
}

func (r reader) DocumentByID(ctx context.Context, account, documentID string) (portal.Document, error) {
	return r.document(ctx, ` where d.account = $1 and d.id = $2`, account, documentID)
}

// DocumentWithHash returns the one that arrived first, should several have it.
// One that had these bytes before they were revised has them still.
func (r reader) DocumentWithHash(ctx context.Context, account, sha256 string) (portal.Document, error) {
	return r.document(ctx, `
		where d.account = $1 and d.id in (
			select document from part where account = $1 and sha256 = $2
			union select document from part_past where account = $1 and sha256 = $2)`,
		account, sha256)
}

func (r reader) Blob(ctx context.Context, sha256 string) ([]byte, error) {
	scan := func(rows *sql.Rows) (b []byte, err error) {
		err = rows.Scan(&b)
		return b, err
	}
	return one(ctx, r, "blob", scan, `select body from blob where sha256 = $1`, sha256)
}

func (t *tx) AddDocument(ctx context.Context, d portal.Document) error {
	err := t.must(ctx, portal.ErrExists, "add document", `
		insert into document (account, id, invoice, kind, issued_on, seq)
		values ($1, $2, $3, $4, $5, $6)
		on conflict do nothing`,
		d.Account, d.ID, d.Invoice, d.Kind, d.IssuedOn, d.Seq)
	if err != nil {
		return err
	}
	for _, p := range d.Parts {
		if err := t.AddPart(ctx, d.Account, d.ID, p); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) SetDocument(ctx context.Context, d portal.Document) error {
	return t.must(ctx, portal.ErrNotFound, "set document", `
		update document set kind = $3, issued_on = $4 where account = $1 and id = $2`, d.Account, d.ID, d.Kind, d.IssuedOn)
}

func (t *tx) AddPart(ctx context.Context, account, documentID string, p portal.Part) error {
	return t.must(ctx, portal.ErrExists, "add part", `
		insert into part (account, document, role, sha256, size, mime, filename, place)
		values ($1, $2, $3, $4, $5, $6, $7,
			(select count(*) from part where account = $1 and document = $2))
		on conflict do nothing`,
		account, documentID, p.Role, p.SHA256, p.Size, p.MIME, p.Filename)
}

func (t *tx) PutBlob(ctx context.Context, sha256 string, body []byte, at time.Time) error {
	return t.do(ctx, "put blob", `
		insert into blob (sha256, body, created_at) values ($1, $2, $3)
		on conflict do nothing`, sha256, blob(body), micros(at))
}
