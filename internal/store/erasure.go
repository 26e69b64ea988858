package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// EraseCustomer finds a customer by its id alone from then on: a name that was
// put in place of another is nothing to search for.
func (t *tx) EraseCustomer(ctx context.Context, c portal.Customer) (bool, error) {
	won, err := t.won(ctx, "erase customer", `
		update customer set name = $3, email = $4, registration_number = $5, users = $6
		where account = $1 and id = $2 and source_version = $7 and modified_at = $8`,
		c.Account, c.ID, c.Name, c.Email, c.RegistrationNumber, asJSON{c.Users}, c.Source.Version, micros(c.Source.ModifiedAt))
	if err != nil || !won {
		return false, err
	}
	return true, t.indexCustomer(ctx, c)
}

func (t *tx) EraseInvoice(ctx context.Context, inv portal.Invoice, name bool) (bool, error) {
	buyers, err := list(ctx, t.reader, "erase invoice", scanString, `
		update invoice set email = '', buyer = case when $5 then '' else buyer end
		where account = $1 and path_id = $2 and email = $3 and as_of = $4
		returning buyer`, inv.Account, inv.ID, inv.Email, micros(inv.AsOf), name)
	if err != nil || len(buyers) == 0 {
		return false, err
	}
	inv.Email = ""
	return true, t.indexInvoice(ctx, inv, buyers[0])
}

func (t *tx) ErasePurchase(ctx context.Context, p portal.Purchase) (bool, error) {
	return t.won(ctx, "erase purchase", `
		update purchase set details = $3
		where account = $1 and id = $2 and as_of = $4 and source_version = $5 and modified_at = $6`,
		p.Account, p.ID, asJSON{p.Details}, micros(p.AsOf), p.Source.Version, micros(p.Source.ModifiedAt))
}

func (t *tx) EraseMethods(ctx context.Context, customer portal.Key) (int64, error) {
	if customer.ID == "" {
		return 0, nil
	}
	return t.exec(ctx, "erase payment methods", `
		update payment_method set label = $3, provider_ref = '' where account = $1 and customer = $2`,
		customer.Account, customer.ID, asJSON{portal.PaymentMethod{}.Label})
}

func (t *tx) EraseRequest(ctx context.Context, r portal.LinkRequest) (bool, error) {
	won, err := t.won(ctx, "erase link request", `
		update link_request set email = $3, person = $4, submitted = $5, company = $6, reason = $7
		where account = $1 and id = $2 and updated_at = $8`,
		r.Account, r.ID, r.Email, r.Person, r.Submitted, submission(r).Client.Name, r.Reason, micros(r.UpdatedAt))
	if err != nil || !won {
		return false, err
	}
	return true, t.indexRequest(ctx, r)
}

// tracesAtOnce is how many things one statement names: each takes two parameters.
const tracesAtOnce = 1000

func (t *tx) EraseTraces(ctx context.Context, account string, things []portal.ImportRow) (n int64, err error) {
	for some := range slices.Chunk(things, tracesAtOnce) {
		var in strings.Builder
		args := []any{account}
		for i, thing := range some {
			if i > 0 {
				in.WriteString(", ")
			}
			fmt.Fprintf(&in, "($%d, $%d)", len(args)+1, len(args)+2)
			args = append(args, thing.Kind, thing.ID)
		}
		erased, err := t.exec(ctx, "erase traces of imports", `
			update import_row set before = '', left_as = ''
			where account = $1 and (before <> '' or left_as <> '') and (kind, id) in (values `+in.String()+`)`, args...)
		if err != nil {
			return n, err
		}
		n += erased
	}
	return n, nil
}

func (t *tx) EraseMessage(ctx context.Context, id, instead string) (bool, error) {
	return t.won(ctx, "erase message", `
		update message set recipient = $2, last_error = '',
			state = case when state in ('queued', 'held') then 'lapsed' else state end
		where id = $1 and recipient <> $2`, id, instead)
}

func (t *tx) DropNotes(ctx context.Context, k portal.ObjectKey) (int64, error) {
	return t.exec(ctx, "drop notes",
		`delete from note where account = $1 and kind = $2 and object = $3`, k.Account, k.Kind, k.ID)
}

func (t *tx) DropVisits(ctx context.Context, k portal.ObjectKey) (int64, error) {
	return t.exec(ctx, "drop visits",
		`delete from visit where account = $1 and kind = $2 and object = $3`, k.Account, k.Kind, k.ID)
}

func scanObject(rows *sql.Rows) (k portal.ObjectKey, err error) {
	err = rows.Scan(&k.Account, &k.Kind, &k.ID)
	return k, err
}
