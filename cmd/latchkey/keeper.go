package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/web"
)

// keepEvery is how often the disk is looked at, and, while it takes no writes,
// whether it does again.
const keepEvery = time.Second

// Marks of the free space of the file system that SQLite's file is on, in bytes.
const (
	warnFree     = 1 << 30
	warnPercent  = 15
	creationMark = 200 << 20 // below it, nothing new
	decisionMark = 50 << 20  // below it, decisions and deliveries only
)

// keeper looks after the database's disk while a server runs. It says once what
// has changed; how often it matters is counted.
type keeper struct {
	store *store.Store
	log   *slog.Logger
	said  string // why it only reads, as last logged
	warns bool
	room  atomic.Uint32 // a web.Room
}

func newKeeper(db *store.Store, log *slog.Logger) *keeper { return &keeper{store: db, log: log} }

// begin says what is to be known of the place of the database, once, and takes
// room for an emergency.
func (k *keeper) begin() {
	if place, err := k.store.Place(); err == nil && place.Doubtful {
		k.log.Warn("the database lies on a file system whose locks and flushes depend on what is behind it", "kind", place.FileSystem)
	}
	if k.store.ReadOnly() != "" {
		return
	}
	if err := k.store.LayBallast(); err != nil {
		k.log.Warn("no ballast was laid beside the database", "error", err)
	}
}

// storage is what the database takes now.
func (k *keeper) storage() web.Storage {
	return web.Storage{ReadOnly: k.store.ReadOnly(), Room: web.Room(k.room.Load())}
}

func (k *keeper) round(ctx context.Context) error {
	if why := k.store.ReadOnly(); why != "" {
		if k.said == "" {
			k.log.Error("nothing can be written: links open and pages are shown, whatever would be saved answers 503",
				"reason", why, "runbook", "database-full")
		}
		k.said = why
		writes, err := k.store.Resume(ctx)
		if err != nil {
			return fmt.Errorf("try to write again: %w", err)
		}
		if writes {
			k.said = ""
			k.log.Info("writing goes on", "after", why, "refused", k.store.Refused())
		}
	}
	return k.measure()
}

// measure compares the free space with the marks.
func (k *keeper) measure() error {
	disk, err := k.store.Disk()
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	if err != nil {
		return err
	}
	room, warns := judgeRoom(disk, web.Room(k.room.Load()), k.warns)
	switch {
	case room > web.Room(k.room.Load()):
		k.log.Error("disk space runs out: "+roomWords[room], "free_bytes", disk.Free, "runbook", "database-full")
	case room < web.Room(k.room.Load()):
		k.log.Info("there is disk space again: "+roomWords[room], "free_bytes", disk.Free)
	case warns && !k.warns:
		k.log.Warn("little disk space is left", "free_bytes", disk.Free, "runbook", "database-full")
	}
	k.room.Store(uint32(room))
	k.warns = warns
	return nil
}

var roomWords = map[web.Room]string{
	web.RoomForAll: "everything is taken", web.RoomForChanges: "nothing new is taken", web.RoomForDecisions: "only decisions and deliveries are taken",
}

// judgeRoom compares a disk with the marks. To rise over a mark again it takes a
// tenth more, so that a disk at the mark does not flap. PostgreSQL's disk is not
// seen from here.
func judgeRoom(disk store.Disk, was web.Room, warned bool) (web.Room, bool) {
	if disk.Total == 0 {
		return web.RoomForAll, false
	}
	below := func(mark uint64, already bool) bool {
		if already {
			mark += mark / 10
		}
		return disk.Free < mark
	}
	room := web.RoomForAll
	switch {
	case below(decisionMark, was >= web.RoomForDecisions):
		room = web.RoomForDecisions
	case below(creationMark, was >= web.RoomForChanges):
		room = web.RoomForChanges
	}
	return room, below(warnFree, warned) || below(disk.Total/100*warnPercent, warned)
}

// standsStill is the work that stands still while too little room is left.
var standsStill = map[string]web.Room{
	"imports": web.RoomForChanges, "jobs": web.RoomForChanges, "verification": web.RoomForDecisions, "inbox": web.RoomForChanges, "documents": web.RoomForChanges,
	"visits": web.RoomForDecisions, "uses of keys": web.RoomForDecisions,
}

// sparing leaves the rounds of a task out that the disk cannot take. That they
// are left out is said once, by round.
func (k *keeper) sparing(name string, round func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		now := k.storage()
		if limit, has := standsStill[name]; now.ReadOnly != "" || has && now.Room >= limit {
			return nil
		}
		if err := round(ctx); !errors.Is(err, portal.ErrReadOnly) {
			return err
		}
		return nil
	}
}
