package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectEntry = `select account, seq, at, actor, act, kind, object, data, hash from audit_entry`

func scanEntry(rows *sql.Rows) (e portal.Entry, err error) {
	err = rows.Scan(&e.Account, &e.Seq, at{&e.At}, &e.Actor, &e.Act, &e.Kind, &e.Object, &e.Data, &e.Hash)
	return e, err
}

func (r reader) Timeline(ctx context.Context, account, kind, object string, limit int) ([]portal.Entry, error) {
	return list(ctx, r, "timeline", scanEntry, selectEntry+`
		where account = $1 and kind = $2 and object = $3 order by seq desc limit $4`,
		account, kind, object, limit)
}

func (r reader) Audit(ctx context.Context, account string, after int64, limit int) ([]portal.Entry, error) {
	return list(ctx, r, "audit", scanEntry,
		selectEntry+` where account = $1 and seq > $2 order by seq limit $3`, account, after, limit)
}

// AuditAccounts asks the heads and the entries, so that an account shows whose
// entries or whose head were taken away. It goes from one account to the next in
// the key of the entries, which are too many to be read.
func (r reader) AuditAccounts(ctx context.Context) ([]string, error) {
	return list(ctx, r, "accounts with audit entries", scanString, `
		select account from (
			with recursive entered (account) as (
				select min(account) from audit_entry
				union all select (select min(e.account) from audit_entry e where e.account > entered.account)
					from entered where entered.account is not null)
			select account from audit_head where seq > 0
			union select account from entered where account is not null) as every_account
		order by account`+r.d.bytewise)
}

// AuditHead in a transaction makes the head if there is none, because a row
// that is not there cannot be locked: two first writers would both get 0.
func (r reader) AuditHead(ctx context.Context, account string) (int64, []byte, error) {
	lock := ""
	if t, ok := r.db.(txQuerier); ok {
		err := t.do(ctx, "make audit head", `
			insert into audit_head (account, seq, hash) values ($1, 0, $2) on conflict do nothing`,
			account, []byte{})
		if err != nil {
			return 0, nil, err
		}
		lock = r.d.forUpdate
	}
	head, err := one(ctx, r, "audit head", scanHead,
		`select seq, hash from audit_head where account = $1`+lock, account)
	if errors.Is(err, portal.ErrNotFound) || err == nil && head.Seq == 0 {
		return 0, nil, nil
	}
	return head.Seq, head.Hash, err
}

func scanHead(rows *sql.Rows) (head portal.Entry, err error) {
	err = rows.Scan(&head.Seq, &head.Hash)
	return head, err
}

// AppendAudit moves the head first: if another entry took the place meanwhile,
// that fails with ErrExists, and the chain cannot fork.
func (t *tx) AppendAudit(ctx context.Context, e portal.Entry) error {
	text := `update audit_head set seq = $2, hash = $3 where account = $1 and seq + 1 = $2`
	if e.Seq == 1 {
		text = `
			insert into audit_head (account, seq, hash) values ($1, $2, $3)
			on conflict (account) do update set seq = excluded.seq, hash = excluded.hash
			where audit_head.seq = 0`
	}
	what := fmt.Sprintf("append audit entry %d", e.Seq)
	if err := t.must(ctx, portal.ErrExists, what, text, e.Account, e.Seq, blob(e.Hash)); err != nil {
		return err
	}
	return t.do(ctx, what, `
		insert into audit_entry (account, seq, at, actor, act, kind, object, data, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.Account, e.Seq, micros(e.At), e.Actor, e.Act, e.Kind, e.Object, e.Data, blob(e.Hash))
}
