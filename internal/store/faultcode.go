package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// OnFault has f called with the engine's own name of each fault of the database:
// "SQLITE_FULL", a SQLSTATE such as "57P01", or "connection" where the database
// could not be reached. f may be called from anywhere at once, so it has to be
// quick; it is set before the store is used.
func (s *Store) OnFault(f func(code string)) { s.d.told = f }

// report passes a fault on. A caller who left is none of the database's.
func (d *dialect) report(ctx context.Context, err error) {
	if d.told == nil || err == nil || ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return
	}
	switch code := d.code(err); {
	case code != "":
		d.told(code)
	case lost(err):
		d.told("connection")
	}
}

// sqliteNames are the primary codes that a program can meet.
var sqliteNames = map[int]string{
	sqlite3.SQLITE_ERROR: "SQLITE_ERROR", sqlite3.SQLITE_INTERNAL: "SQLITE_INTERNAL", sqlite3.SQLITE_PERM: "SQLITE_PERM",
	sqlite3.SQLITE_ABORT: "SQLITE_ABORT", sqlite3.SQLITE_BUSY: "SQLITE_BUSY", sqlite3.SQLITE_LOCKED: "SQLITE_LOCKED",
	sqlite3.SQLITE_NOMEM: "SQLITE_NOMEM", sqlite3.SQLITE_READONLY: "SQLITE_READONLY", sqlite3.SQLITE_INTERRUPT: "SQLITE_INTERRUPT",
	sqlite3.SQLITE_IOERR: "SQLITE_IOERR", sqlite3.SQLITE_CORRUPT: "SQLITE_CORRUPT", sqlite3.SQLITE_FULL: "SQLITE_FULL",
	sqlite3.SQLITE_CANTOPEN: "SQLITE_CANTOPEN", sqlite3.SQLITE_PROTOCOL: "SQLITE_PROTOCOL", sqlite3.SQLITE_SCHEMA: "SQLITE_SCHEMA",
	sqlite3.SQLITE_TOOBIG: "SQLITE_TOOBIG", sqlite3.SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT", sqlite3.SQLITE_MISMATCH: "SQLITE_MISMATCH",
	sqlite3.SQLITE_NOTADB: "SQLITE_NOTADB",
}

func sqliteFault(err error) string {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return ""
	}
	if name := sqliteNames[e.Code()&0xff]; name != "" { // the low byte is the primary code
		return name
	}
	return "SQLITE_OTHER"
}

func postgresFault(err error) string {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return ""
	}
	return e.Code
}
