package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type eraseCommand struct {
	Account string `arg:""`
	DryRun  bool   `help:"Say how many rows it is about, and change nothing."`
	Compact bool   `help:"Clear the bytes out of the database's files at once; see latchkey compact."`
	JSON    bool   `help:"Print JSON, one object for each line that was read."`
}

func (eraseCommand) Help() string {
	return "Reads who is to be erased from standard input, an e-mail address or a customer's number on each line: there they stand in no list of " +
		"processes and no history. Results name the line, not the person. What is erased and what stays: docs/security.md.\n" +
		"Exit code 1: somebody was not found or not erased.\n" +
		"Example: latchkey erase acme --dry-run < people.txt"
}

func (c eraseCommand) Run(a *app) error {
	who, err := lines(a)
	if err != nil {
		return err
	}
	return a.withAccount(c.Account, func(i *installation) error {
		bar, bad := a.countBar(int64(len(who)), "Erasing"), 0
		for n, one := range who {
			rows, err := c.erase(a, i, one)
			_ = bar.Add(1) // drawing only
			if err != nil {
				bad++
			}
			if err := c.tell(a, n+1, rows, err); err != nil {
				return err
			}
			if a.ctx.Err() != nil {
				return a.ctx.Err()
			}
		}
		_ = bar.Finish() // drawing only
		if c.Compact && !c.DryRun {
			if err := a.compact(i); err != nil {
				return err
			}
		}
		if bad > 0 {
			return errSaid
		}
		return nil
	})
}

// maxPeople bounds what one call erases.
const maxPeople = 100_000

func lines(a *app) ([]string, error) {
	var all []string
	scan := bufio.NewScanner(a.stdin)
	for scan.Scan() {
		if line := strings.TrimSpace(scan.Text()); line != "" {
			all = append(all, line)
		}
		if len(all) > maxPeople {
			return nil, usageError{fmt.Errorf("more than %d lines: split them", maxPeople)}
		}
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("read who is to be erased: %w", err)
	}
	if len(all) == 0 {
		return nil, usageError{errors.New("give an address or a customer's number on each line of standard input")}
	}
	return all, nil
}

// eraseTries is how often somebody is looked up anew who changed meanwhile.
const eraseTries = 5

func (c eraseCommand) erase(a *app, i *installation, who string) (int, error) {
	for try := 1; ; try++ {
		p, err := i.service.FindPerson(a.ctx, c.Account, who)
		if err != nil || c.DryRun {
			return p.Rows(), err
		}
		gone, err := i.service.ErasePerson(a.ctx, portal.ByCommand, c.Account, who, p.Etag())
		if errors.Is(err, portal.ErrStale) && try < eraseTries {
			continue
		}
		return gone.Rows(), err
	}
}

// tell says what became of a line, without what stood there.
func (c eraseCommand) tell(a *app, line, rows int, err error) error {
	did := map[bool]string{true: "found", false: "erased"}[c.DryRun]
	switch {
	case errors.Is(err, portal.ErrNotFound):
		did = "not found"
	case err != nil:
		did = "failed"
		fmt.Fprintf(a.stderr, "latchkey: line %d: %v\n", line, err)
	}
	if c.JSON {
		return a.printJSON(map[string]any{"line": line, "result": did, "rows": rows})
	}
	_, err = fmt.Fprintf(a.stdout, "line %d: %s, %d rows\n", line, did, rows)
	return err
}
