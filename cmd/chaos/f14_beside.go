package main

import (
	"context"
	"fmt"
	"time"
)

// besides has this program serve beside one of the schema after: before, during
// and after the migration, under load. No answer may be one that nothing explains,
// and the older node stays ready.
func (l *lab) besides(r *report) error {
	pg, err := l.postgres()
	if err != nil {
		return err
	}
	newer, err := l.newer()
	if err != nil {
		return err
	}
	after := &lab{
		bench: &bench{options: l.options, root: l.root, dir: l.bench.dir, stderr: l.stderr, programs: map[string]string{"": newer}},
		ctx:   l.ctx, name: l.name, dir: l.dir, rand: l.rand,
	}
	l.undo(after.close)
	clients := l.count(600, 20_000)
	s, err := l.site(plan{database: pg.url, partners: 4, clients: clients})
	if err != nil {
		return err
	}
	one, err := s.serve()
	if err != nil {
		return err
	}
	defer one.kill()
	load := decide(l, s, one, clients/2)
	during := l.loadFor()
	l.pause(during / 3)

	next := *s
	next.lab = after
	_, migrated := next.command(nil, "migrate")
	if migrated != nil {
		load.finish()
		return fmt.Errorf("migrate beside a program of this schema: %w", migrated)
	}
	two, err := next.serve()
	if err != nil {
		load.finish()
		return err
	}
	defer two.kill()
	second := decide(after, &next, two, clients)
	second.number.Store(int64(clients / 2)) // other clients than the older node's
	l.pause(during)
	load.finish()
	second.finish()
	wrong := append(load.wrong, second.wrong...)
	for _, w := range wrong {
		r.breaks("N beside N+1: %s", w)
	}
	ctx, cancel := context.WithTimeout(l.ctx, 5*time.Second)
	defer cancel()
	if a, err := newVisitor(1).send(ctx, one, "GET", "/readyz", nil, nil); err != nil || a.status != 200 {
		r.breaks("the older program is not ready beside the schema after its own: %d %v", a.status, err)
	}
	r.figure("N beside N+1: %s and %s decisions", number(load.acknowledged()), number(second.acknowledged()))
	r.none(len(wrong), "errors")
	if load.acknowledged() == 0 || second.acknowledged() == 0 {
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
