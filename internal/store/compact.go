package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// compaction is one part of the work: a statement, or a function.
type compaction struct {
	text string
	run  func(context.Context, *sql.Conn) error
}

// Compact works on the connection that writes, between transactions. On SQLite
// nobody writes meanwhile, and whole needs free space for the database twice: once
// beside it for the copy, once in its write-ahead log. On PostgreSQL whole locks
// one table at a time, also against reading.
func (s *Store) Compact(ctx context.Context, whole bool, step func(done, of int)) error {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("compact the database: %w", s.d.translate(ctx, err))
	}
	defer conn.Close()
	parts := s.d.compact(whole)
	for n, part := range parts {
		step(n, len(parts))
		if part.run != nil {
			err = part.run(ctx, conn)
		} else {
			_, err = conn.ExecContext(ctx, part.text)
		}
		if err != nil {
			return fmt.Errorf("compact the database: %w", s.d.translate(ctx, err))
		}
	}
	step(len(parts), len(parts))
	return nil
}

// sqliteCompaction: secure_delete overwrites what is freed, but what a page held
// when its rows were moved to another one stays until the file is written anew;
// measured, an address stayed in one of thousands of erasures.
func sqliteCompaction(whole bool) []compaction {
	parts := []compaction{{text: `insert into search_word (search_word) values ('optimize')`}}
	if whole {
		parts = append(parts, compaction{text: `vacuum`})
	}
	return append(parts, compaction{run: sqliteTruncateWAL})
}

// walTries is how often the log is asked to be emptied: a reader that is behind
// keeps it from being so.
const walTries = 20

var errWALInUse = errors.New("something reads the database for so long that its write-ahead log could not be emptied; try again")

func sqliteTruncateWAL(ctx context.Context, conn *sql.Conn) error {
	for range walTries {
		var busy, pages, moved int64
		if err := conn.QueryRowContext(ctx, `pragma wal_checkpoint(truncate)`).Scan(&busy, &pages, &moved); err != nil {
			return err
		}
		if busy == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return errWALInUse
}

// erasedTables are those that an erasure or a period takes something out of.
var erasedTables = []string{
	"customer", "customer_address", "purchase", "invoice", "link_request", "link_request_client", "message", "note", "visit", "suppression",
	"payment_method", "search_term", "search_name", "search_spelling", "hook_delivery", "hook_try", "import_job", "import_row", "inbound", "blob", "replay",
}

// postgresCompaction: an ordinary vacuum gives the space of dead rows free, but
// their bytes stay until it is used again; only a full one writes tables anew.
// Who waits for its lock keeps others waiting behind it, so it does not wait long.
func postgresCompaction(whole bool) []compaction {
	var parts []compaction
	for _, table := range erasedTables {
		part := compaction{text: "vacuum " + table}
		if whole {
			part = postgresRewrite(table)
		}
		parts = append(parts, part)
	}
	if whole {
		// The planner's statistics quote values. Who does not own the catalogue is
		// warned by the server, and its own vacuum comes later.
		parts = append(parts, postgresRewrite("pg_statistic"))
	}
	return parts
}

func postgresRewrite(table string) compaction {
	return compaction{run: func(ctx context.Context, conn *sql.Conn) (err error) {
		if _, err := conn.ExecContext(ctx, `set lock_timeout = '5s'`); err != nil {
			return err
		}
		defer func() { // others get the connection after us
			_, reset := conn.ExecContext(context.WithoutCancel(ctx), `reset lock_timeout`)
			err = errors.Join(err, reset)
		}()
		_, err = conn.ExecContext(ctx, `vacuum (full, analyze) `+table)
		return err
	}}
}

const upkeepCompact = "compact"

func (t *tx) AskCompact(ctx context.Context, at time.Time) error {
	return t.do(ctx, "ask for a compaction", `
		insert into upkeep (name, asked_at, free_at, done_at) values ($1, $2, 0, 0)
		on conflict (name) do update set asked_at = excluded.asked_at where upkeep.asked_at < excluded.asked_at`,
		upkeepCompact, micros(at))
}

func (t *tx) BeginCompact(ctx context.Context, now, until time.Time) (bool, error) {
	return t.won(ctx, "begin a compaction", `
		update upkeep set free_at = $3 where name = $1 and asked_at > done_at and free_at <= $2`,
		upkeepCompact, micros(now), micros(until))
}

func (t *tx) EndCompact(ctx context.Context, done, free time.Time) error {
	return t.do(ctx, "end a compaction", `
		update upkeep set done_at = case when done_at < $2 then $2 else done_at end, free_at = $3 where name = $1`,
		upkeepCompact, micros(done), micros(free))
}
