package main

import (
	"strings"
	"syscall"
	"time"
)

// diskErrorHarness belongs to F2: the disk does not lose what it was given, it
// refuses. Only a refused sync cannot be survived: nobody knows what the disk
// has, so the process has to end and recover.
func diskErrorHarness() harness {
	return harness{
		id:      "F2e",
		promise: "a disk that refuses to read, write or sync: 503, no decision lost; writes again without a restart; a refused sync ends the process",
		run:     runDiskErrors,
		missing: noFUSE,
		faults: []fault{
			plant("a failed read is no fault of ours", "internal/store/sqlite.go",
				"sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT)", "sqlite3.SQLITE_NOMEM)"),
			{"a refused sync is a refused write", []edit{
				{"internal/store/batch.go", "case b.group.d.unknown(err):\n", "case false && b.group.d.unknown(err):\n"},
				{"internal/store/flush.go", "return sqliteExtended(err, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC)", "return false"},
			}},
		},
	}
}

// refusal is a way in which a disk refuses.
type refusal struct {
	name  string
	op    string
	errno syscall.Errno
}

var refusals = []refusal{
	{"reads fail", opRead, syscall.EIO},
	{"writes fail", opWrite, syscall.EIO},
	{"the disk is read-only", opWrite, syscall.EROFS},
	{"syncs fail", opSync, syscall.EIO},
}

// of is the fault of a disk. The file through which SQLite's processes share
// memory is no part of it: an error there is a signal that ends any program.
func (r refusal) of(op, name string) syscall.Errno {
	if op == r.op && !strings.HasSuffix(name, "-shm") {
		return r.errno
	}
	return 0
}

// How long a program may take to end after a refused sync, and to work again
// after a disk does.
const endsWithin, worksWithin = 10 * time.Second, 10 * time.Second

func runDiskErrors(l *lab) (report, error) {
	m, err := l.mount()
	if err != nil {
		return report{}, err
	}
	b, err := l.busy(plan{database: "sqlite:" + m.dir + "/latchkey.db"}, l.count(3000, 30_000))
	if err != nil {
		return report{}, err
	}
	var r report
	rounds := 4 * l.count(3, 25)
	for i := range rounds {
		if err := refuse(l, m, b, refusals[i%len(refusals)], &r); err != nil {
			return r, err
		}
		if err := b.load.refill(); err != nil {
			return r, err
		}
	}
	b.end()
	r.figure("%s refusals", number(rounds))
	r.figure("%s acknowledged", number(b.load.acknowledged()))
	r.figure("%s times \"not now\"", number(b.load.refused()))
	return r, b.load.judge(l.ctx, b.site, b.hooks, &r)
}

// refuse has the disk refuse for a while, and waits until decisions are
// acknowledged again.
func refuse(l *lab, m *mount, b *busy, how refusal, r *report) error {
	before := b.load.refused()
	m.failing(how.of)
	l.pause(l.between(300*time.Millisecond, 900*time.Millisecond))
	if how.op == opSync {
		return endsAfterSync(m, b, r)
	}
	m.failing(nil)
	if b.load.refused() == before {
		r.breaks("%s, and nobody was told to come again", how.name)
	}
	if !b.node.running() {
		r.breaks("%s, and the program ended: %s", how.name, tail(b.node.log))
		_, err := b.node.start()
		return err
	}
	if !worksAgain(l, b) {
		r.breaks("%s, and afterwards no decision is taken without a restart", how.name)
		b.node.kill()
		_, err := b.node.start()
		return err
	}
	return nil
}

// endsAfterSync wants the process gone, and starts it on what the disk has.
func endsAfterSync(m *mount, b *busy, r *report) error {
	select {
	case <-b.node.ended:
		if b.node.cmd.ProcessState.Success() {
			r.breaks("after a refused sync the program ended as if nothing had happened")
		}
	case <-time.After(endsWithin):
		r.breaks("the program goes on after a refused sync")
	}
	m.failing(nil)
	if err := m.cutPower(b.node); err != nil {
		return err
	}
	if _, err := b.node.start(); err != nil {
		return err
	}
	worksAgain(m.lab, b) // so that there is something to lose
	return nil
}

// enoughAgain is how many new acknowledgements show that decisions are taken. Those
// who were refused all the time have used up what a link may be pressed in a minute
// and come to it every six seconds.
const enoughAgain = 5

// worksAgain waits for new acknowledgements.
func worksAgain(l *lab, b *busy) bool {
	before, waited := b.load.acknowledged(), stopwatch()
	for b.load.acknowledged() < before+enoughAgain {
		if waited() > worksWithin || !l.pause(patience) {
			return false
		}
	}
	return true
}
