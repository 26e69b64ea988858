package main

import "fmt"

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Recompute every audit trail and say whether it is whole."`
}

func (auditCommand) Help() string { return "Example: latchkey audit verify" }

type auditVerify struct {
	JSON bool `help:"Print JSON."`
}

func (auditVerify) Help() string { return "Example: latchkey audit verify" }

func (c auditVerify) Run(a *app) error {
	return a.with(func(i *installation) error {
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
		return nil
	})
}
