package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"os"
	"sync/atomic"

	"modernc.org/sqlite"
)

// sqliteReads opens the connections that read, in the way that the disk allows.
// It is the driver.Connector of their pool, so the pool and its prepared
// statements stay while the connections below them are changed.
type sqliteReads struct {
	path  string
	conns int
	db    *sql.DB
	other atomic.Pointer[string] // name to open instead of the usual one; nil: the usual one
	era   atomic.Int64           // connections of an earlier one are closed when they come back
}

func (r *sqliteReads) open() (*sql.DB, error) {
	r.db = sql.OpenDB(r)
	r.db.SetMaxOpenConns(r.conns)
	r.db.SetMaxIdleConns(r.conns)
	return r.db, nil
}

// Connect is for database/sql.
func (r *sqliteReads) Connect(ctx context.Context) (driver.Conn, error) {
	era := r.era.Load()
	name := sqliteName(r.path, "_pragma", "query_only(ON)")
	if other := r.other.Load(); other != nil {
		name = *other
	}
	c, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	made, err := c.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := made.(sqliteConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver's connections are not what they were"), made.Close())
	}
	return readConn{conn, r, era}, nil
}

// Driver is for database/sql.
func (r *sqliteReads) Driver() driver.Driver { return &sqlite.Driver{} }

// sqliteConn is what database/sql uses of the driver's connections.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// readConn is a connection that ends with its era.
type readConn struct {
	sqliteConn
	of  *sqliteReads
	era int64
}

// IsValid is asked when the connection comes back to the pool.
func (c readConn) IsValid() bool { return c.era == c.of.era.Load() && c.sqliteConn.IsValid() }

// ResetSession is asked before the connection is used again.
func (c readConn) ResetSession(ctx context.Context) error {
	if c.era != c.of.era.Load() {
		return driver.ErrBadConn
	}
	return c.sqliteConn.ResetSession(ctx)
}

// still are the ways to read all that is committed, the write-ahead log
// included, from a file that nothing can be written beside.
//
// A full disk cannot hold the log's index. A connection that locks the file for
// itself alone keeps the index in its memory, and nobody else can write
// meanwhile. On a file system that is mounted for reading only, no lock can be
// had and none is needed; without a log the file is all there is and is read as
// one that never changes. With a log it must never be read so: what stands in
// the log would be missing.
func (r *sqliteReads) still() string {
	exclusive := []string{"busy_timeout(5000)", "locking_mode(EXCLUSIVE)", "query_only(ON)"}
	switch {
	case !mountedReadOnly(r.path):
		return sqliteURL(r.path, url.Values{"mode": {"rw"}, "_dqs": {"0"}, "_pragma": exclusive})
	case hasLog(r.path):
		return sqliteURL(r.path, url.Values{"mode": {"ro"}, "vfs": {"unix-none"}, "_dqs": {"0"}, "_pragma": exclusive})
	}
	return sqliteURL(r.path, url.Values{"mode": {"ro"}, "immutable": {"1"}, "_dqs": {"0"}, "_pragma": {"query_only(ON)"}})
}

// hasLog reports whether the write-ahead log may hold something.
func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// holdStill reads in the way of still from now on, over one connection: the
// first that locks the file for itself keeps out any other.
func (r *sqliteReads) holdStill() {
	name := r.still()
	r.other.Store(&name)
	r.db.SetMaxOpenConns(1)
	r.renew()
}

// goOn reads in the usual way again.
func (r *sqliteReads) goOn() {
	r.other.Store(nil)
	r.renew()
	r.db.SetMaxOpenConns(r.conns)
	r.db.SetMaxIdleConns(r.conns)
}

// renew closes every connection: those at rest now, the others when they come
// back to the pool.
func (r *sqliteReads) renew() {
	r.era.Add(1)
	r.db.SetMaxIdleConns(-1)
	r.db.SetMaxIdleConns(r.conns)
}
