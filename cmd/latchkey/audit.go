package main

import "fmt"

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Recompute every audit trail and say whether it is whole."`
	Export auditExport `cmd:"" help:"Write a trail with its hashes."`
	Anchor auditAnchor `cmd:"" help:"Print where each trail ends, to be kept elsewhere."`
}

func (auditCommand) Help() string { return "Example: latchkey audit verify" }

type auditVerify struct {
	File   string `help:"Check an exported trail instead of the database's." type:"existingfile"`
	Anchor string `help:"Also check that the trails still have the entries of these anchors." type:"existingfile"`
	JSON   bool   `help:"Print JSON."`
}

func (auditVerify) Help() string {
	return "It only reads. What it proves is in docs/security.md.\nExample: latchkey audit verify --anchor anchors.txt"
}

func (c auditVerify) Run(a *app) error {
	return a.with(func(i *installation) error {
		if c.File != "" {
			return checkExport(a, i, c.File)
		}
		report, err := i.service.VerifyAudit(a.ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			if err := a.printJSON(map[string]any{"entries": report.Entries, "trails": report.Accounts, "breaks": report.Breaks}); err != nil {
				return err
			}
		} else {
			fmt.Fprintf(a.stdout, "%d entries in %d trails\n", report.Entries, report.Accounts)
		}
		for _, b := range report.Breaks {
			fmt.Fprintf(a.stderr, "Broken: trail %q at entry %d: %s.\n", b.Account, b.Seq, b.Reason)
		}
		if len(report.Breaks) > 0 {
			return errSaid
		}
		if c.Anchor == "" {
			return nil
		}
		return checkAnchors(a, i, c.Anchor)
	})
}
