package store

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// ActedSince returns the first act on an object since a time that was neither
// its mirroring nor an import; empty: none. Of a client, requests about it count.
func (r reader) ActedSince(ctx context.Context, k portal.ObjectKey, since time.Time) (string, error) {
	acts, err := list(ctx, r, "acts on an object", scanString, `
		select act from audit_entry
		where account = $1 and kind = $2 and object = $3 and at >= $4
			and act not like '%.mirrored' and act not like 'import.%'
		union all
		select 'client.link_requested' from link_request_client c
			join link_request r on r.account = c.account and r.id = c.request
		where $2 = 'client' and c.account = $1 and c.client = $3 and r.created_at >= $4
		union all
		select 'link.opened' from visit
		where account = $1 and kind = $2 and object = $3 and last_at >= $4
		limit 1`, k.Account, k.Kind, k.ID, micros(since))
	if err != nil || len(acts) == 0 {
		return "", err
	}
	return acts[0], nil
}

// unmirrored has the table of each sort of mirrored thing, and what it is
// searched under; offers and documents are their own cases.
var unmirrored = map[portal.RecordType]struct {
	table string
	found portal.Sort // empty: it is not searched
}{
	portal.CustomerRecord:     {"customer", portal.SortCustomer},
	portal.PurchaseRecord:     {"purchase", portal.SortOrder},
	portal.SubscriptionRecord: {"subscription", portal.SortSubscription},
	portal.QuoteRecord:        {"quote", portal.SortQuote},
	portal.MethodRecord:       {"payment_method", ""},
}

// Unmirror takes a mirrored thing away; part names what it is one of: the
// subscription of an offer, the path id of a document's invoice. False: there is
// none, or it is a document that has files.
func (t *tx) Unmirror(ctx context.Context, kind portal.RecordType, k portal.Key, part string) (bool, error) {
	switch kind {
	case portal.OfferRecord:
		return t.won(ctx, "take offer away",
			`delete from offer where account = $1 and subscription = $2 and id = $3`, k.Account, part, k.ID)
	case portal.DocumentRecord:
		return t.unmirrorDocument(ctx, k, part)
	}
	of, ok := unmirrored[kind]
	if !ok {
		return false, fmt.Errorf("take %q away: no such sort", kind)
	}
	if kind == portal.CustomerRecord {
		if err := t.do(ctx, "forget addresses of a customer", `delete from customer_address where account = $1 and customer = $2`, k.Account, k.ID); err != nil {
			return false, err
		}
	}
	gone, err := t.won(ctx, "take "+of.table+" away", `delete from `+of.table+` where account = $1 and id = $2`, k.Account, k.ID)
	if err != nil || !gone || of.found == "" {
		return gone, err
	}
	return true, t.index(ctx, of.found, k, nil, nil)
}

func (t *tx) unmirrorDocument(ctx context.Context, k portal.Key, invoice string) (bool, error) {
	gone, err := t.won(ctx, "take document away", `
		delete from document where account = $1 and id = $2 and invoice = $3
			and not exists (select 1 from part p where p.account = $1 and p.document = $2)`, k.Account, k.ID, invoice)
	if err != nil || !gone {
		return false, err
	}
	if err := t.do(ctx, "take references away",
		`delete from invoice_reference where account = $1 and path_id = $2`, k.Account, invoice); err != nil {
		return false, err
	}
	if err := t.do(ctx, "take invoice away",
		`delete from invoice where account = $1 and path_id = $2`, k.Account, invoice); err != nil {
		return false, err
	}
	return true, t.index(ctx, portal.SortInvoice, portal.Key{Account: k.Account, ID: invoice}, nil, nil)
}

// ForgetSource takes from a mirrored thing which word of the billing system it
// is, so that any word may be put in its place.
func (t *tx) ForgetSource(ctx context.Context, kind portal.RecordType, k portal.Key, part string) error {
	const forget = ` set source_version = 0, modified_at = 0 where account = $1 and `
	switch kind {
	case portal.OfferRecord:
		return t.do(ctx, "forget source", `update offer`+forget+`id = $2 and subscription = $3`, k.Account, k.ID, part)
	case portal.DocumentRecord:
		return t.do(ctx, "forget source", `update invoice`+forget+`path_id = $2`, k.Account, part)
	}
	of, ok := unmirrored[kind]
	if !ok {
		return fmt.Errorf("forget source of %q: no such sort", kind)
	}
	return t.do(ctx, "forget source", `update `+of.table+forget+`id = $2`, k.Account, k.ID)
}
