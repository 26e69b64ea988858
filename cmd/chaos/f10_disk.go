package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// diskHarness is F10: the disk runs full while customers decide, space comes
// back, and the program is started on a full disk and on one that only reads.
func diskHarness() harness {
	return harness{
		id:      "F10",
		promise: "disk full and freed, and started on a full or read-only disk: nothing lost, pages go on, writes back within 5 s, no restart",
		run:     runDisk,
		missing: smallDiskMissing,
		faults: []fault{
			plant("an error on commit is swallowed", "internal/store/batch.go",
				`err = fmt.Errorf("commit transaction: %w", b.group.d.translate(context.Background(), err))`, `err = nil`),
			plant("read-only is never left", "internal/store/readonly.go", "\ts.still.reason.Store(nil)\n", ""),
			plant("the log is left out on a read-only disk", "internal/store/sqlitereads.go", "case hasLog(r.path):", "case false:"),
		},
	}
}

// How F10 is driven.
const (
	diskRoom   = 320 << 20 // before it runs full: links are asked for then
	diskCrowd  = 8
	diskBack   = 5 * time.Second // by when writes have to be back
	diskRefuse = 40              // decisions that are refused before space comes back
	diskLines  = 60              // lines of the log that are no request, in all of a round
)

// diskRun is one run: links that wait to be decided, and what was told of them.
type diskRun struct {
	lab  *lab
	site *site
	node *node
	disk *smallDisk
	r    *report

	crowd []*visitor
	came  counter // visitors, each from a network of its own: limits are not what is tried here

	mu      sync.Mutex
	waiting []*pending
	done    []*pending
	links   []*decided
	acks    int
	refused int
	pages   int
	bad     int // pages that were not shown
	slow    time.Duration
}

// pending is a link with its form.
type pending struct {
	link   *decided
	target string
	form   string
}

func runDisk(l *lab) (report, error) {
	var r report
	disk, err := l.smallDisk(diskRoom)
	if err != nil {
		return r, err
	}
	rounds, each := l.count(3, 12), l.count(150, 400)
	s, err := l.site(plan{database: "sqlite:" + filepath.Join(disk.dir, "latchkey.db"), partners: 4, clients: (rounds + 2) * each})
	if err != nil {
		return r, err
	}
	n, err := s.node()
	if err != nil {
		return r, err
	}
	n.log = filepath.Join(l.dir, "serve.log") // not on the disk that runs full
	d := &diskRun{lab: l, site: s, node: n, disk: disk, r: &r}
	for w := range diskCrowd {
		d.crowd = append(d.crowd, newVisitor(w))
	}
	if err := d.prepare((rounds + 2) * each); err != nil {
		return r, err
	}
	for i := range rounds {
		if err := d.runFull(); err != nil {
			return r, fmt.Errorf("round %d: %w", i+1, err)
		}
	}
	lines, err := noteLines(n.log)
	if err != nil {
		return r, err
	}
	if err := d.startOn("a full disk", disk.fill, disk.free); err != nil {
		return r, err
	}
	if err := d.startOn("a read-only disk", disk.readOnly, disk.writable); err != nil {
		return r, err
	}
	n.kill()
	r.figure("%d times full, then started on a full and on a read-only disk", rounds)
	r.figure("%s acknowledged", number(d.acks))
	r.figure("%s refused", number(d.refused))
	r.none(d.bad, "of "+number(d.pages)+" pages not shown")
	r.figure("writes back in at most %d ms", d.slow.Milliseconds())
	if lines > diskLines*rounds {
		r.breaks("%d lines in the log of %d rounds", lines, rounds)
	}
	return r, d.judge()
}

// prepare asks for links while there is room, and opens each.
func (d *diskRun) prepare(count int) error {
	if _, err := d.node.start(); err != nil {
		return err
	}
	var next counter
	errs := make([]error, diskCrowd)
	crowd(diskCrowd, func(w int) {
		for i := next.next(); i < count && errs[w] == nil; i = next.next() {
			errs[w] = d.ask(d.stranger(w), i)
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return d.disk.full()
}

func (d *diskRun) ask(v *visitor, i int) error {
	p := d.site.partners[i%len(d.site.partners)]
	got, a, ok, err := v.ask(d.lab.ctx, d.node, p, i, "")
	for err == nil && !ok && a.again() && d.lab.pause(patience) { // a partner's key has its limit, too
		got, a, ok, err = v.ask(d.lab.ctx, d.node, p, i, "")
	}
	if err != nil || !ok {
		return fmt.Errorf("ask for link %d: status %d, %v", i, a.status, err)
	}
	form, a, err := v.form(d.lab.ctx, d.node, got.target)
	if err != nil || form == "" {
		return fmt.Errorf("open link %d: status %d, page %q, %v", i, a.status, a.page(), err)
	}
	link := &decided{client: i, partner: p.id, request: got.request}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.links = append(d.links, link)
	d.waiting = append(d.waiting, &pending{link, got.target, form})
	return nil
}

// press decides the next link; saved is false where it was refused. Every press
// is followed by a look at the page, which is shown whatever the disk does.
func (d *diskRun) press(v *visitor) (saved bool, err error) {
	p := d.take()
	if p == nil {
		return false, fmt.Errorf("no link is left to decide after %d acknowledged", d.acks)
	}
	a, err := v.press(d.lab.ctx, d.node, p.target, "approve", p.form)
	if err != nil {
		return false, err
	}
	d.mu.Lock()
	switch a.status {
	case http.StatusSeeOther:
		saved = true
		d.acks++
		p.link.told = append(p.link.told, verdict{"approved", true})
		d.done = append(d.done, p)
	case http.StatusServiceUnavailable:
		d.refused++
		d.waiting = append(d.waiting, p)
		if a.header.Get("Retry-After") == "" || a.page() != "unavailable" {
			d.r.breaks("a refusal is the page %q with Retry-After %q", a.page(), a.header.Get("Retry-After"))
		}
	case http.StatusTooManyRequests: // a link that was pressed too often in a minute
		d.waiting = append(d.waiting, p)
	default:
		d.r.breaks("a decision was answered with %d %s", a.status, a.page())
	}
	d.mu.Unlock()
	return saved, d.look(v, p)
}

// stranger is somebody new over the connections of one of the crowd.
func (d *diskRun) stranger(w int) *visitor {
	return &visitor{http: d.crowd[w].http, address: newVisitor(diskCrowd + d.came.next()%60_000).address}
}

func (d *diskRun) take() *pending {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.waiting) == 0 {
		return nil
	}
	p := d.waiting[0]
	d.waiting = d.waiting[1:]
	return p
}

// look opens a link and compares its page with what was told.
func (d *diskRun) look(v *visitor, p *pending) error {
	a, err := v.send(d.lab.ctx, d.node, http.MethodGet, p.target, nil, nil)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pages++
	d.bad += one(a.status != http.StatusOK)
	if told := len(p.link.told) > 0; a.status == http.StatusOK && told != (a.page() == "used") {
		d.r.breaks("the page of a link that was approved (%v) is %q", told, a.page())
	}
	return nil
}

// runFull lets the disk run full under decisions, and gives space back.
func (d *diskRun) runFull() error {
	if err := d.disk.fill(); err != nil {
		return err
	}
	if err := d.until(func() bool { return d.refused > 0 }, 20*time.Second, "a refusal"); err != nil {
		return err
	}
	before := d.refused
	if err := d.until(func() bool { return d.refused >= before+diskRefuse }, 20*time.Second, "more refusals"); err != nil {
		return err
	}
	return d.back(d.disk.free)
}

// back gives space back and takes the time until a decision is saved.
func (d *diskRun) back(free func() error) error {
	if err := free(); err != nil {
		return err
	}
	took, acks := stopwatch(), d.acks
	if err := d.until(func() bool { return d.acks > acks }, 2*diskBack, "a decision to be saved"); err != nil {
		return err
	}
	d.slow = max(d.slow, took())
	if took() > diskBack {
		d.r.breaks("writes were back after %s", took().Round(time.Millisecond))
	}
	return nil
}

// until presses, several at once, until something has come to pass. That it does
// not is a broken promise, not a failure of the harness.
func (d *diskRun) until(done func() bool, within time.Duration, what string) error {
	took := stopwatch()
	errs := make([]error, diskCrowd)
	for took() < within {
		crowd(diskCrowd, func(w int) { _, errs[w] = d.press(d.stranger(w)) })
		for _, err := range errs {
			if err != nil {
				d.r.breaks("%v", err)
				return nil
			}
		}
		if done() {
			return nil
		}
		if !d.lab.pause(patience) {
			return d.lab.ctx.Err()
		}
	}
	d.r.breaks("no sign of %s within %s", what, within)
	return nil
}

// startOn kills the program, takes the disk away, starts it, looks at what was
// decided, and gives the disk back.
func (d *diskRun) startOn(what string, take, free func() error) error {
	d.node.kill()
	if err := take(); err != nil {
		return err
	}
	if _, err := d.node.start(); err != nil {
		d.r.breaks("it does not start on %s: %v", what, err)
		return free()
	}
	refused := d.refused
	if err := d.until(func() bool { return d.refused > refused }, 5*time.Second, "a refusal on "+what); err != nil {
		return err
	}
	for _, p := range d.some() {
		if err := d.look(d.stranger(0), p); err != nil {
			d.r.breaks("on %s: %v", what, err)
		}
	}
	return d.back(free)
}

// some are links that still wait, and those that were decided last: what was
// told of them stands in the log.
func (d *diskRun) some() []*pending {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Concat(d.waiting[:min(20, len(d.waiting))], d.done[max(0, len(d.done)-20):])
}

func (d *diskRun) judge() error {
	f, err := d.site.facts()
	if err != nil {
		return err
	}
	defer f.close()
	h, err := f.held(d.lab.ctx)
	if err != nil {
		return err
	}
	var t tally
	t.links(d.links, h)
	t.events(h)
	d.r.none(t.lost, "lost")
	d.r.none(t.double+t.wrong, "double or wrong")
	d.r.none(t.missing, "events missing")
	return d.site.whole(d.lab.ctx, f, d.r)
}
