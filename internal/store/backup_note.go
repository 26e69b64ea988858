package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// What a file can be that is no good backup.
var (
	ErrDamaged  = errors.New("the file is damaged")
	ErrNoBackup = errors.New("the file is no backup and no database of Latchkey")
)

// BackupNote is what a backup says of itself. It stands in the file, in a table
// that no database has.
type BackupNote struct {
	TakenAt time.Time        `json:"takenAt"` // all that was committed before is in it; the zero time: it does not say
	Engine  string           `json:"engine"`  // it was taken from
	Schema  int64            `json:"schema"`
	Rows    map[string]int64 `json:"rows"`  // by table
	Heads   map[string]Head  `json:"heads"` // of the audit trails by account, "" the installation's
	Token   string           `json:"token"` // what the seal stands behind
}

// Head is where an audit trail ends.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"` // hex
}

// noteTable holds the note and the seal, a row each.
const noteTable = "backup_note"

// unsealed is what stands where the seal will: 64 hex digits.
var unsealed = strings.Repeat("0", 2*sha256.Size)

// close checks a file that was filled, writes the note and the seal into it, and
// returns the file's SHA-256.
//
// SQLite sees damage to its own order, not to the letters of a row. The seal is
// the SHA-256 of the file as it is while zeros stand in the seal's place, so that
// one changed bit anywhere is found, also years later and without a second file.
func (n *BackupNote) close(ctx context.Context, path string, tell func(Progress)) (sum string, err error) {
	db, err := sqliteBare(path, "rw")
	if err != nil {
		return "", err
	}
	n.Token = rand.Text()
	err = errors.Join(n.write(ctx, db, tell), db.Close())
	if err != nil {
		return "", fmt.Errorf("check the backup: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	seal, where, err := sealOf(f, n.Token)
	if err != nil {
		return "", fmt.Errorf("seal the backup: %w", err)
	}
	if _, err := f.WriteAt([]byte(seal), where); err != nil {
		return "", fmt.Errorf("seal the backup: %w", err)
	}
	return sumOf(f)
}

func (n *BackupNote) write(ctx context.Context, db *sql.DB, tell func(Progress)) error {
	if err := wholeFile(ctx, db, tell); err != nil {
		return err
	}
	if err := n.read(ctx, db); err != nil {
		return err
	}
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	for _, text := range []string{
		"pragma journal_mode = delete", // one file, with nothing beside it
		"create table " + noteTable + " (note text not null)",
	} {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, `insert into `+noteTable+` (note) values ($1), ($2)`, string(body), n.Token+":"+unsealed)
	return err
}

func (n *BackupNote) parse(text string) error {
	if err := json.Unmarshal([]byte(text), n); err != nil {
		return spoiled(err)
	}
	if n.Token == "" {
		return fmt.Errorf("%w: its note has no seal", ErrDamaged)
	}
	return nil
}

// read fills in what the file shows: its schema, its rows, where its trails end.
func (n *BackupNote) read(ctx context.Context, db *sql.DB) error {
	err := db.QueryRowContext(ctx, `select coalesce(max(version_id), 0) from `+versionTable).Scan(&n.Schema)
	if err != nil {
		return err
	}
	if n.Rows, err = countRows(ctx, db); err != nil {
		return err
	}
	n.Heads, err = auditHeads(ctx, db)
	return err
}

// wholeFile has SQLite look at every page, index and reference.
func wholeFile(ctx context.Context, db *sql.DB, tell func(Progress)) error {
	tell(Progress{What: "check"})
	var said string
	if err := db.QueryRowContext(ctx, `pragma integrity_check(1)`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, said)
	}
	var table string
	err := db.QueryRowContext(ctx, `select "table" from pragma_foreign_key_check limit 1`).Scan(&table)
	if err == nil {
		return fmt.Errorf("%w: a row of %s refers to one that is not there", ErrDamaged, table)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return nil
}

// auditHeads reads where the trails end, and whether each has all its entries.
func auditHeads(ctx context.Context, db *sql.DB) (map[string]Head, error) {
	rows, err := db.QueryContext(ctx, `
		select h.account, h.seq, lower(hex(h.hash)), e.hash is not null and e.hash = h.hash,
			(select count(*) from audit_entry c where c.account = h.account)
		from audit_head h left join audit_entry e on e.account = h.account and e.seq = h.seq`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	heads := map[string]Head{}
	for rows.Next() {
		var account string
		var head Head
		var same bool
		var entries int64
		if err := rows.Scan(&account, &head.Seq, &head.Hash, &same, &entries); err != nil {
			return nil, err
		}
		if !same || entries != head.Seq {
			return nil, fmt.Errorf("the audit trail of %q has %d entries and should end at %d: run `latchkey audit verify`",
				account, entries, head.Seq)
		}
		heads[account] = head
	}
	return heads, rows.Err()
}

// sealOf finds the seal in a file and works out what it has to be.
func sealOf(f io.ReadSeeker, token string) (seal string, where int64, err error) {
	where, err = find(f, token+":")
	if err != nil {
		return "", 0, err
	}
	where += int64(len(token)) + 1
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", 0, err
	}
	h := sha256.New()
	if _, err := io.CopyN(h, f, where); err != nil {
		return "", 0, err
	}
	io.WriteString(h, unsealed)
	if _, err := f.Seek(where+int64(len(unsealed)), io.SeekStart); err != nil {
		return "", 0, err
	}
	if _, err := io.Copy(h, f); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), where, nil
}

func sumOf(f io.ReadSeeker) (string, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	h := sha256.New()
	_, err := io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

// find returns where in a file a text begins. The note was written last, so it
// is looked for from the end.
func find(f io.ReadSeeker, text string) (int64, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	const step = 1 << 20
	block := make([]byte, step+len(text))
	for from := size - step; ; from -= step {
		from = max(from, 0)
		if _, err := f.Seek(from, io.SeekStart); err != nil {
			return 0, err
		}
		n, err := io.ReadFull(f, block)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if i := bytes.LastIndex(block[:n], []byte(text)); i >= 0 {
			return from + int64(i), nil
		}
		if from == 0 {
			return 0, fmt.Errorf("%w: it has no seal", ErrDamaged)
		}
	}
}
