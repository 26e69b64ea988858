package main

import (
	"context"
	"os"
	"time"

	"github.com/latchkey-portal/latchkey/internal/meter"
	"github.com/latchkey-portal/latchkey/internal/store"
)

// sources says where the figures are looked up that nobody tells of.
func (a *app) sources(i *installation) meter.Sources {
	s := meter.Sources{
		Steady: steady(),
		Figures: func(ctx context.Context) (meter.Figures, error) {
			now := i.clock.now()
			q, err := i.store.Queues(ctx, now)
			return figuresOf(q, now), err
		},
	}
	s.WriteQueue = func() int { return i.store.Figures().Waiting }
	s.Suppressed = a.suppressed
	s.Backup = i.lastBackup
	s.AuditOK = i.auditOK
	if file := i.store.File(); file != "" {
		s.DiskFree = func() (uint64, bool) {
			disk, err := i.store.Disk()
			return disk.Free, err == nil
		}
		s.DiskSize = func() (uint64, bool) {
			disk, err := i.store.Disk()
			return disk.Total, err == nil
		}
		s.WAL = func() (uint64, bool) { return sizeOf(file + "-wal") }
	}
	return s
}

func figuresOf(q store.Queues, now time.Time) meter.Figures {
	f := meter.Figures{
		Now: now, Overdue: q.Overdue, Requests: map[string]int64{},
		Queues: map[string]meter.Queue{"mail": meter.Queue(q.Mail), "webhook": meter.Queue(q.Hooks)},
		Endpoints: map[string]int64{
			"on": q.EndpointsOn, "off": q.EndpointsOff, "given_up": q.EndpointsGivenUp,
		},
	}
	for status, n := range q.Requests {
		f.Requests[string(status)] = n
	}
	return f
}

// sizeOf is the size of a file; one that is not there has none.
func sizeOf(path string) (uint64, bool) {
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return 0, true
	case err != nil:
		return 0, false
	}
	return uint64(info.Size()), true
}

// lookUp bounds a question to the database that a scrape asks.
const lookUp = 2 * time.Second

// lastBackup is when the schedule's last good backup was made.
func (i *installation) lastBackup() (at time.Time, bytes int64, known bool) {
	ctx, cancel := context.WithTimeout(context.Background(), lookUp)
	defer cancel()
	run, err := i.service.LastBackup(ctx)
	return run.EndedAt, run.Bytes, err == nil
}

// auditOK says what the background's walk over the audit trail found.
func (i *installation) auditOK() (ok, known bool) {
	ctx, cancel := context.WithTimeout(context.Background(), lookUp)
	defer cancel()
	walk, err := i.service.AuditWalk(ctx)
	return walk.OK(), err == nil
}
