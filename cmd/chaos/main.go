// Command chaos breaks a running Latchkey on purpose and counts what is lost.
//
// It builds the real program, runs it as child processes, kills them, cuts
// their power, fills their disks, and compares what customers and receivers
// were told with what the database holds afterwards. Each harness keeps one
// promise of docs/reliability.md; f01_kill.go is the model for the others.
//
// It leaves out what a test inside one process can show: go test does that. It
// knows the program only through its commands, its public HTTP and, afterwards,
// its tables.
//
// A harness that finds nothing proves nothing by itself. So each of them names
// faults: texts of the source that are replaced while the program is built
// (never in the source itself), and the harness has to break on every one.
//
// Use: go run ./cmd/chaos --help
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

const usage = `Break Latchkey on purpose and count what is lost.

Usage: chaos [--only F1,F9] [--full] [--faults] [--seed N] [--write FILE]

Example: go run ./cmd/chaos --only F1 --faults

It prints a table: what is promised, what was reached, and whether the promise
was kept. Needs the Go tool and this repository around it. All traffic stays on
the loopback address. Exit codes: 0 kept, 1 broken or failed, 2 wrong use.

`

// options are the flags.
type options struct {
	only   []string // ids of harnesses; empty: all
	full   bool     // the counts that are promised, not the quick ones
	faults bool     // prove that each harness breaks on its planted faults
	seed   uint64
	write  string // a markdown file whose block of figures is replaced
}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	o, err := readOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2 // flag has said why
	}
	chosen, err := choose(o.only)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	kept, err := prove(ctx, o, chosen, stdout, stderr)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	if !kept {
		return 1
	}
	return 0
}

// prove runs the harnesses, prints their table, and reports whether every
// promise was kept.
func prove(ctx context.Context, o options, chosen []harness, stdout, stderr io.Writer) (bool, error) {
	b, err := newBench(o, stderr)
	if err != nil {
		return false, err
	}
	defer b.close()
	rows, err := b.all(ctx, chosen)
	if err := errors.Join(err, printTable(stdout, rows)); err != nil {
		return false, err
	}
	return allKept(rows), ctx.Err()
}

func readOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	var only string
	f := flag.NewFlagSet("chaos", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Usage = func() {
		fmt.Fprint(stderr, usage)
		f.PrintDefaults()
	}
	f.StringVar(&only, "only", "", "run these harnesses alone: F1,F9")
	f.BoolVar(&o.full, "full", false, "take the counts that are promised; it takes hours")
	f.BoolVar(&o.faults, "faults", false, "prove that each harness breaks on its planted faults, too")
	f.Uint64Var(&o.seed, "seed", 1, "what is asked, and when something is killed, follows from it")
	f.StringVar(&o.write, "write", "", "put each line into the block of figures of this markdown `file`, as soon as it is there")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		fmt.Fprintf(stderr, "%q is not a flag; chaos takes flags alone\n", f.Arg(0))
		return o, errors.New("wrong use")
	}
	for _, id := range strings.Split(only, ",") {
		if id = strings.TrimSpace(id); id != "" {
			o.only = append(o.only, id)
		}
	}
	return o, nil
}
