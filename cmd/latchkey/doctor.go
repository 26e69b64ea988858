package main

import (
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/config"
)

type doctorCommand struct{}

func (doctorCommand) Help() string {
	return "It checks, in this order:\n" +
		"settings: every one can be read, BASE_URL and the master key among them\n" +
		"mail: there is an SMTP_URL (no mail is sent)\n" +
		"operator's listener: where OPS_ADDR is set, others cannot reach it\n" +
		"proxies: where BASE_URL is https, TRUSTED_PROXIES names what ends TLS in front\n" +
		"single sign-on: where OIDC_ISSUER is set, the provider answers and calls itself that\n" +
		"database and keys: the database opens, the master key has its form\n" +
		"schema: it is that of this program\n" +
		"keys of all accounts: the master key opens every key and seed\n" +
		"master key: whether MASTER_KEY_PREVIOUS, where it is set, is still needed\n" +
		"clock: it is not behind the newest audit entry and, on PostgreSQL, agrees with the server's; a minute is allowed\n" +
		"id overlaps: no id names two things of an account that accepts v1, no invoice number two accounts that serve /invoice/NUMBER.pdf\n" +
		"instance id: INSTANCE_ID is set, and the database has it\n" +
		"place: SQLite's file is on no network file system, and nothing stopped there in disorder\n" +
		"disk: no mark of free space beside SQLite's file is passed, and the ballast is there\n" +
		"verification: what the server's own last walk over the audit trail found\n" +
		"backup: where BACKUP_DIR is set, one was made in the last 26 hours\n" +
		"audit trail: every chain holds\n\n" +
		"Exit code 1: something failed; each such line says what to do.\n" +
		"Example: latchkey doctor"
}

// checkup is one run of the doctor: it goes on as far as it can, so that one
// run names everything there is to do.
type checkup struct {
	*app
	sick bool
}

func (c *checkup) say(what string, err error) {
	if err != nil {
		c.sick = true
		fmt.Fprintf(c.stdout, "FAIL  %s: %v\n", what, err)
		return
	}
	fmt.Fprintf(c.stdout, "ok    %s\n", what)
}

func (c *checkup) note(what string) { fmt.Fprintf(c.stdout, "note  %s\n", what) }

func (doctorCommand) Run(a *app) error {
	check := &checkup{app: a}
	c, err := a.settings(config.BaseURL, config.MasterKey)
	check.say("settings", err)
	if c == nil {
		return errSaid
	}
	if c.SMTPURL == "" {
		check.note("mail: there is no SMTP_URL, so mail stays queued")
	}
	if c.OpsPublic() {
		check.note("operator's listener: OPS_ADDR is " + c.OpsAddr + ", which others may be able to reach; it asks for no password, so let a firewall keep them out")
	}
	check.proxies(c)
	check.signOn(c)
	i, err := a.open()
	check.say("database and keys", err)
	if i == nil {
		return errSaid
	}
	defer i.close()
	check.say("schema", i.store.Ready(a.ctx))
	check.say("keys of all accounts", i.service.OpensEvery(a.ctx))
	check.masterKey(i)
	check.say("clock", checkClock(a, i))
	check.overlaps(i)
	check.instance(i)
	check.place(i)
	check.disk(i)
	check.walk(i)
	check.backups(i)
	check.say("audit trail", checkTrails(a, i))
	if check.sick {
		return errSaid
	}
	return nil
}

func checkTrails(a *app, i *installation) error {
	report, err := i.service.VerifyAudit(a.ctx)
	if err == nil && len(report.Breaks) > 0 {
		err = errors.New("it is broken; run latchkey audit verify")
	}
	return err
}
