package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/latchkey-portal/latchkey/internal/biller"
	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/logs"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/till"
)

// app is what every command has: the world outside, and the settings.
type app struct {
	ctx            context.Context
	flags          config.Flags
	env            func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	watch          watching // who listens to a server
	log            *slog.Logger
	storm          *logs.Storm
	ops            *ops // the operator's listener; nil: off
}

// settings reads and checks the settings; needs are those that the command
// cannot do without.
func (a *app) settings(needs ...string) (*config.Config, error) {
	c, err := a.flags.Load(a.env)
	if err != nil {
		return nil, err
	}
	return c, c.Check(needs...)
}

// clock is the installation's time. In MODE=test it stands where it was set.
type clock struct{ fixed atomic.Int64 } // unix seconds; 0: the system's clock

func newClock(c *config.Config) *clock {
	k := &clock{}
	k.fixed.Store(c.TestClock)
	return k
}

func (k *clock) now() time.Time {
	if at := k.fixed.Load(); at != 0 {
		return time.Unix(at, 0).UTC()
	}
	return time.Now().UTC()
}

// installation is an opened database with its keys.
type installation struct {
	config  *config.Config
	clock   *clock
	store   *store.Store
	kept    portal.Store // the same, for all that works with it: its figures are counted
	watch   watching
	vault   *portal.Vault
	service *portal.Service
	till    *till.Till
	unkept  chan error        // has the error of a disk that did not take what was written: the process has to end
	guard   *portal.TimeGuard // nil in MODE=test, where the clock is set at will
}

// open opens the installation that the settings name. Whoever calls it closes it.
func (a *app) open(needs ...string) (*installation, error) { return a.openBy(store.OpenWith, needs...) }

// opener is a way to open a database.
type opener func(ctx context.Context, dsn string, o store.Options) (*store.Store, error)

// openBy is open with one of the ways to open a database.
func (a *app) openBy(opens opener, needs ...string) (*installation, error) {
	c, err := a.settings(append(needs, config.MasterKey)...)
	if err != nil {
		return nil, err
	}
	vault, err := vaultOf(c)
	if err != nil {
		return nil, err
	}
	unkept := make(chan error, 1)
	db, err := opens(a.ctx, c.Database, store.Options{
		Committed: a.watch.committed(), FlushFailed: func(err error) { unkept <- err },
	})
	if err != nil {
		return nil, err
	}
	if err := recall(a.ctx, vault, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	i := &installation{
		config: c, clock: newClock(c), store: db, kept: a.watch.store(db), watch: a.watch, vault: vault, unkept: unkept,
	}
	if err := errors.Join(i.checkInstance(a.ctx), i.furnish()); err != nil {
		i.close()
		return nil, err
	}
	if err := i.service.OpensSome(a.ctx); err != nil {
		i.close()
		if errors.Is(err, portal.ErrUnseal) {
			err = fmt.Errorf("the master key opens nothing of this database; look at MASTER_KEY_FILE and DATABASE: %w", err)
		}
		return nil, err
	}
	return i, nil
}

// vaultOf makes the vault of the master keys in the settings.
func vaultOf(c *config.Config) (*portal.Vault, error) {
	master, err := c.MasterKeyBytes()
	if err != nil {
		return nil, err
	}
	var others [][]byte
	if other, err := c.PreviousMasterKeyBytes(); err != nil {
		return nil, err
	} else if other != nil {
		others = append(others, other)
	}
	return portal.NewVault(master, others...)
}

// recall gives the vault what is left of earlier master keys.
func recall(ctx context.Context, vault *portal.Vault, db *store.Store) error {
	kept, err := db.KeptKeys(ctx)
	if err != nil {
		return err
	}
	return vault.Recall(kept)
}

// furnish makes the service, with the payment providers it sends customers to
// and the billing systems it asks.
func (i *installation) furnish() error {
	key, err := i.vault.Derive("test provider")
	if err != nil {
		return err
	}
	service := portal.New(yielding{i.kept, i.store.Busy}, i.vault, i.clock.now, i.config.BaseURL)
	i.till, err = till.New(till.Config{Keys: service, TestKey: key, Trials: i.config.Mode.Lenient(), Base: i.config.BaseURL, Now: i.clock.now})
	if err != nil {
		return err
	}
	ask := biller.New(i.config.WebhookAllowPrivate, i.clock.now, func(ctx context.Context, account string) (string, error) {
		return service.SecretOf(ctx, account, portal.BillerKey)
	})
	i.guard = timeGuard(i)
	i.service = service.WithCashier(i.watch.tracer.Cashier(i.till)).WithBiller(i.watch.tracer.Biller(ask), intake.ReadRecord).WithTimeGuard(i.guard)
	return nil
}

func (i *installation) close() { _ = i.store.Close() } // nothing is pending: every change was committed

// with opens the installation for one command.
func (a *app) with(f func(*installation) error, needs ...string) error {
	return a.withBy(store.OpenWith, f, needs...)
}

func (a *app) withBy(opens opener, f func(*installation) error, needs ...string) error {
	i, err := a.openBy(opens, needs...)
	if err != nil {
		return err
	}
	defer i.close()
	return f(i)
}

// withAccount is with for a command that lists: an account that is not there is
// an error, not an empty list.
func (a *app) withAccount(slug string, f func(*installation) error) error {
	return a.with(func(i *installation) error {
		if _, err := i.store.Account(a.ctx, slug); err != nil {
			return fmt.Errorf("account %s: %w", slug, err)
		}
		return f(i)
	})
}

// printJSON writes a result as one line of JSON. A link keeps its "&", so that a
// person can copy it from there too.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// secretLine reads a secret's first line from standard input.
func (a *app) secretLine(what string) (string, error) {
	line, err := bufio.NewReader(a.stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read %s: %w", what, err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", usageError{fmt.Errorf("give the %s on standard input", what)}
	}
	return line, nil
}

// secretFile reads a secret from a file, as it stands there less the line end.
func secretFile(path string) ([]byte, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return []byte(strings.TrimRight(string(body), "\r\n")), nil
}
