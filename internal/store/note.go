package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectNote = `select id, account, kind, object, author, body, created_at from note`

func scanNote(rows *sql.Rows) (n portal.DeskNote, err error) {
	err = rows.Scan(&n.ID, &n.Object.Account, &n.Object.Kind, &n.Object.ID, &n.Author, &n.Text, at{&n.CreatedAt})
	return n, err
}

func (r reader) Notes(ctx context.Context, k portal.ObjectKey, before portal.Cursor, limit int) ([]portal.DeskNote, error) {
	var w filter
	w.and("account = ? and kind = ? and object = ?", k.Account, k.Kind, k.ID)
	id := "id" + r.d.bytewise
	w.page("created_at", id, before)
	return list(ctx, r, "notes", scanNote, selectNote+w.where()+` order by created_at desc, `+id+` desc`+w.limit(limit), w.args...)
}

func (r reader) Note(ctx context.Context, k portal.ObjectKey, id string) (portal.DeskNote, error) {
	return one(ctx, r, "note", scanNote,
		selectNote+` where account = $1 and kind = $2 and object = $3 and id = $4`, k.Account, k.Kind, k.ID, id)
}

func (t *tx) AddNote(ctx context.Context, n portal.DeskNote) error {
	return t.must(ctx, portal.ErrExists, "add note", `
		insert into note (id, account, kind, object, author, body, created_at)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict do nothing`,
		n.ID, n.Object.Account, n.Object.Kind, n.Object.ID, n.Author, n.Text, micros(n.CreatedAt))
}

func (t *tx) DropNote(ctx context.Context, k portal.ObjectKey, id string) (bool, error) {
	return t.won(ctx, "drop note",
		`delete from note where account = $1 and kind = $2 and object = $3 and id = $4`, k.Account, k.Kind, k.ID, id)
}
