package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type auditExport struct {
	Account string `arg:"" optional:"" help:"Account; without it, the installation's own trail."`
	Format  string `help:"ndjson, which can be checked, or csv." enum:"ndjson,csv" default:"ndjson"`
}

func (auditExport) Help() string {
	return "The export is itself an entry of the trail.\nExample: latchkey audit export acme >acme.ndjson"
}

func (c auditExport) Run(a *app) error {
	return a.with(func(i *installation) error {
		if c.Account != "" {
			if _, err := i.store.Account(a.ctx, c.Account); err != nil {
				return fmt.Errorf("account %s: %w", c.Account, err)
			}
		}
		format := portal.ExportFormat(c.Format)
		if err := i.service.RecordAuditExport(a.ctx, portal.ByCommand, c.Account, format); err != nil {
			return err
		}
		return i.service.ExportAudit(a.ctx, a.stdout, c.Account, format, portal.AuditFilter{})
	})
}

type auditAnchor struct{}

func (auditAnchor) Help() string {
	return "Keep the lines where the database's users cannot write.\nExample: latchkey audit anchor >>anchors.txt"
}

func (auditAnchor) Run(a *app) error {
	return a.with(func(i *installation) error {
		trails, err := i.service.Trails(a.ctx)
		if err != nil {
			return err
		}
		for _, account := range trails {
			anchor, there, err := i.service.AnchorOf(a.ctx, account)
			if err != nil {
				return err
			}
			if there {
				fmt.Fprintln(a.stdout, anchor)
			}
		}
		return nil
	})
}

// checkAnchors says of each anchor in a file whether its trail still has it.
func checkAnchors(a *app, i *installation, path string) error {
	return eachLine(path, func(line []byte) error {
		anchor, err := portal.ParseAnchor(string(line))
		if err != nil {
			return err
		}
		holds, err := i.service.Holds(a.ctx, anchor)
		if err == nil && !holds {
			fmt.Fprintf(a.stderr, "Broken: trail %q has no such entry %d any more.\n", anchor.Account, anchor.Seq)
			err = errSaid
		}
		return err
	})
}

// checkExport recomputes the hashes of an exported trail.
func checkExport(a *app, i *installation, path string) error {
	entries, ended := 0, false
	err := eachLine(path, func(line []byte) error {
		var l struct {
			portal.AuditLine
			End bool `json:"end"`
		}
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("line %d: %w", entries+1, err)
		}
		if ended = l.End; ended {
			return nil
		}
		entries++
		if !i.service.Genuine(l.AuditLine) {
			fmt.Fprintf(a.stderr, "Broken: entry %d of trail %q was changed, or another key wrote it.\n", l.Seq, l.Account)
			return errSaid
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !ended {
		return fmt.Errorf("the file was cut: its last line is missing")
	}
	fmt.Fprintf(a.stdout, "%d entries, all genuine\n", entries)
	return nil
}

func eachLine(path string, do func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}
