package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// sealedColumn says where the sealed values of a place stand: table and column,
// and the columns of the key; ” where it has fewer than three parts.
type sealedColumn struct {
	table, column     string
	account, kind, id string
}

var sealedColumns = map[portal.SealedPlace]sealedColumn{
	portal.SealedSecrets:      {"secret", "sealed", "account", "kind", "id"},
	portal.SealedEndpoints:    {"endpoint", "sealed", "account", "''", "id"},
	portal.SealedEndpointsOld: {"endpoint", "sealed_old", "account", "''", "id"},
	portal.SealedInbound:      {"inbound", "sealed", "account", "''", "id"},
	portal.SealedFetches:      {"document_fetch", "sealed", "account", "document", "role"},
	portal.SealedTOTPs:        {"admin_totp", "sealed", "''", "''", "admin_id"},
	portal.SealedProposals:    {"proposal", "sealed", "account", "kind", "id"},
	portal.SealedKeptKeys:     {"kept_key", "sealed", "''", "''", "id"},
}

// otherwise is the condition for a value that does not begin with the head $1.
func (c sealedColumn) otherwise() string {
	return fmt.Sprintf("length(%s) > 0 and substr(%s, 1, %d) <> $1", c.column, c.column, portal.SealHeadSize)
}

func (r reader) SealedOtherwise(
	ctx context.Context, place portal.SealedPlace, head []byte, after portal.SealedRow, limit int,
) ([]portal.SealedRow, error) {
	c, known := sealedColumns[place]
	if !known {
		return nil, fmt.Errorf("sealed values of %q: %w", place, portal.ErrNotFound)
	}
	scan := func(rows *sql.Rows) (portal.SealedRow, error) {
		row := portal.SealedRow{Place: place}
		err := rows.Scan(&row.Account, &row.Kind, &row.ID, &row.Sealed)
		return row, err
	}
	text := fmt.Sprintf(`
		select %[1]s, %[2]s, %[3]s, %[4]s from %[5]s
		where (%[1]s, %[2]s, %[3]s) > ($2, $3, $4) and %[6]s
		order by 1, 2, 3 limit $5`, c.account, c.kind, c.id, c.column, c.table, c.otherwise())
	return list(ctx, r, "sealed values", scan, text, blob(head), after.Account, after.Kind, after.ID, limit)
}

func (r reader) CountSealed(ctx context.Context, place portal.SealedPlace, head []byte) (all, otherwise int64, err error) {
	c, known := sealedColumns[place]
	if !known {
		return 0, 0, fmt.Errorf("sealed values of %q: %w", place, portal.ErrNotFound)
	}
	counts, err := one(ctx, r, "count sealed values", func(rows *sql.Rows) (n [2]int64, err error) {
		err = rows.Scan(&n[0], &n[1])
		return n, err
	}, fmt.Sprintf(`select count(*), coalesce(sum(case when %s then 1 else 0 end), 0) from %s where length(%s) > 0`, c.otherwise(), c.table, c.column), blob(head))
	return counts[0], counts[1], err
}

// Reseal tells a value that was replaced meanwhile by its bytes: sealing the
// same plain text twice gives different ones.
func (t *tx) Reseal(ctx context.Context, was portal.SealedRow, sealed []byte) (bool, error) {
	c, known := sealedColumns[was.Place]
	if !known {
		return false, fmt.Errorf("seal a value of %q anew: %w", was.Place, portal.ErrNotFound)
	}
	return t.won(ctx, "seal a value anew", fmt.Sprintf(`
		update %s set %s = $1 where %s = $2 and %s = $3 and %s = $4 and %s = $5`,
		c.table, c.column, c.account, c.kind, c.id, c.column), blob(sealed), was.Account, was.Kind, was.ID, blob(was.Sealed))
}

func (r reader) KeptKeys(ctx context.Context) ([]portal.KeptKey, error) {
	return list(ctx, r, "keys of earlier master keys", func(rows *sql.Rows) (k portal.KeptKey, err error) {
		err = rows.Scan(&k.ID, &k.Sealed)
		return k, err
	}, `select id, sealed from kept_key order by id`)
}

func (t *tx) PutKeptKey(ctx context.Context, k portal.KeptKey) error {
	return t.do(ctx, "keep a key of an earlier master key", `
		insert into kept_key (id, sealed) values ($1, $2)
		on conflict (id) do update set sealed = excluded.sealed`, k.ID, blob(k.Sealed))
}
