package store

import (
	"context"
	"fmt"
	"os"
)

// quickSize is the size in bytes up to which a file is checked at every start:
// it takes some hundred milliseconds.
const quickSize = 64 << 20

// OpenServer is Open for a server. It goes on where the disk takes no writes,
// reading all that was committed (see ReadOnly and Resume); and it checks an
// SQLite database that may have been left badly: after a server that did not
// stop in order, with a log that nobody put away, and whenever it is small.
// portal.ErrDamaged says what was found.
func OpenServer(ctx context.Context, dsn string, o Options) (*Store, error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	return open(ctx, d, o, d.share, (*Store).begin)
}

func (s *Store) begin(ctx context.Context) error {
	if s.d.file == "" {
		return s.check(ctx)
	}
	if err := notMoved(s.d.file); err != nil {
		return err
	}
	doubt, err := s.doubtful()
	if err != nil {
		return err
	}
	if err := s.awaken(ctx); err != nil {
		return err
	}
	if doubt {
		if err := s.quickCheck(ctx); err != nil {
			return err
		}
	}
	if err := s.Ready(ctx); err != nil {
		return err
	}
	if s.ReadOnly() != "" {
		return nil
	}
	return s.setMark()
}

// doubtful says whether the file is to be checked.
func (s *Store) doubtful() (bool, error) {
	info, err := os.Stat(s.d.file)
	if err != nil {
		return false, err
	}
	left, err := leftMarks(s.d.file)
	return len(left) > 0 || hasLog(s.d.file) || info.Size() <= quickSize, err
}

// awaken opens the connections as far as the disk lets it. That settings hold is
// looked after where something can be written.
func (s *Store) awaken(ctx context.Context) error {
	err := s.d.check(ctx, s.write)
	if err == nil {
		if err := s.Ready(ctx); err != nil {
			return err
		}
		if err = s.probe(ctx); err == nil {
			return nil
		}
	}
	why := s.d.stuck(err)
	if why == "" {
		return s.d.translate(ctx, err)
	}
	s.stand(why)
	if s.reachable(ctx) == nil && !mountedReadOnly(s.d.file) {
		return nil // another server keeps the log's index, or there is room for it
	}
	s.d.reads.holdStill()
	if err := s.reachable(ctx); err != nil {
		return fmt.Errorf("%s, and the file cannot be read in another way (does it belong to this user?): %w", why, s.d.translate(ctx, err))
	}
	return nil
}

// reachable reads the first page and the log.
func (s *Store) reachable(ctx context.Context) error {
	_, err := schemaVersion(ctx, s.d, s.read.db)
	return err
}
