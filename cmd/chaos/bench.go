package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// bench is where the harnesses run one after the other: a directory that goes
// away, and the programs that were built.
type bench struct {
	options
	root     string // of the repository
	dir      string
	stderr   io.Writer
	mu       sync.Mutex
	programs map[string]string // path by name of the planted fault; "" is the real one
}

func newBench(o options, stderr io.Writer) (*bench, error) {
	root, err := repository()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "latchkey-chaos-")
	if err != nil {
		return nil, err
	}
	// PostgreSQL runs as another user and has to pass through.
	if err := os.Chmod(dir, 0o711); err != nil {
		return nil, err
	}
	return &bench{options: o, root: root, dir: dir, stderr: stderr, programs: map[string]string{}}, nil
}

func (b *bench) close() { _ = os.RemoveAll(b.dir) } // a temporary directory: nobody misses it

// row is a line of the table.
type row struct {
	harness harness
	fault   string // of a planted run; empty: the program as it is
	report  report
	missing string // why it was not run
	err     error
	took    time.Duration
}

// kept reports whether a line is as it should be: a promise that was kept, or a
// planted fault that broke it.
func (r row) kept() bool {
	switch {
	case r.missing != "":
		return true
	case r.err != nil:
		return false
	}
	return (len(r.report.broken) > 0) == (r.fault != "")
}

func allKept(rows []row) bool {
	for _, r := range rows {
		if !r.kept() {
			return false
		}
	}
	return true
}

// all runs harnesses and, where that is asked for, their planted faults.
func (b *bench) all(ctx context.Context, chosen []harness) []row {
	var rows []row
	for _, h := range chosen {
		if ctx.Err() != nil {
			break
		}
		rows = append(rows, b.one(ctx, h, nil))
		if !b.faults {
			continue
		}
		for _, f := range h.faults {
			if ctx.Err() == nil {
				rows = append(rows, b.one(ctx, h, &f))
			}
		}
	}
	return rows
}

// longest bounds a single run, so that a program that hangs ends the run and
// not the night.
func (b *bench) longest(f *fault) time.Duration {
	if b.full && f == nil {
		return 2 * time.Hour
	}
	return 4 * time.Minute
}

// one runs a harness in a directory of its own, on the real program or on one
// with a planted fault. Whatever it started has ended when one returns.
func (b *bench) one(ctx context.Context, h harness, f *fault) (r row) {
	r.harness = h
	name := h.id
	if f != nil {
		r.fault, name = f.name, h.id+" with a planted fault ("+f.name+")"
	}
	if h.missing != nil {
		if r.missing = h.missing(); r.missing != "" {
			fmt.Fprintf(b.stderr, "%s: not run: %s\n", name, r.missing)
			return r
		}
	}
	// A build takes as long as it takes; the run alone is measured and bounded.
	if _, r.err = b.built(ctx, f); r.err != nil {
		return r
	}
	took := stopwatch()
	ctx, cancel := context.WithTimeout(ctx, b.longest(f))
	defer cancel()
	l := &lab{bench: b, ctx: ctx, name: name, planted: f, rand: rand.New(rand.NewPCG(b.seed, seedOf(h.id)))}
	l.dir, r.err = os.MkdirTemp(b.dir, h.id+"-")
	if r.err != nil {
		return r
	}
	r.err = os.Chmod(l.dir, 0o711)
	if r.err == nil {
		r.report, r.err = h.run(l)
	}
	l.close()
	_ = os.RemoveAll(l.dir) // a temporary directory: nobody misses it
	r.took = took()
	fmt.Fprintf(b.stderr, "%s: %s\n", name, r.verdict())
	return r
}

func seedOf(id string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, id) // a hash takes everything
	return h.Sum64()
}

// file is a path for something that lives as long as the bench.
func (b *bench) file(name string) string { return filepath.Join(b.dir, name) }
