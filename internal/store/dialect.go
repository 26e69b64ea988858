package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"
)

// dialect holds what differs between the engines: SQL that has no common form,
// how to recognise an error, and how to open and lock a database.
type dialect struct {
	goose      goose.Dialect
	foreign    string // how files of migrations for the other engine end
	hasSchema  string // asks whether a table of the name $1 is in our schema
	skipLocked string // ends a select of rows that several workers may claim
	forUpdate  string // ends a select of a row that is locked until the end
	bytewise   string // follows a text column that is compared byte by byte
	prepare    bool   // whether the driver leaves it to us to prepare statements
	file       string // path of the database, where it is a file
	clock      string // asks the database's machine for the time in microseconds, where it is another

	// namesWith asks the engine's full-text index of the words of names. Where it
	// does not follow the table of names by itself, forgetWords is run before a name
	// changes and keepWords after it: account $1, kind $2, id $3.
	namesWith              func(context.Context, reader, nameQuestion) ([]thing, error)
	forgetWords, keepWords string

	told func(code string) // hears of faults; nil: nobody does

	// code is the engine's own name of a fault; empty: it is none of its faults.
	code func(error) string

	// shares: those who wait to write share a transaction. undoes: an error after
	// which nothing of a transaction may be left.
	shares bool
	undoes func(error) bool
	flush
	// unflushed: the disk did not keep what was written. unknown: whether a commit
	// that ended so is in the file, nobody knows.
	unflushed, unknown func(error) bool

	// waitAtMost bounds how long a statement waits for others' locks, to $1
	// milliseconds; waitAsBefore ends that. Empty: they wait for nobody.
	waitAtMost, waitAsBefore string
	// waited: a statement has waited so long in vain.
	waited func(error) bool

	// again: the transaction lost against another one and may be run again.
	again func(error) bool
	// down: the database cannot be reached or cannot be written just now.
	down func(error) bool
	// damaged: what is kept cannot be read as it was written; nil: the server looks after that.
	damaged func(error) bool
	// stuck says why nothing can be written until somebody makes room, "" where
	// that is not what the error says; nil: the server looks after that.
	stuck func(error) string
	reads *sqliteReads // the read connections, where they can be opened in other ways; else nil

	exists    func() error // ErrNoDatabase without touching anything
	create    func() error // makes the empty file, where there is one
	openWrite func() (*sql.DB, error)
	openRead  func(write *sql.DB) (*sql.DB, error)
	// check refuses engines and settings that would lose data.
	check func(ctx context.Context, write *sql.DB) error
	// snapshot writes what the database holds at one moment into an empty SQLite file.
	snapshot func(ctx context.Context, into string, ask BackupAsk) (BackupNote, error)
	// share holds a share of the database while it is open; alone takes it whole, or
	// says ErrRunning.
	share, alone func(ctx context.Context) (release func() error, err error)
	// stage makes a database beside this one from a file, checked and open.
	stage func(ctx context.Context, ask StageAsk, staged *Staged) error
	// compact clears what deleted rows left; see Store.Compact.
	compact func(whole bool) []compaction
	// lock lets one process at a time change the schema.
	lock func(ctx context.Context) (unlock func() error, err error)
}

func parse(dsn string) (*dialect, error) {
	scheme, rest, _ := strings.Cut(dsn, ":")
	switch scheme {
	case "sqlite":
		return sqliteDialect(rest)
	case "postgres", "postgresql":
		return postgresDialect(dsn)
	}
	// The name may hold a password, so it is not repeated.
	return nil, fmt.Errorf("database must be sqlite:PATH or postgres://…")
}
