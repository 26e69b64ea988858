package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func damaged(err error) error { return fmt.Errorf("%w: %w", portal.ErrDamaged, err) }

// fit looks at the file before SQLite does, which would mend, make or misread
// what nobody should.
func (d *dialect) fit() error {
	if err := d.exists(); err != nil || d.file == "" {
		return err
	}
	place, err := placeOf(d.file)
	if err != nil {
		return err
	}
	if place.Network {
		return fmt.Errorf("%s lies on %s, a network file system: its locks do not hold, and SQLite would be damaged; "+
			"put the file on a local disk, or use PostgreSQL", d.file, place.FileSystem)
	}
	return checkShape(d.file)
}

// sqliteMagic is what the file begins with (sqlite.org/fileformat2.html, 1.3).
var sqliteMagic = []byte("SQLite format 3\x00")

// checkShape finds a file that is no SQLite database or that is cut short.
func checkShape(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	header := make([]byte, 100)
	if _, err := io.ReadFull(f, header); err != nil {
		return damaged(fmt.Errorf("%s holds %d bytes, less than a header", path, info.Size()))
	}
	if !bytes.HasPrefix(header, sqliteMagic) {
		return damaged(fmt.Errorf("%s does not begin as an SQLite database does", path))
	}
	page := int64(binary.BigEndian.Uint16(header[16:]))
	if page == 1 {
		page = 64 << 10
	}
	if page < 512 || page&(page-1) != 0 {
		return damaged(fmt.Errorf("%s has pages of %d bytes", path, page))
	}
	if hasLog(path) {
		return nil // a checkpoint that was cut short is finished from the log
	}
	if want := int64(binary.BigEndian.Uint32(header[28:])) * page; want > info.Size() {
		return damaged(fmt.Errorf("%s is cut short: %d bytes of %d", path, info.Size(), want))
	}
	return nil
}

// quickCheck reads every page and index of SQLite's file, but not what stands in
// the rows. On PostgreSQL there is nothing to check from here: its server does
// that with data checksums and amcheck.
func (s *Store) quickCheck(ctx context.Context) error {
	if s.d.file == "" {
		return nil
	}
	found, err := list(ctx, s.reader, "quick check", scanString, `pragma quick_check(20)`)
	if err != nil {
		return err
	}
	if len(found) == 1 && found[0] == "ok" {
		return nil
	}
	return damaged(errors.New(strings.Join(found, "; ")))
}
