package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// nodesHarness is F9: several nodes sweep one database whose connections are cut
// and whose server is stopped at random. Every link that ran out is reported once.
func nodesHarness() harness {
	return harness{
		id:      "F9",
		promise: "4 nodes on PostgreSQL, 50,000 links over, connections cut and server stopped; 2 nodes on SQLite: each reported once; where nothing is broken and nodes are killed, within 60 s",
		run:     runNodes,
		missing: noPostgres,
		faults: []fault{
			{"a claim without lock and guard", []edit{
				{"internal/store/requestlist.go", "order by end_at, account, id limit $2`+t.d.skipLocked, now, limit)", "order by end_at, account, id limit $2`, now, limit)"},
				{"internal/store/transition.go", "where account = $1 and id = $2 and status = 'pending' and attempt = $4 and end_at <= $5`",
					"where account = $1 and id = $2 and attempt = $4 and end_at <= $5`"},
			}},
			killFaults[1], // events that are written after the commit
		},
	}
}

// The end of a link as seen from the beginning of a run, where the run waits for
// the sweep to come round by itself.
const (
	endsSoonest = 5 * time.Second
	endsLatest  = 45 * time.Second
	reportedBy  = 60 * time.Second
)

// mostHurt is how often connections are cut or the server is stopped: for one and
// a half minutes. Links that wait for their turn all that time are reported late.
const mostHurt = 60

func runNodes(l *lab) (report, error) {
	var r report
	pg, err := l.postgres()
	if err != nil {
		return r, err
	}
	s, err := l.site(plan{database: pg.url, partners: 1, settings: []string{"LATCHKEY_MODE=test"}})
	if err != nil {
		return r, err
	}
	if err := sweepAll(l, s, "PostgreSQL", 4, l.count(900, 50_000), 0, pg.held, func(ctx context.Context, n int) {
		if n >= mostHurt {
			return
		}
		if n%10 == 9 {
			pg.crash()
			if err := pg.start(); err != nil {
				l.say("PostgreSQL does not start again: %v", err)
			}
			return
		}
		_, _ = pg.terminate(ctx) // the server may be away just now
	}, nil, &r); err != nil {
		return r, err
	}
	late := 0 // waiting for them takes most of a minute
	if l.full {
		late = 2_000
		if pg, err = l.postgres(); err != nil {
			return r, err
		}
		if s, err = l.site(plan{database: pg.url, partners: 1, settings: []string{"LATCHKEY_MODE=test"}}); err != nil {
			return r, err
		}
		if err := sweepAll(l, s, "PostgreSQL, nothing broken", 4, 5_000, 5_000, atOnce, nil, nil, &r); err != nil {
			return r, err
		}
	}
	s, err = l.site(plan{partners: 1, settings: []string{"LATCHKEY_MODE=test"}})
	if err != nil {
		return r, err
	}
	return r, sweepAll(l, s, "SQLite, nodes killed", 2, l.count(300, 20_000), late, atOnce, nil, (*node).kill, &r)
}

// sweepAll has nodes report n links that are over, while hurt breaks the database,
// or kill a node, again and again. Of the links late end while the run is under way.
func sweepAll(
	l *lab, s *site, name string, nodes, n, late int,
	begin func(nodes int, launch func() error) error, hurt func(context.Context, int), kill func(*node), r *report,
) error {
	if err := s.lapsed(l.ctx, n, late); err != nil {
		return err
	}
	l.say("%s: %s links are over", name, number(n))
	var all []*node
	err := begin(nodes, func() error {
		for range nodes {
			one, err := s.node()
			if err != nil {
				return err
			}
			if err := one.launch(); err != nil {
				return err
			}
			all = append(all, one)
		}
		return nil
	})
	if err != nil {
		return err
	}
	done, err := l.until(s, func(round int) error {
		if hurt != nil {
			hurt(l.ctx, round)
		}
		for i, one := range all {
			if kill != nil && i == round%nodes {
				kill(one)
			}
			if !one.running() {
				if err := one.launch(); err != nil {
					return err
				}
			}
		}
		return nil
	})
	for _, one := range all {
		one.kill()
	}
	if err != nil {
		return err
	}
	if !done {
		r.breaks("%s: links were left when the time was over", name)
	}
	return s.judgeLapsed(l.ctx, name, n, r)
}

// atOnce launches nodes, and lets them begin when each is ready to.
func atOnce(_ int, launch func() error) error { return launch() }

// held launches nodes and holds the links back until all of them want them, so that
// they meet at the same ones: the first to be ready would have done with them.
func (p *postgres) held(nodes int, launch func() error) error {
	ctx := p.lab.ctx
	db, err := sql.Open("pgx", p.url)
	if err != nil {
		return err
	}
	defer db.Close() // the transaction has ended
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // it wrote nothing
	if _, err := tx.ExecContext(ctx, `lock table link_request in access exclusive mode`); err != nil {
		return err
	}
	if err := launch(); err != nil {
		return err
	}
	for range 600 { // half a minute on a busy machine, then as many as there are
		var waiting int
		err := db.QueryRowContext(ctx, `select count(distinct client_port) from pg_stat_activity
			where wait_event_type = 'Lock' and query like '%skip locked%' or wait_event_type = 'Lock' and query like '%order by end_at, account, id limit%'`).Scan(&waiting)
		if err != nil || waiting >= nodes || !p.lab.pause(50*time.Millisecond) {
			return err
		}
	}
	return nil
}

// until breaks something again and again, as long as links are left to report.
func (l *lab) until(s *site, hurt func(round int) error) (bool, error) {
	f, err := s.watching()
	if err != nil {
		return false, err
	}
	defer f.Close() // it was only read
	for round := 0; ; round++ {
		if !l.pause(l.between(300*time.Millisecond, 2500*time.Millisecond)) {
			return false, nil
		}
		var left int
		err := f.QueryRowContext(l.ctx, `select count(*) from link_request where status = 'pending'`).Scan(&left)
		if err == nil && left == 0 {
			return true, nil
		}
		if err := hurt(round); err != nil {
			return false, err
		}
	}
}

// watching opens the database for questions while the program runs.
func (s *site) watching() (*sql.DB, error) {
	path, ok := strings.CutPrefix(s.database, "sqlite:")
	if !ok {
		return sql.Open("pgx", s.database)
	}
	q := url.Values{"mode": {"rw"}, "_pragma": {"busy_timeout(5000)"}}
	return sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}).String())
}

// lapsed writes n pending requests into a site: they are over, but late of them,
// whose ends are still to come.
func (s *site) lapsed(ctx context.Context, n, late int) error {
	db, err := s.watching()
	if err != nil {
		return err
	}
	defer db.Close() // all is committed
	now := present()
	span := int64((endsLatest - endsSoonest).Seconds())
	end := fmt.Sprintf(`case when i > %d then %d + i %% %d else %d end`, n-late, now+int64(endsSoonest.Seconds()), span, now-60)
	const numbers = ` with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) select `
	request := fmt.Sprintf(`insert into link_request (account, id, reference, partner, tenant, status, attempt, start_at, end_at, ttl_days,
			clients, client, email, person, submitted, return_url, requested_at, decided_at, ended_at, expired_at, reason, form_value,
			reminders, reminded_at, sequence, created_at, updated_at, company)`+numbers+`'%s', 'r' || i, 'ref' || i, 'p0', 't' || i,
			'pending', 1, %d, %s, 7, '[]', '', '', '', '{}', '', %d, 0, 0, 0, '', '', 9, 0, 0, %d, %d, 'Company' from n`,
		n, account, now-86400, end, now*1e6, now*1e6, now*1e6)
	attempt := `insert into link_attempt (account, request, number, start_at, end_at, issued_by, issued_at, ended_at, end_reason)
		select account, id, 1, start_at, end_at, 'partner:p0', requested_at, 0, '' from link_request`
	for _, text := range []string{request, attempt} {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("write links that are over: %w", err)
		}
	}
	return nil
}

// judgeLapsed compares what was reported with what was over.
func (s *site) judgeLapsed(ctx context.Context, name string, n int, r *report) error {
	f, err := s.facts()
	if err != nil {
		return err
	}
	defer f.close()
	told := map[string]int{}
	err = f.each(ctx, `select object_id from event where type = 'client.link_expired'`, func(c []string) { told[c[0]]++ })
	if err != nil {
		return err
	}
	twice := 0
	for _, times := range told {
		if times > 1 {
			twice++
		}
	}
	r.figure("%s: %s links", name, number(n))
	r.none(n-len(told), "without their event")
	r.none(twice, "told twice")
	entries, err := f.count(ctx, `select count(*) from audit_entry where act = 'request.expired'`)
	if err != nil {
		return err
	}
	if entries != n {
		r.breaks("%s: %s audit entries of %s expiries", name, number(entries), number(n))
	}
	if _, err := s.prepare("audit", "verify"); err != nil {
		r.breaks("%s: the audit trail: %v", name, err)
	}
	return f.lag(ctx, r)
}

// lag is how long after their end links were reported that ended during the run.
func (f *facts) lag(ctx context.Context, r *report) error {
	var all []time.Duration
	err := f.each(ctx, `select expired_at / 1000000 - end_at from link_request where end_at > requested_at / 1000000`, func(c []string) {
		if d, err := time.ParseDuration(c[0] + "s"); err == nil {
			all = append(all, d)
		}
	})
	if err != nil || len(all) == 0 {
		return err
	}
	slices.Sort(all)
	worst := all[len(all)*999/1000]
	r.figure("p99.9 %s after the end", worst)
	if worst > reportedBy {
		r.breaks("an expiry was reported %s after it", worst)
	}
	return nil
}
