package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/web"
)

// instance says what to put into the settings where it is missing. That the
// database has another id is found when it is opened.
func (c *checkup) instance(i *installation) {
	id, err := i.store.Instance(c.ctx)
	if err == nil && i.config.InstanceID == "" {
		c.note("instance id: set INSTANCE_ID=" + id + ", so that a wrong or an emptied database is refused")
		return
	}
	c.say("instance id", err)
}

// place looks only where the database is a file: PostgreSQL's server checks its own.
func (c *checkup) place(i *installation) {
	if i.store.File() == "" {
		c.note("place: PostgreSQL looks after its own files; nothing is to be checked from here")
		return
	}
	place, err := i.store.Place()
	if err == nil && place.Doubtful {
		c.note("place: the database lies on " + place.FileSystem + ": whether locks and flushes hold depends on what is behind it")
	}
	if err == nil && place.ReadOnly {
		err = errors.New("the file system is mounted for reading only: nothing can be saved (runbook=database-full)")
	}
	c.say("place", err)
	left, err := i.store.LeftBadly()
	if err == nil && left > 0 {
		c.note(fmt.Sprintf("place: %d servers did not stop in order; the next that starts checks the database", left))
	}
}

// disk compares the free space with the marks at which the server refuses work.
func (c *checkup) disk(i *installation) {
	if i.store.File() == "" {
		return
	}
	disk, err := i.store.Disk()
	if errors.Is(err, errors.ErrUnsupported) {
		c.note("disk: the free space cannot be read on this system")
		return
	}
	if err == nil {
		err = c.judgeDisk(disk, filepath.Dir(i.store.File()))
	}
	c.say("disk", err)
	if !i.store.Ballast() {
		c.note("disk: there is no ballast for an emergency beside the database; the server lays it when it starts and there is room")
	}
}

func (c *checkup) judgeDisk(disk store.Disk, dir string) error {
	room, low := judgeRoom(disk, web.RoomForAll, false)
	if room != web.RoomForAll {
		return fmt.Errorf("%d MB are free in %s, %s: make room, or move the database (runbook=database-full)", disk.Free>>20, dir, roomWords[room])
	}
	if low {
		c.note(fmt.Sprintf("disk: %d MB of %d are free in %s; make room before it matters", disk.Free>>20, disk.Total>>20, dir))
	}
	return nil
}

// walk tells what the server itself found last.
func (c *checkup) walk(i *installation) {
	w, err := i.service.AuditWalk(c.ctx)
	switch {
	case err != nil:
	case !w.OK():
		broken := append(w.Breaks, w.Ended.Breaks...)
		err = fmt.Errorf("%s; run latchkey verify", broken[0])
	case w.EndedAt.IsZero():
		c.note("verification: no server has walked over the whole audit trail yet")
		return
	default:
		c.note(fmt.Sprintf("verification: a server walked over %d audit entries until %s", w.Ended.Entries, w.EndedAt.UTC().Format(time.RFC3339)))
	}
	c.say("verification", err)
}
