package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanPart(rows *sql.Rows) (p portal.Part, err error) {
	err = rows.Scan(&p.Role, &p.SHA256, &p.Size, &p.MIME, &p.Filename, &p.Revision)
	return p, err
}

func (r reader) PastParts(ctx context.Context, account, documentID string) ([]portal.Part, error) {
	return list(ctx, r, "earlier parts", scanPart, `
		select role, sha256, size, mime, filename, revision from part_past
		where account = $1 and document = $2 order by replaced_at, revision, role`, account, documentID)
}

// RevisePart counts the revision itself. The lock keeps the part as it was found
// until it has been replaced, so that no revision goes unkept.
func (t *tx) RevisePart(ctx context.Context, account, documentID string, p portal.Part, at time.Time) (bool, error) {
	kept, err := t.won(ctx, "keep earlier part", `
		insert into part_past (account, document, role, revision, sha256, size, mime, filename, replaced_at)
		select account, document, role, revision, sha256, size, mime, filename, cast($5 as bigint) from part
		where account = $1 and document = $2 and role = $3 and sha256 <> $4`+t.d.forUpdate+`
		on conflict do nothing`,
		account, documentID, p.Role, p.SHA256, micros(at))
	if err != nil || !kept {
		return false, err
	}
	return t.won(ctx, "revise part", `
		update part set sha256 = $4, size = $5, mime = $6, filename = $7, revision = revision + 1
		where account = $1 and document = $2 and role = $3`,
		account, documentID, p.Role, p.SHA256, p.Size, p.MIME, p.Filename)
}
