package main

import (
	"context"
	"fmt"
	"time"
)

// besides has a program of the schema before serve beside this one: before,
// during and after the migration, under load. No answer may be one that nothing
// explains, and the older node stays ready.
func (l *lab) besides(r *report) error {
	last, err := l.lastSchema()
	if err != nil {
		return err
	}
	pg, err := l.postgres()
	if err != nil {
		return err
	}
	old, err := l.ofSchema(last - 1)
	if err != nil {
		return err
	}
	before := &lab{
		bench: &bench{options: l.options, root: l.root, dir: l.bench.dir, stderr: l.stderr, programs: map[string]string{"": old}},
		ctx:   l.ctx, name: l.name, dir: l.dir, rand: l.rand,
	}
	l.undo(before.close)
	clients := l.count(600, 200_000)
	s, err := before.site(plan{database: pg.url, partners: 4, clients: clients})
	if err != nil {
		return err
	}
	one, err := s.serve()
	if err != nil {
		return err
	}
	defer one.kill()
	load := decide(before, s, one, clients/2)
	during := l.loadFor()
	l.pause(during / 3)

	next := *s
	next.lab = l
	_, migrated := next.command(nil, "migrate")
	if migrated != nil {
		load.finish()
		return fmt.Errorf("migrate beside a program of the schema before: %w", migrated)
	}
	two, err := next.serve()
	if err != nil {
		load.finish()
		return err
	}
	defer two.kill()
	newer := decide(l, &next, two, clients)
	newer.number.Store(int64(clients / 2)) // other clients than the older node's
	l.pause(during)
	load.finish()
	newer.finish()
	wrong := append(load.wrong, newer.wrong...)
	for _, w := range wrong {
		r.breaks("N−1 beside N: %s", w)
	}
	ctx, cancel := context.WithTimeout(l.ctx, 5*time.Second)
	defer cancel()
	if a, err := newVisitor(1).send(ctx, one, "GET", "/readyz", nil, nil); err != nil || a.status != 200 {
		r.breaks("the older program is not ready beside the newer schema: %d %v", a.status, err)
	}
	r.figure("N−1 beside N: %s and %s decisions", number(load.acknowledged()), number(newer.acknowledged()))
	r.none(len(wrong), "errors")
	if load.acknowledged() == 0 || newer.acknowledged() == 0 {
		r.breaks("one of the two decided nothing")
	}
	return nil
}

// loadFor is how long both serve.
func (l *lab) loadFor() time.Duration {
	if l.full && l.planted == nil {
		return 10 * time.Minute
	}
	return 4 * time.Second
}
