package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Disk lets the disk under every SQLite file of the test's process fail, where
// SQLite asks its operating system layer: the journal is what it breaks, since
// that is what a commit writes and flushes.
type Disk struct{}

// What the layer did before, and what it is to answer now; 0: what it did before.
var (
	disk       sync.Once
	wholeSync  func(*libc.TLS, uintptr, int32) int32
	wholeWrite func(*libc.TLS, uintptr, uintptr, int32, int64) int32
	syncCode   atomic.Int32
	writeCode  atomic.Int32
)

// OpenDisk takes hold of the disk. It must be called before the store under test
// is opened; the disk is whole again when the test ends.
func OpenDisk(t testing.TB) Disk {
	t.Helper()
	disk.Do(func() { patchDisk(t) })
	if wholeSync == nil {
		t.Fatal("the disk of SQLite cannot be got hold of")
	}
	t.Cleanup(Disk{}.Mend)
	return Disk{}
}

// FailFlush lets every flush fail, with SQLITE_IOERR_FSYNC.
func (Disk) FailFlush() { syncCode.Store(sqlite3.SQLITE_IOERR_FSYNC) }

// Fill lets every write fail, with SQLITE_FULL.
func (Disk) Fill() { writeCode.Store(sqlite3.SQLITE_FULL) }

// FailWrite lets every write fail, with SQLITE_IOERR_WRITE.
func (Disk) FailWrite() { writeCode.Store(sqlite3.SQLITE_IOERR_WRITE) }

// Mend makes the disk whole.
func (Disk) Mend() {
	syncCode.Store(0)
	writeCode.Store(0)
}

// patchDisk opens a file as SQLite opens journals, for the table of functions
// that they share, and puts ours into it.
func patchDisk(t testing.TB) {
	tls := libc.NewTLS()
	defer tls.Close()
	at := sqlite3.Xsqlite3_vfs_find(tls, 0)
	vfs := pointed[sqlite3.Tsqlite3_vfs](at)
	file := libc.Xcalloc(tls, 1, libc.Tsize_t(vfs.FszOsFile))
	defer libc.Xfree(tls, file)
	open := function[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](vfs.FxOpen)
	const temporary = sqlite3.SQLITE_OPEN_READWRITE | sqlite3.SQLITE_OPEN_CREATE | sqlite3.SQLITE_OPEN_EXCLUSIVE |
		sqlite3.SQLITE_OPEN_DELETEONCLOSE | sqlite3.SQLITE_OPEN_TEMP_JOURNAL
	if rc := open(tls, at, 0, file, temporary, 0); rc != sqlite3.SQLITE_OK {
		t.Fatalf("open a temporary file: %d", rc)
	}
	methods := pointed[sqlite3.Tsqlite3_io_methods](pointed[sqlite3.Tsqlite3_file](file).FpMethods)
	function[func(*libc.TLS, uintptr) int32](methods.FxClose)(tls, file)
	wholeSync = function[func(*libc.TLS, uintptr, int32) int32](methods.FxSync)
	wholeWrite = function[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](methods.FxWrite)
	methods.FxSync, methods.FxWrite = address(brokenSync), address(brokenWrite)
}

func brokenSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	if code := syncCode.Load(); code != 0 {
		return code
	}
	return wholeSync(tls, file, flags)
}

func brokenWrite(tls *libc.TLS, file, from uintptr, amount int32, offset int64) int32 {
	if code := writeCode.Load(); code != 0 {
		return code
	}
	return wholeWrite(tls, file, from, amount, offset)
}

// The three below are how modernc's translation of C passes addresses.

func pointed[T any](at uintptr) *T { return *(**T)(unsafe.Pointer(&at)) }

func function[F any](at uintptr) F { return *(*F)(unsafe.Pointer(&at)) }

func address[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&struct{ f F }{f})) }
