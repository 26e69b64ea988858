package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ballastSize is what the ballast takes up, in bytes: enough for the log's
// index and for some thousand decisions once it is thrown off.
const ballastSize = 32 << 20

// roomForBallast is what has to stay free beside it.
const roomForBallast = 256 << 20

// ballastName is the file that holds room on the disk for an emergency.
func (s *Store) ballastName() string { return s.d.file + "-ballast" }

// Ballast reports whether there is ballast beside the database.
func (s *Store) Ballast() bool {
	info, err := os.Stat(s.ballastName())
	return s.d.file != "" && err == nil && info.Size() == ballastSize
}

// LayBallast puts a file beside SQLite's that does nothing but hold room, if it
// is not there and a good deal stays free. Its blocks are taken, because a hole
// holds nothing.
func (s *Store) LayBallast() (err error) {
	if s.d.file == "" || s.Ballast() {
		return nil
	}
	disk, err := s.Disk()
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	if err != nil || disk.Free < ballastSize+roomForBallast {
		return err
	}
	f, err := os.OpenFile(s.ballastName(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("ballast: %w", err)
	}
	if err := reserve(f, ballastSize); err != nil {
		return fmt.Errorf("ballast: %w", errors.Join(err, f.Close(), os.Remove(f.Name())))
	}
	return f.Close()
}

// writeOut fills a file with something that no file system compresses to nothing
// by itself.
func writeOut(f *os.File, size int64) error {
	piece := make([]byte, 1<<20)
	for i := range piece {
		piece[i] = 0xA5
	}
	for range size / int64(len(piece)) {
		if _, err := f.Write(piece); err != nil {
			return err
		}
	}
	return f.Sync()
}

// ThrowBallast gives the room back, and says how many bytes there were. It needs
// no open database.
func ThrowBallast(dsn string) (int64, error) {
	d, err := parse(dsn)
	if err != nil || d.file == "" {
		return 0, err
	}
	s := &Store{reader: reader{d: d}}
	info, err := os.Stat(s.ballastName())
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), os.Remove(s.ballastName())
}
