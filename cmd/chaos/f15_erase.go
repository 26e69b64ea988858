package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// eraseHarness is F15: people are erased, then the files are read byte by byte.
func eraseHarness() harness {
	return harness{
		id:      "F15",
		promise: "1,000 people erased, on SQLite and on PostgreSQL: 0 of them in the database's files, the log and a backup made after",
		run:     runErasures,
		faults: []fault{
			plant("the database is not written anew", "cmd/latchkey/erase.go", "if c.Compact && !c.DryRun {", "if false {"),
			plant("the write-ahead log is not emptied", "internal/store/compact.go",
				"return append(parts, compaction{run: sqliteTruncateWAL})", "return parts"),
			plant("PostgreSQL's tables are vacuumed, but not written anew", "internal/store/compact.go",
				"`vacuum (full, analyze) `+table", "`vacuum `+table"),
			plant("words stay in the full-text index", "internal/store/words_sqlite.go",
				"select 'delete', place, words from search_document where account = $1 and kind = $2 and id = $3`",
				"select 'delete', place, words from search_document where account = $1 and kind = $2 and id = $3 and 1 = 0`"),
			plant("the address stays in a mail", "internal/portal/erasure.go",
				"if err := once(e.tx.EraseMessage(ctx, m.ID, Erased)); err != nil {", "if err := error(nil); m.ID == \"\" {"),
		},
	}
}

func runErasures(l *lab) (r report, err error) {
	people, stay := l.newPeople(l.count(100, 1000)), l.newPeople(50)
	if err := erasures(l, &r, people, stay, nil); err != nil {
		return r, err
	}
	if len(r.broken) > 0 {
		return r, nil
	}
	if why := noPostgres(); why != "" {
		r.figure("no PostgreSQL")
		return r, nil
	}
	db, err := l.postgres()
	if err != nil {
		return r, err
	}
	return r, erasures(l, &r, people, stay, db)
}

// erasures erases people on one engine, beside a server, and looks for them.
func erasures(l *lab, r *report, people, stay []person, db *postgres) error {
	engine, p := "SQLite", plan{partners: 1, delivery: "email"}
	if db != nil {
		engine, p.database = "PostgreSQL", db.url
	}
	s, err := l.site(p)
	if err != nil {
		return err
	}
	n, err := s.furnishPeople(append(append([]person{}, people...), stay...))
	if err != nil {
		return err
	}
	if db != nil { // as its own daemon does by and by: statistics quote values
		if err := db.does(l, `analyze`); err != nil {
			return err
		}
	}
	var who strings.Builder
	for _, one := range people {
		who.WriteString(one.email() + "\n")
	}
	l.say("%s: erasing %d people", engine, len(people))
	if out, err := s.command([]byte(who.String()), "erase", account, "--compact"); err != nil {
		return fmt.Errorf("%w: %s", err, tailOf(out))
	}
	// A server that goes on notes nothing of them again.
	after := filepath.Join(s.dir, "after.db")
	if _, err := s.command(nil, "backup", after); err != nil {
		return err
	}
	files := map[string][]string{"the log": {n.log}, "a backup made after": {after}}
	if db == nil {
		files["the database"] = []string{s.file(), s.file() + "-wal", s.file() + "-shm"}
	} else {
		// Files that were replaced go away with a checkpoint.
		if err := db.does(l, `checkpoint`); err != nil {
			return err
		}
		if files["the database"], err = filesBelow(filepath.Join(db.dir, "data"), "pg_wal"); err != nil {
			return err
		}
	}
	found, err := look(files, people)
	if err != nil {
		return err
	}
	for where, n := range found {
		if n > 0 {
			r.breaks("%s: %s has %s of %s erased", engine, where, number(n), number(len(people)))
		}
	}
	kept := map[string][]string{"the database": files["the database"], "a backup made after": {after}}
	there, err := look(kept, stay)
	if err != nil {
		return err
	}
	for where := range kept {
		if there[where] != len(stay) {
			r.breaks("%s: %s has only %s of %s people who were not erased: this proves nothing", engine, where, number(there[where]), number(len(stay)))
		}
	}
	r.figure("%s: %s erased, %s found again", engine, number(len(people)), number(sumOf(found)))
	if db != nil {
		return db.tellWAL(r, people)
	}
	return nil
}

func sumOf(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func tailOf(out []byte) []byte { return out[max(0, len(out)-500):] }

// furnishPeople brings people in as customers, has a partner ask each of them,
// with a mail that waits, and looks some of them up; the node goes on.
func (s *site) furnishPeople(people []person) (*node, error) {
	var rows bytes.Buffer
	for i, one := range people {
		fmt.Fprintf(&rows, `{"type":"customer","id":"e%d","name":%q,"customerType":"business","version":1,"users":[{"name":%q,"email":%q}]}`+"\n",
			i, one.name(), one.name(), one.email())
	}
	path := filepath.Join(s.dir, "people.ndjson")
	if err := os.WriteFile(path, rows.Bytes(), 0o600); err != nil {
		return nil, err
	}
	if _, err := s.prepare("import", account, path); err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil {
		return nil, err
	}
	n, err := s.serve()
	if err != nil {
		return nil, err
	}
	v := newVisitor(1)
	for i, one := range people {
		body, err := json.Marshal(map[string]any{
			"externalTenantId": tenantOf(i),
			"client":           map[string]any{"name": one.name(), "country": "DE", "supportEmail": one.email()},
			"users":            []any{map[string]any{"name": one.name(), "email": one.email()}},
		})
		if err != nil {
			return nil, err
		}
		header := http.Header{"Xapikey": {s.partners[0].key}, "Content-Type": {"application/json"}}
		done := insist(s.lab.ctx, func() bool {
			a, err := v.send(s.lab.ctx, n, http.MethodPost, "/clients", header.Clone(), body)
			return err == nil && !a.again()
		})
		if !done {
			return nil, s.lab.ctx.Err()
		}
	}
	return n, nil
}

// filesBelow lists the files of a directory, but those below one of its own.
func filesBelow(dir, but string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // a server at work
			return nil
		case err != nil:
			return err
		case entry.IsDir() && but != "" && path == filepath.Join(dir, but):
			return fs.SkipDir
		case entry.Type().IsRegular():
			files = append(files, path)
		}
		return nil
	})
	return files, err
}
