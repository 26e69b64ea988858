package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// translate turns a driver's error into one that callers can tell apart. The
// driver's own stays inside, for the log and for dialect.again.
func (d *dialect) translate(ctx context.Context, err error) error {
	d.report(ctx, err)
	if cause := ctx.Err(); err != nil && cause != nil && !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", cause, err) // drivers name the symptom
	}
	if d.unflushed(err) {
		d.fail(err)
	}
	switch {
	case err == nil, errors.Is(err, portal.ErrUnavailable), errors.Is(err, context.Canceled):
		return err // a caller who left is no fault of the database
	case d.damaged != nil && d.damaged(err):
		return unavailable(damaged(err))
	case lost(err), d.down(err), errors.Is(err, errFull), errors.Is(err, ErrFlushFailed):
		return unavailable(err)
	}
	return err
}

func unavailable(err error) error { return fmt.Errorf("%w: %w", portal.ErrUnavailable, err) }

// lost knows the errors of a connection that broke, was closed or could not be
// had in time, whichever the engine.
func lost(err error) bool {
	for _, known := range []error{
		sql.ErrConnDone, driver.ErrBadConn, context.DeadlineExceeded,
		io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	var n net.Error
	return errors.As(err, &n) || closed(err)
}

// closed knows database/sql's answer after Close, which has no name to compare.
func closed(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if s := err.Error(); s == "sql: database is closed" || s == "sql: statement is closed" {
			return true
		}
	}
	return false
}
