package main

import "time"

// powerHarness is F2: the power is cut at random moments. Of what was not
// synced, half is gone and some is torn.
func powerHarness() harness {
	return harness{
		id:      "F2",
		promise: "100 power cuts on a disk that forgets unsynced writes, 10,000 acknowledged decisions: none lost, no webhook about what is gone",
		run:     runCuts,
		missing: noFUSE,
		faults: []fault{
			{"the disk is not waited for (synchronous NORMAL)", []edit{
				{"internal/store/sqlite.go", `"synchronous(FULL)",`, `"synchronous(NORMAL)",`},
				{"internal/store/sqlite.go", `journal != "wal" || synchronous != 2`, `journal != "wal" || synchronous != 1`},
			}},
			answerBeforeCommit,
		},
	}
}

func runCuts(l *lab) (report, error) {
	m, err := l.mount()
	if err != nil {
		return report{}, err
	}
	return breaking{
		what: "power cuts", times: l.count(12, 100), acks: l.count(600, 10_000),
		once: func(n *node) (time.Duration, error) {
			if err := m.cutPower(n); err != nil {
				return 0, err
			}
			return n.start()
		},
	}.run(l, plan{database: "sqlite:" + m.dir + "/latchkey.db"})
}
