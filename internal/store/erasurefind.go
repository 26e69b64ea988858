package store

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (r reader) OwnObjects(ctx context.Context, customer portal.Key) ([]portal.ObjectKey, error) {
	return list(ctx, r, "objects of a customer", scanObject, `
		select account, 'ccp', 'c' || id from customer where account = $1 and id = $2
		union all select account, 'invoice', path_id from invoice where account = $1 and customer = $2
		union all select p.account, k.kind, p.id from purchase p,
			(select 'p' as kind union all select 'cq' union all select 'urb' union all select 'redop') k
			where p.account = $1 and p.customer = $2
		union all select s.account, k.kind, 'S' || s.id from subscription s,
			(select 'scp' as kind union all select 'usi') k
			where s.account = $1 and s.customer = $2`, customer.Account, customer.ID)
}

func (r reader) MailedObjects(ctx context.Context, account, email string) ([]portal.ObjectKey, error) {
	return list(ctx, r, "objects mailed to an address", scanObject, `
		select distinct object_account, object_kind, object_id from message
		where account = $1 and (recipient = $2 or lower(recipient) = $2) and start_at > 0 and object_kind <> 'approve'`, account, email)
}

// MailsAt compares as the engine lowers, which is right for what addresses are
// made of nearly always, and as the address is written.
func (r reader) MailsAt(ctx context.Context, account, email string) ([]portal.Message, error) {
	return list(ctx, r, "all mails to an address", scanMessage, `select`+messageColumns+` from message
		where account = $1 and (recipient = $2 or lower(recipient) = $2) order by arrival`, account, email)
}

func (r reader) MailsOf(ctx context.Context, k portal.ObjectKey) ([]portal.Message, error) {
	return list(ctx, r, "all mails about an object", scanMessage, `select`+messageColumns+` from message
		where object_account = $1 and object_kind = $2 and object_id = $3 order by arrival`, k.Account, k.Kind, k.ID)
}

// named is the condition that an object of a kind is found by an address.
const named = ` in (select id from search_term where account = $1 and kind = $2 and field = 'key' and term = $3)`

func (r reader) InvoicesAt(ctx context.Context, account, email string) ([]portal.Invoice, error) {
	return list(ctx, r, "invoices of an address", scanInvoice,
		listInvoices+` where account = $1 and path_id`+named+` order by arrival`, account, portal.SortInvoice, fold(email))
}

func (r reader) RequestsAt(ctx context.Context, account, email string) ([]portal.LinkRequest, error) {
	return list(ctx, r, "requests of an address", scanRequest,
		selectRequest+` where account = $1 and id`+named+` order by id`+r.d.bytewise, account, portal.SortRequest, fold(email))
}

func (r reader) AllInvoices(ctx context.Context, customer portal.Key) ([]portal.Invoice, error) {
	return list(ctx, r, "all invoices of a customer", scanInvoice,
		listInvoices+` where account = $1 and customer = $2 order by arrival`, customer.Account, customer.ID)
}

func (r reader) AllPurchases(ctx context.Context, customer portal.Key) ([]portal.Purchase, error) {
	return list(ctx, r, "all purchases of a customer", scanPurchase,
		selectPurchase+` where account = $1 and customer = $2 order by id`+r.d.bytewise, customer.Account, customer.ID)
}

func (r reader) AllRequests(ctx context.Context, customer portal.Key) ([]portal.LinkRequest, error) {
	return list(ctx, r, "all requests of a customer", scanRequest, selectRequest+`
		where account = $1 and id in (select request from link_request_client where account = $1 and client = $2)
		order by id`+r.d.bytewise, customer.Account, customer.ID)
}

func (r reader) NotesAbout(ctx context.Context, k portal.ObjectKey) ([]portal.DeskNote, error) {
	return list(ctx, r, "all notes about an object", scanNote,
		selectNote+` where account = $1 and kind = $2 and object = $3 order by created_at`, k.Account, k.Kind, k.ID)
}
