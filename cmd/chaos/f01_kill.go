package main

import (
	"fmt"
	"sync/atomic"
	"time"
)

// killHarness is F1: the process is killed at random moments while partners
// ask and customers decide, and everybody asks again until they have an answer.
func killHarness() harness {
	return harness{
		id:      "F1",
		promise: "100 × kill −9, 10,000 acknowledged decisions: none lost, none double, no event missing",
		run:     runKills,
		faults:  killFaults,
	}
}

var killFaults = []fault{
	answerBeforeCommit,
	plant("event written after the commit", "internal/portal/emit.go",
		"return s.emit(ctx, tx, Event{\n\t\tAccount: r.Account, Type: kind, Partner: r.Partner, ObjectType: ofRequest, ObjectID: r.ID, Data: facts(data),\n\t})",
		`late := Event{
		Account: r.Account, Type: kind, Partner: r.Partner, ObjectType: ofRequest, ObjectID: r.ID, Data: facts(data),
	}
	go func() {
		time.Sleep(20 * time.Millisecond)
		_ = s.store.InTx(context.Background(), func(tx Tx) error { return s.emit(context.Background(), tx, late) })
	}()
	return nil`),
	{"the state is checked first, then changed", []edit{
		{"internal/store/transition.go",
			"where account = $1 and id = $2 and status = 'pending' and attempt = $8\n\t\t\tand start_at - 60",
			"where account = $1 and id = $2 and attempt = $8\n\t\t\tand start_at - 60"},
		{"internal/portal/decide.go",
			"if err := tx.AddDecision(ctx, d); err != nil {",
			"if err := tx.AddDecision(ctx, d); err != nil && !errors.Is(err, ErrExists) {"},
	}},
	{"a webhook counts as delivered before it is", []edit{
		{"internal/outbox/lane.go", "a = h.post(own, d, p)",
			`_ = h.finishHook(own, settleHook(d, Answer{Status: 204}, at), portal.HookTry{Delivery: d.ID, Number: d.Attempts, At: at, Status: 204}, Answer{Status: 204})
		a = h.post(own, d, p)`},
	}},
}

// answerBeforeCommit tells the caller that all is written, and writes then.
var answerBeforeCommit = fault{"answer before the commit", []edit{
	{"internal/store/tx.go", "begun, err := s.write.BeginTx(ctx, nil)", "begun, err := s.write.BeginTx(context.WithoutCancel(ctx), nil)"},
	{"internal/store/tx.go", "defer begun.Rollback() // does nothing after a commit, and runs on a panic",
		"committing := false\n\tdefer func() {\n\t\tif !committing {\n\t\t\tbegun.Rollback()\n\t\t}\n\t}()"},
	{"internal/store/tx.go", "if err := begun.Commit(); err != nil {\n\t\treturn fmt.Errorf(\"commit transaction: %w\", s.d.translate(ctx, err))\n\t}\n\treturn nil",
		"committing = true\n\tgo func() {\n\t\ttime.Sleep(5 * time.Millisecond)\n\t\t_ = begun.Commit()\n\t}()\n\treturn nil"},
}}

// How F1 is driven: so many partners, each with an endpoint, and customers who
// come at once.
const (
	killPartners = 8
	killCrowd    = 12
	killFailing  = 10 // percent of events whose first try the receiver refuses
)

func runKills(l *lab) (report, error) {
	kills, links := l.count(12, 100), l.count(600, 10_000)
	// Who works while the process is killed never runs out of clients.
	s, err := l.site(plan{partners: killPartners, clients: 3 * links})
	if err != nil {
		return report{}, err
	}
	hooks, err := l.receiver(killFailing)
	if err != nil {
		return report{}, err
	}
	for _, p := range s.partners {
		if err := s.listen(hooks.url, p.id); err != nil {
			return report{}, err
		}
	}
	n, err := s.serve()
	if err != nil {
		return report{}, err
	}
	d := decide(l, s, n, 3*links)
	restarts, err := killing(l, n, d, kills, links)
	d.finish()
	n.kill() // what is on the disk now is what counts
	if err != nil {
		return report{}, err
	}
	return judgeKills(l, s, hooks, d, restarts)
}

// killing kills a node at random moments until it was killed often enough and
// enough was acknowledged. It returns how long each restart took until the node
// answered.
func killing(l *lab, n *node, d *deciders, kills, links int) ([]time.Duration, error) {
	var restarts []time.Duration
	for len(restarts) < kills || d.acknowledged() < links {
		if !l.pause(l.between(100*time.Millisecond, 1500*time.Millisecond)) {
			return restarts, fmt.Errorf("after %d kills and %d acknowledged decisions: %w", len(restarts), d.acknowledged(), l.ctx.Err())
		}
		if d.exhausted() {
			return restarts, fmt.Errorf("no client is left to ask after %d kills and %d acknowledged decisions", len(restarts), d.acknowledged())
		}
		n.kill()
		took, err := n.start()
		if err != nil {
			return restarts, err
		}
		restarts = append(restarts, took)
		if len(restarts)%10 == 0 {
			l.say("%d kills, %d acknowledged", len(restarts), d.acknowledged())
		}
	}
	return restarts, nil
}

func judgeKills(l *lab, s *site, hooks *receiver, d *deciders, restarts []time.Duration) (report, error) {
	var r report
	p50, most := spread(restarts)
	r.figure("%s kills", number(len(restarts)))
	r.figure("%s acknowledged", number(d.acknowledged()))
	if err := d.judge(l.ctx, s, hooks, &r); err != nil {
		return r, err
	}
	r.figure("answers after a restart in p50 %d ms, at most %d ms", p50.Milliseconds(), most.Milliseconds())
	return r, nil
}

// counter is a number that many add to.
type counter struct{ atomic.Int64 }

func (c *counter) next() int { return int(c.Add(1)) - 1 }
