package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"
)

// backupHarness is F13: a database is backed up while customers decide, and what
// comes back has all that was acknowledged before. Backups and restores are
// killed half-way: neither leaves anything that looks whole and is not.
func backupHarness() harness {
	return harness{
		id:      "F13",
		promise: "backup of 1 GB under load: ≤ 30 s, write p99 < 500 ms, what comes back is whole, none missing",
		run:     runBackup,
		faults: []fault{
			plant("the file is copied as it lies there", "internal/store/backup_sqlite.go",
				"_, err = db.ExecContext(ctx, `vacuum into $1`, to)",
				"body, err := os.ReadFile(from)\n\tif err == nil {\n\t\terr = os.WriteFile(to, body, 0o600)\n\t}"),
			plant("a restore leaves the -wal of before", "internal/store/staged_sqlite.go",
				`for _, end := range append([]string{""}, besides...) {`, `for _, end := range []string{""} {`),
			{"a backup has its name from the beginning", []edit{
				{
					"internal/store/backup.go", `f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part") // mode 0600`,
					"f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)",
				},
				{"internal/store/backup.go", "	if p.replace {", "	if p.path == p.becomes {"},
				{"internal/store/backup.go", `{"", "-journal", "-wal", "-shm"}`, `{"-journal", "-wal", "-shm"}`},
			}},
		},
	}
}

// What a backup may take, at the full size.
const (
	backupWithin = 30 * time.Second
	writeWithin  = 500 * time.Millisecond
)

// backupProbes is how many systems ask while a backup runs, one ask after the other.
const backupProbes = 4

func runBackup(l *lab) (r report, err error) {
	megabytes, warm := l.count(100, 1000), l.count(150, 2000)
	clients, probed := l.count(1200, 6000), l.count(900, 20_000)
	s, err := l.site(plan{partners: breakingPartners, clients: clients + probed})
	if err != nil {
		return r, err
	}
	if err := fatten(l.ctx, s, megabytes); err != nil {
		return r, err
	}
	n, err := s.serve()
	if err != nil {
		return r, err
	}
	reading, err := s.longReader(l.ctx)
	if err != nil {
		return r, err
	}
	l.undo(reading)
	d := decide(l, s, n, clients)
	for d.acknowledged() < warm {
		if !l.pause(50 * time.Millisecond) {
			return r, fmt.Errorf("%d decisions, wanted %d before the backup", d.acknowledged(), warm)
		}
	}
	before := d.answered()
	p := probe(l.ctx, s, n, clients, probed)
	file := filepath.Join(l.dir, "backup.db")
	made, took, failed := backUp(s, file)
	latencies := p.finish()
	if failed != nil {
		r.breaks("the backup failed: %v", failed)
	}
	killed := killBackups(l, s, &r, took)
	d.finish()
	n.kill()
	left := filepath.Join(l.dir, "left.db") // by the killed server; who reads takes the -wal in when it ends
	if err := dirty(s.file(), left); err != nil {
		return r, err
	}
	reading()
	if failed != nil {
		return r, nil
	}
	r.figure("%d MB in %.1f s", made.Bytes>>20, took.Seconds())
	r.figure("%s writes meanwhile, p99 %d ms", number(len(latencies)), percentile(latencies, 99).Milliseconds())
	if l.full && took > backupWithin {
		r.breaks("it took %s", took.Round(time.Second))
	}
	if l.full && percentile(latencies, 99) > writeWithin {
		r.breaks("write p99 was %s", percentile(latencies, 99))
	}
	restored, err := dirtySite(s, left)
	if err != nil {
		return r, err
	}
	killed += killRestores(l, restored, file, &r)
	r.figure("%d killed half-way", killed)
	if err := dirty(left, restored.file()); err != nil { // what looked at it took the -wal in
		return r, err
	}
	if _, err := restored.command(nil, "restore", file); err != nil {
		r.breaks("the restore failed: %v", err)
		return r, nil
	}
	return r, judgeRestored(l.ctx, restored, made, before, &r)
}

// fatten adds rows to a site until its file has about that many megabytes: half of
// them in files that are kept, half in links with all their indexes.
func fatten(ctx context.Context, s *site, megabytes int) error {
	f, err := s.writable()
	if err != nil {
		return err
	}
	defer f.close()
	const many = `with recursive n (i) as (select 1 union all select i + 1 from n where i < $1) `
	for text, rows := range map[string]int{
		many + `insert into blob (sha256, body, created_at) select lower(hex(randomblob(32))), randomblob(4000), 1 from n`: megabytes * 110,
		many + `insert into link_state (account, kind, id, generation, cut_off, start_at, end_at, key_id, revoked, issued_at, ended_at,
				mailed_at, day_start, day_count, touched_at)
			select '` + account + `', 'p', cast(900000000 + i as text), 1, 0, 1700000000, 1700000000 + i, 'k1', false, i, 0, i, 0, 0, i from n`: megabytes * 900,
	} {
		if _, err := f.db.ExecContext(ctx, text, rows); err != nil {
			return err
		}
	}
	return nil
}

// answered are the requests whose decision somebody was told to be saved.
func (d *deciders) answered() (requests []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, link := range d.links {
		if len(link.told) > 0 {
			requests = append(requests, link.request)
		}
	}
	return requests
}

// prober asks one thing after the other and measures how long each answer takes.
type prober struct {
	stop  context.CancelFunc
	ended sync.WaitGroup
	mu    sync.Mutex
	took  []time.Duration
}

// probe starts them, on so many clients from a number on.
func probe(ctx context.Context, s *site, n *node, from, many int) *prober {
	p := &prober{}
	ctx, p.stop = context.WithCancel(ctx)
	for i := range backupProbes {
		v := newVisitor(5000 + i)
		p.ended.Go(func() {
			for c := from + i; c < from+many && ctx.Err() == nil; c += backupProbes {
				took := stopwatch()
				_, _, ok, err := v.ask(ctx, n, s.partners[c%len(s.partners)], c, "")
				if err == nil && ok {
					p.mu.Lock()
					p.took = append(p.took, took())
					p.mu.Unlock()
				}
			}
		})
	}
	return p
}

func (p *prober) finish() []time.Duration {
	p.stop()
	p.ended.Wait()
	return p.took
}

// madeBackup is what `backup --json` says.
type madeBackup struct {
	Bytes int64            `json:"bytes"`
	Rows  map[string]int64 `json:"rows"`
}

func backUp(s *site, file string) (made madeBackup, took time.Duration, err error) {
	watch := stopwatch()
	out, err := s.command(nil, "backup", file, "--json")
	took = watch()
	if err != nil {
		return made, took, err
	}
	return made, took, json.Unmarshal(out, &made)
}

// killBackups kills backups half-way: no file may have the name.
func killBackups(l *lab, s *site, r *report, took time.Duration) (killed int) {
	for i := range l.count(3, 20) {
		file := filepath.Join(l.dir, fmt.Sprintf("killed-%d.db", i))
		if !s.killed(l.between(took/20, took*8/10), "backup", file) {
			continue // it was faster
		}
		killed++
		if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
			r.breaks("a backup that was killed has its name: %v", err)
		}
	}
	return killed
}

// killRestores kills restores half-way: what is there then is the old database or
// the new one, or none, and the next restore goes through.
func killRestores(l *lab, s *site, file string, r *report) (killed int) {
	for range l.count(3, 20) {
		if !s.killed(l.between(20*time.Millisecond, 3*time.Second), "restore", file) {
			continue
		}
		killed++
		if _, err := os.Stat(s.file()); errors.Is(err, os.ErrNotExist) {
			continue
		}
		if _, err := s.command(nil, "audit", "verify"); err != nil {
			r.breaks("after a restore that was killed: %v", err)
		}
	}
	return killed
}

// killed starts a command and kills it after a time; false: it was done by then.
func (s *site) killed(after time.Duration, args ...string) bool {
	program, err := s.lab.program()
	if err != nil {
		return false
	}
	cmd := exec.CommandContext(s.lab.ctx, program, args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.dir, s.environment(), ours()
	if cmd.Start() != nil {
		return false
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Signal(syscall.SIGKILL) }) // it may have gone this moment
	defer timer.Stop()
	_ = cmd.Wait() // how it ended is in cmd.ProcessState
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled()
}

// dirtySite is another installation under the same key, with the database that a
// killed server left: the file, and a -wal with what is not in the file.
func dirtySite(s *site, left string) (*site, error) {
	other := *s
	var err error
	if other.dir, err = os.MkdirTemp(filepath.Dir(left), "restored-"); err != nil {
		return nil, err
	}
	other.database = "sqlite:" + other.file()
	other.settings = append(slices.Clone(s.settings), "LATCHKEY_DATABASE="+other.database)
	return &other, dirty(left, other.file())
}

// dirty copies what a killed server left: the file, and a -wal with what is not in it.
func dirty(from, to string) error {
	for _, end := range []string{"", "-wal"} {
		body, err := os.ReadFile(from + end)
		if err != nil {
			return err
		}
		if end == "-wal" && len(body) == 0 {
			return errors.New("the killed server left an empty -wal: it proves nothing")
		}
		if err := os.WriteFile(to+end, body, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// longReader begins to read and does not end until what it returns is called. The
// server's checkpoints do not get past it, so that what is written meanwhile
// stands in the -wal, where a plain copy of the file misses it.
func (s *site) longReader(ctx context.Context) (end func(), err error) {
	f, err := s.facts()
	if err != nil {
		return nil, err
	}
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		f.close()
		return nil, err
	}
	var n int
	if err := tx.QueryRowContext(ctx, `select count(*) from account`).Scan(&n); err != nil {
		f.close()
		return nil, err
	}
	return sync.OnceFunc(func() {
		_ = tx.Rollback() // nothing was written
		f.close()
	}), nil
}

func judgeRestored(ctx context.Context, s *site, made madeBackup, before []string, r *report) error {
	if _, err := s.command(nil, "audit", "verify"); err != nil {
		r.breaks("what came back: %v", err)
	}
	f, err := s.facts()
	if err != nil {
		return err
	}
	defer f.close()
	wrong, err := f.sound(ctx)
	if err != nil {
		r.breaks("what came back cannot be read: %v", err)
		return nil
	}
	for _, w := range wrong {
		r.breaks("what came back: %s", w)
	}
	decided, rows := map[string]bool{}, int64(0)
	err = f.each(ctx, `select request from decision`, func(c []string) { decided[c[0]], rows = true, rows+1 })
	if err != nil {
		return err
	}
	missing := 0
	for _, request := range before {
		if !decided[request] {
			missing++
		}
	}
	r.figure("%s acknowledged before it began", number(len(before)))
	r.none(missing, "of them missing")
	if rows != made.Rows["decision"] {
		r.breaks("%d decisions came back, the backup had %d", rows, made.Rows["decision"])
	}
	return nil
}
