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

// close takes the directory away, but for what somebody has to look at.
func (b *bench) close() {
	for _, program := range b.programs {
		_ = os.RemoveAll(filepath.Dir(program)) // a temporary directory: nobody misses it
	}
	_ = os.Remove(b.dir) // stays while a broken run is in it
}

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

// all runs harnesses and, where that is asked for, their planted faults. Each
// line is written when it is there: a run of hours may end before its end.
func (b *bench) all(ctx context.Context, chosen []harness) ([]row, error) {
	var rows []row
	for _, h := range chosen {
		planted := []*fault{nil}
		if b.faults {
			for _, f := range h.faults {
				planted = append(planted, &f)
			}
		}
		for _, f := range planted {
			if ctx.Err() != nil {
				return rows, nil
			}
			rows = append(rows, b.one(ctx, h, f))
			if b.write == "" || ctx.Err() != nil {
				continue
			}
			if err := writeFigures(b.write, rows[len(rows)-1:], b.full); err != nil {
				return rows, err
			}
		}
	}
	return rows, nil
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
	r.took = took()
	fmt.Fprintf(b.stderr, "%s: %s\n", name, r.verdict())
	if !r.kept() && ctx.Err() == nil {
		fmt.Fprintf(b.stderr, "%s: its logs are in %s\n", name, l.dir)
		return r
	}
	_ = os.RemoveAll(l.dir) // a temporary directory: nobody misses it
	return r
}

func seedOf(id string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, id) // a hash takes everything
	return h.Sum64()
}
