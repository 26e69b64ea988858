package store

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What is put in order here is an expression, which keeps SQLite from walking over
// all of an account in the order of an index in search of one customer's.

func (r reader) CustomerPurchases(ctx context.Context, customer portal.Key, limit int) ([]portal.Purchase, error) {
	return list(ctx, r, "purchases of a customer", scanPurchase, selectPurchase+`
		where account = $1 and customer = $2 order by (id || '')`+r.d.bytewise+` desc limit $3`, customer.Account, customer.ID, limit)
}

func (r reader) CustomerInvoices(ctx context.Context, customer portal.Key, limit int) ([]portal.Invoice, error) {
	return list(ctx, r, "invoices of a customer", scanInvoice, listInvoices+`
		where account = $1 and customer = $2 order by issued_on desc, arrival desc limit $3`, customer.Account, customer.ID, limit)
}

func (r reader) CustomerRequests(ctx context.Context, customer portal.Key, limit int) ([]portal.LinkRequest, error) {
	return list(ctx, r, "requests of a customer", scanRequest, selectRequest+`
		where account = $1 and id in (select request from link_request_client where account = $1 and client = $2)
		order by +updated_at desc, id`+r.d.bytewise+` desc limit $3`, customer.Account, customer.ID, limit)
}

func (r reader) MailsTo(ctx context.Context, account, email string, limit int) ([]portal.Message, error) {
	return list(ctx, r, "mails to an address", scanMessage, `select`+messageColumns+` from message
		where account = $1 and recipient = $2 order by arrival desc limit $3`, account, email, limit)
}
