package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Lists leave the content out: it is most of the row and no list shows it.
const (
	invoiceColumns = `account, path_id, number, reference, kind, purchase, customer, email, issued_on,
		due_on, currency, totals, corrects, precedes, flags, as_of, created_at,
		details, source_version, modified_at`
	selectInvoice = `select ` + invoiceColumns + `, content from invoice`
	listInvoices  = `select ` + invoiceColumns + `, 'null' from invoice`
	newestFirst   = ` order by issued_on desc, modified_at desc, arrival desc, path_id desc`
)

func scanInvoice(rows *sql.Rows) (inv portal.Invoice, err error) {
	err = rows.Scan(&inv.Account, &inv.ID, &inv.Number, &inv.Reference, &inv.Kind, &inv.Purchase,
		&inv.Customer, &inv.Email, &inv.IssuedOn, &inv.DueOn, &inv.Currency, asJSON{&inv.Totals},
		&inv.Corrects, asJSON{&inv.Precedes}, asJSON{&inv.Flags}, at{&inv.AsOf}, at{&inv.CreatedAt},
		asJSON{&inv.Details}, &inv.Source.Version, at{&inv.Source.ModifiedAt}, asJSON{&inv.Content})
	return inv, err
}

func (r reader) Invoice(ctx context.Context, k portal.Key) (portal.Invoice, error) {
	return one(ctx, r, "invoice", scanInvoice,
		selectInvoice+` where account = $1 and path_id = $2`, k.Account, k.ID)
}

func (r reader) InvoicesNumbered(ctx context.Context, account, number string) ([]portal.Invoice, error) {
	return list(ctx, r, "invoices of a number", scanInvoice,
		selectInvoice+` where account = $1 and number = $2 order by arrival, path_id`, account, number)
}

func (r reader) PurchaseInvoices(ctx context.Context, purchase portal.Key) ([]portal.Invoice, error) {
	if purchase.ID == "" { // the mark of an invoice without a purchase
		return nil, nil
	}
	return list(ctx, r, "invoices of a purchase", scanInvoice,
		listInvoices+` where account = $1 and purchase = $2`+newestFirst, purchase.Account, purchase.ID)
}

func (r reader) RelatedInvoices(ctx context.Context, k portal.Key) ([]portal.Invoice, error) {
	return list(ctx, r, "related invoices", scanInvoice, listInvoices+`
		where account = $1 and path_id in (
			select path_id from invoice where account = $1 and path_id = $2
			union select i.path_id from invoice_reference r
				join invoice i on i.account = r.account and i.number = r.number
				where r.account = $1 and r.path_id = $2
			union select r.path_id from invoice i
				join invoice_reference r on r.account = i.account and r.number = i.number
				where i.account = $1 and i.path_id = $2)`+newestFirst, k.Account, k.ID)
}

func (t *tx) AddInvoice(ctx context.Context, inv portal.Invoice) error {
	buyer := buyerName(inv)
	err := t.must(ctx, portal.ErrExists, "add invoice", `
		insert into invoice (account, path_id, number, reference, kind, purchase, customer, email,
			issued_on, due_on, currency, totals, corrects, precedes, flags, as_of, created_at, content,
			buyer, details, source_version, modified_at, arrival)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
			$20, $21, $22,
			(select coalesce(max(arrival), 0) + 1 from invoice where account = $1))
		on conflict do nothing`,
		inv.Account, inv.ID, inv.Number, inv.Reference, inv.Kind, inv.Purchase, inv.Customer, inv.Email,
		inv.IssuedOn, inv.DueOn, inv.Currency, asJSON{inv.Totals}, inv.Corrects, asJSON{inv.Precedes},
		asJSON{inv.Flags}, micros(inv.AsOf), micros(inv.CreatedAt), asJSON{inv.Content}, buyer,
		asJSON{inv.Details}, inv.Source.Version, micros(inv.Source.ModifiedAt))
	if err != nil {
		return err
	}
	if err := t.addReferences(ctx, inv); err != nil {
		return err
	}
	return t.indexInvoice(ctx, inv, buyer)
}

func (t *tx) indexInvoice(ctx context.Context, inv portal.Invoice, buyer string) error {
	keys := []string{inv.ID, inv.Number, inv.Reference, inv.Email}
	return t.index(ctx, portal.SortInvoice, inv.Key, keys, []string{buyer})
}

// PutInvoice returns portal.ErrNotFound where there is no such invoice.
func (t *tx) PutInvoice(ctx context.Context, inv portal.Invoice) (bool, error) {
	buyers, err := list(ctx, t.reader, "put invoice", scanString, `
		update invoice set number = $3, reference = $4, kind = $5, purchase = $6, customer = $7, email = $8,
			issued_on = $9, due_on = $10, currency = $11, totals = $12, corrects = $13, flags = $14,
			as_of = $15, details = $16, source_version = $17, modified_at = $18
		where account = $1 and path_id = $2 and `+notEarlier("invoice", "cast($17 as bigint)", "cast($18 as bigint)")+`
		returning buyer`,
		inv.Account, inv.ID, inv.Number, inv.Reference, inv.Kind, inv.Purchase, inv.Customer, inv.Email,
		inv.IssuedOn, inv.DueOn, inv.Currency, asJSON{inv.Totals}, inv.Corrects, asJSON{inv.Flags},
		micros(inv.AsOf), asJSON{inv.Details}, inv.Source.Version, micros(inv.Source.ModifiedAt))
	if err != nil {
		return false, err
	}
	if len(buyers) == 0 {
		_, err := t.Invoice(ctx, inv.Key)
		return false, err
	}
	return true, t.indexInvoice(ctx, inv, buyers[0])
}

func buyerName(inv portal.Invoice) string {
	if inv.Content == nil {
		return ""
	}
	return inv.Content.Buyer.Name
}

func (t *tx) FillInvoice(ctx context.Context, inv portal.Invoice) error {
	buyer := buyerName(inv)
	err := t.must(ctx, portal.ErrNotFound, "fill invoice", `
		update invoice set content = $3, precedes = $4, flags = $5, buyer = $6
		where account = $1 and path_id = $2`,
		inv.Account, inv.ID, asJSON{inv.Content}, asJSON{inv.Precedes}, asJSON{inv.Flags}, buyer)
	if err != nil {
		return err
	}
	err = t.do(ctx, "fill invoice references", `delete from invoice_reference where account = $1 and path_id = $2`,
		inv.Account, inv.ID)
	if err != nil {
		return err
	}
	if err := t.addReferences(ctx, inv); err != nil {
		return err
	}
	return t.indexInvoice(ctx, inv, buyer)
}

func (t *tx) addReferences(ctx context.Context, inv portal.Invoice) error {
	for _, number := range inv.Precedes {
		err := t.do(ctx, "add invoice reference", `
			insert into invoice_reference (account, path_id, number) values ($1, $2, $3)
			on conflict do nothing`, inv.Account, inv.ID, number)
		if err != nil {
			return err
		}
	}
	return nil
}
