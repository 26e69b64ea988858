package main

import (
	"fmt"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
)

type verifyCommand struct {
	JSON bool `help:"Print JSON."`
}

func (verifyCommand) Help() string {
	return "It reads the whole database and changes nothing; a server may run meanwhile. It checks, in this order:\n" +
		"file: SQLite's own integrity check and the references between rows (PostgreSQL looks after its files itself)\n" +
		"rows: rules between them, such as that every decision has its event\n" +
		"audit trail: every hash of every chain\n" +
		"documents: every stored file against its hash\n\n" +
		"Exit code 1: something is not what was written; each finding says what to do.\n" +
		"Example: latchkey verify"
}

func (v verifyCommand) Run(a *app) error {
	return a.with(func(i *installation) error {
		watch := a.verifyBar()
		found, err := i.service.Verify(a.ctx, watch.far)
		watch.end()
		if err != nil {
			return err
		}
		if v.JSON {
			err = a.printJSON(found)
		} else {
			_, err = fmt.Fprintf(a.stdout, "%d audit entries, %d documents, %d findings\n", found.Entries, found.Documents, len(found.Findings))
			for _, f := range found.Findings {
				fmt.Fprintf(a.stdout, "%s: %s. Do: %s.\n", f.Check, f.Text, f.Do)
			}
		}
		if err == nil && len(found.Findings) > 0 {
			err = errSaid
		}
		return err
	})
}

// verifyBar draws progress where a person watches, and nothing elsewhere.
type verifyBar struct{ bar *progressbar.ProgressBar }

func (a *app) verifyBar() verifyBar {
	f, isFile := a.stderr.(*os.File)
	if !isFile || !isatty.IsTerminal(f.Fd()) {
		return verifyBar{progressbar.DefaultSilent(-1)}
	}
	return verifyBar{progressbar.NewOptions64(-1, progressbar.OptionSetWriter(f), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())}
}

// far shows a step and how many things of it are done. A bar that cannot be
// drawn is no reason to stop.
func (v verifyBar) far(step string, done int64) {
	v.bar.Describe("Verifying: " + step)
	_ = v.bar.Set64(done)
}

func (v verifyBar) end() { _ = v.bar.Finish() }
