package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type compactCommand struct{}

func (compactCommand) Help() string {
	return "Clears what deleted and replaced rows left in the files of the database: after an erasure nothing of the person is in them.\n" +
		"SQLite: nobody writes meanwhile, and there must be free space for the file twice over. A gigabyte takes seconds to a minute.\n" +
		"PostgreSQL: the tables that erasures touch are written anew, one after the other, each locked meanwhile. Its write-ahead log has the old " +
		"rows until its files are reused.\n" +
		"The server does it by itself within the hour after an erasure; see docs/runbooks/erase.md.\n" +
		"Example: latchkey compact"
}

func (compactCommand) Run(a *app) error {
	return a.with(func(i *installation) error { return a.compact(i) })
}

func (a *app) compact(i *installation) error {
	if err := roomToCompact(i); err != nil {
		return err
	}
	bar := a.countBar(-1, "Compacting")
	err := i.service.Compact(a.ctx, portal.ByCommand, func(done, of int) {
		bar.ChangeMax(of)
		_ = bar.Set(done) // drawing only
	})
	_ = bar.Finish() // drawing only
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stderr, "Compacted.")
	return nil
}

// roomToCompact refuses where the copy of SQLite's file would fill the disk.
func roomToCompact(i *installation) error {
	file := i.store.File()
	if file == "" {
		return nil
	}
	size, err := fileSize(file)
	if err != nil {
		return err
	}
	disk, err := i.store.Disk()
	if errors.Is(err, errors.ErrUnsupported) {
		return nil // this system does not say; a full disk undoes the attempt
	}
	if err != nil {
		return err
	}
	if need := 2*uint64(size) + creationMark; disk.Free < need {
		return fmt.Errorf("%d MB are free in %s, and %d MB are needed to write the database anew; make room first",
			disk.Free>>20, filepath.Dir(file), need>>20)
	}
	return nil
}

func fileSize(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, fmt.Errorf("size of the database: %w", err)
	}
	return info.Size(), nil
}
