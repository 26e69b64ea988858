package main

import "time"

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
	checkThenAct,
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

// checkThenAct decides by what it has read before, not by what it changes.
var checkThenAct = fault{"the state is checked first, then changed", []edit{
	{"internal/store/transition.go",
		"where account = $1 and id = $2 and status = 'pending' and attempt = $8\n\t\t\tand start_at - 60",
		"where account = $1 and id = $2 and attempt = $8\n\t\t\tand start_at - 60"},
	{"internal/portal/decide.go",
		"if err := tx.AddDecision(ctx, d); err != nil {",
		"if err := tx.AddDecision(ctx, d); err != nil && !errors.Is(err, ErrExists) {"},
}}

func runKills(l *lab) (report, error) {
	return breaking{
		what: "kills", times: l.count(12, 100), acks: l.count(600, 10_000),
		once: func(n *node) (time.Duration, error) {
			n.kill()
			return n.start()
		},
	}.run(l, plan{})
}
