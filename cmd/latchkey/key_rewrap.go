package main

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type keyRewrap struct {
	JSON bool `help:"Print JSON."`
}

func (keyRewrap) Help() string {
	return "Give every node the new key as MASTER_KEY_FILE and the one before as MASTER_KEY_PREVIOUS_FILE first; docs/keys.md has the steps for " +
		"several nodes. Servers may run meanwhile. What was cut off goes on when it is run again.\n" +
		"Exit code 1: something is not under the new key yet; keep the old one.\n" +
		"Example: latchkey key rewrap --master-key-file new.key --master-key-previous-file old.key"
}

func (c keyRewrap) Run(a *app) error {
	return a.with(func(i *installation) error {
		before, err := i.service.MasterKeys(a.ctx)
		if err != nil {
			return err
		}
		bar := a.countBar(before.Otherwise(), "Sealing anew")
		done, err := i.service.Rewrap(a.ctx, portal.ByCommand, func(values int64) { _ = bar.Set64(values) }) // drawing only
		_ = bar.Finish()                                                                                     // drawing only
		if err != nil {
			return err
		}
		if c.JSON {
			err = a.printJSON(map[string]any{"resealed": done.Resealed, "foreign": done.Foreign, "left": done.Left, "done": done.Done()})
		} else {
			_, err = fmt.Fprintf(a.stdout, "%d values sealed anew, %d left, %d that no master key opens\n", done.Resealed, done.Left, done.Foreign)
		}
		if err != nil {
			return err
		}
		if !done.Done() {
			fmt.Fprintln(a.stderr, "Keep the key before. See: latchkey doctor")
			return errSaid
		}
		fmt.Fprintln(a.stderr, "The key before can be taken away: unset MASTER_KEY_PREVIOUS on every node and restart them. Keep it with the backups made under it.")
		return nil
	})
}

// masterKey tells whether a second master key is needed any more. Without one
// there is nothing to tell: what does not open was found by now.
func (c *checkup) masterKey(i *installation) {
	report, err := i.service.MasterKeys(c.ctx)
	switch {
	case err != nil:
		c.say("master key", err)
	case report.Second == "":
	case report.Otherwise() > 0 || !report.Kept:
		c.note(fmt.Sprintf("master key: %d values are not under the key in force yet; run latchkey key rewrap, and keep MASTER_KEY_PREVIOUS", report.Otherwise()))
	default:
		c.late(i)
	}
}

// late finds what a node that has the other key in force went on to write.
func (c *checkup) late(i *installation) {
	late, err := i.service.WrittenLate(c.ctx)
	switch {
	case err != nil:
		c.say("master key", err)
	case late > 0:
		c.note(fmt.Sprintf("master key: %d trails were written with the other key since latchkey key rewrap; "+
			"give every node the same MASTER_KEY, and run it again", late))
	default:
		c.note("master key: nothing needs MASTER_KEY_PREVIOUS any more; unset it on every node")
	}
}
