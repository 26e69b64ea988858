package main

import (
	"context"
	"log/slog"
	"time"
)

const (
	// compactEvery is how often it is looked whether something was erased: within
	// the hour nothing of it is left in a SQLite file.
	compactEvery = 15 * time.Minute
	// maxQuiet is the size in bytes up to which SQLite's file is written anew
	// beside the traffic: nobody writes meanwhile, for about a second on a common
	// disk. Above it an operator chooses the hour.
	maxQuiet = 256 << 20
)

// compactIfDue clears what erasures left. On PostgreSQL, where writing a table
// anew locks it, and where SQLite's file is large or the disk is not, it does the
// half that holds nobody up, and asks for the command.
func compactIfDue(ctx context.Context, i *installation, log *slog.Logger) error {
	whole, why := mayCompact(i)
	did, err := i.service.CompactIfDue(ctx, whole)
	switch {
	case err != nil || !did:
		return err
	case whole:
		log.Info("compacted the database after an erasure")
	default:
		log.Warn("rows were erased, and their bytes are not all overwritten: run latchkey compact in a quiet hour", "why", why, "runbook", "erase")
	}
	return nil
}

func mayCompact(i *installation) (bool, string) {
	file := i.store.File()
	if file == "" {
		return false, "PostgreSQL locks a table that is written anew"
	}
	if size, err := fileSize(file); err != nil || size > maxQuiet {
		return false, "the file is large"
	}
	if roomToCompact(i) != nil {
		return false, "the disk has too little free space"
	}
	return true, ""
}
