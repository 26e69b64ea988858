// Command latchkey is the self-service portal: the server, and the commands an
// operator works with. Each command is one file; this one reads the command
// line and ends the program with 0 done, 1 refused or failed, 2 wrong use.
// Results go to standard output, messages to standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // accounts have zones, and a container has no folder of them

	"github.com/alecthomas/kong"

	"github.com/latchkey-portal/latchkey/internal/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
)

// grammar is the command line. The help of a command is its struct's tags.
type grammar struct {
	config.Flags `group:"Settings (or LATCHKEY_NAME in the environment, or --config FILE)"`

	Demo      demoCommand      `cmd:"" help:"Run a copy with sample data and no other set-up."`
	Init      initCommand      `cmd:"" help:"Make the database and bring its schema up to date."`
	Serve     serveCommand     `cmd:"" help:"Run the server."`
	Import    importCommand    `cmd:"" help:"Bring in invoices: UBL, CII, Factur-X/ZUGFeRD PDF, plain PDF with --number."`
	Link      linkCommand      `cmd:"" help:"Sign, explain, reissue, remind of and revoke links."`
	Request   requestCommand   `cmd:"" help:"List, show, remind of, reissue and withdraw link requests."`
	Job       jobCommand       `cmd:"" help:"Do one thing to many links: start, list, show, pause, resume and stop jobs."`
	Account   accountCommand   `cmd:"" help:"Make, list, show and change accounts."`
	Key       keyCommand       `cmd:"" help:"List, rotate and revoke link keys and seeds."`
	Partner   partnerCommand   `cmd:"" help:"Make, list and change the partners that ask for connections."`
	APIKey    apikeyCommand    `cmd:"" name:"apikey" help:"Make, list and revoke keys of the API."`
	Webhook   webhookCommand   `cmd:"" help:"Make, list, test and remove the endpoints that events are posted to."`
	Events    eventsCommand    `cmd:"" help:"List events and send them again."`
	Decisions decisionsCommand `cmd:"" help:"What customers decided about what is billed."`
	Sweep     sweepCommand     `cmd:"" help:"Report what ran out and send due reminders, once."`
	Bounce    bounceCommand    `cmd:"" help:"Take a mail server's report that a mail failed or arrived."`
	Admin     adminCommand     `cmd:"" help:"Make and list the people of the admin pages."`
	Erase     eraseCommand     `cmd:"" help:"Erase people from what an account keeps."`
	Compact   compactCommand   `cmd:"" help:"Clear the bytes of erased rows out of the database's files."`
	Audit     auditCommand     `cmd:"" help:"Verify the audit trail."`
	Load      loadCommand      `cmd:"" help:"Load a test installation into an empty database (MODE=test or development)."`
	Backup    backupCommand    `cmd:"" help:"Write a checked copy of the database into one file, while servers work."`
	Restore   restoreCommand   `cmd:"" help:"Put a backup in the place of the database."`
	Move      moveCommand      `cmd:"" help:"Move a SQLite database into PostgreSQL."`
	Mail      mailCommand      `cmd:"" help:"Send the mails that a restore held back."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database's schema up to date."`
	Verify    verifyCommand    `cmd:"" help:"Read the whole database and say whether it is what was written."`
	Rescue    rescueCommand    `cmd:"" help:"Give back the room that was held for a full disk."`
	Doctor    doctorCommand    `cmd:"" help:"Check settings, database, schema, keys, clock, id overlaps, mail, disk and audit trail, and say what to do."`
	Show      configCommand    `cmd:"" name:"config" help:"Print the settings in force; secrets as set or unset."`
	Version   versionCommand   `cmd:"" help:"Print what this program was built from."`
	Inbox     inboxCommand     `cmd:"" help:"List, show and retry what the billing system delivered."`
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	var g grammar
	parser, err := kong.New(&g,
		kong.Name("latchkey"),
		kong.Description("Pages your customers open from a checksummed, expiring link; and a desk that finds, explains and reissues it.\n\n"+
			"Example: latchkey demo"),
		kong.Writers(stdout, stderr),
		kong.Exit(func(c int) { panic(exit(c)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintln(stderr, "latchkey:", err)
		return exitRefused
	}
	// kong ends the program after --help; here that is a return.
	defer func() {
		switch r := recover().(type) {
		case nil:
		case exit:
			code = int(r)
		default:
			panic(r)
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "latchkey: %v\nTry: latchkey --help\n", err)
		return exitUsage
	}
	a := &app{ctx: ctx, flags: g.Flags, env: env, stdin: stdin, stdout: stdout, stderr: stderr}
	return a.end(parsed.Run(a))
}

// exit carries kong's wish to end the program up to run.
type exit int

// usageError is wrong use that only a command can see.
type usageError struct{ error }

// end is the last that a command does.
func (a *app) end(err error) int {
	a.endLog()
	return a.report(err)
}

func (a *app) report(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		fmt.Fprintf(a.stderr, "latchkey: %v\nTry: latchkey --help\n", err)
		return exitUsage
	case errors.Is(err, errSaid):
		return exitRefused
	}
	fmt.Fprintln(a.stderr, "latchkey:", err)
	return exitRefused
}

// errSaid means that a command has already told what went wrong.
var errSaid = errors.New("refused")
