package main

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

type demoCommand struct {
	Dir  string `help:"Folder to keep the demo in; without it, a temporary one that is removed at the end." type:"path"`
	JSON bool   `help:"Print one JSON object on the first line, once it is serving."`
}

func (demoCommand) Help() string {
	return "Sample accounts, documents and one ready link for every page and state; mail is caught and shown at /dev/mail.\n" +
		"Example: latchkey demo --addr 127.0.0.1:8080"
}

// demoEmail is who signs in to the demo's admin pages.
const demoEmail = "demo@latchkey.example"

func (c demoCommand) Run(a *app) error {
	dir, tidy, err := c.folder()
	if err != nil {
		return err
	}
	defer tidy()
	addr := a.flags.Addr
	if addr == "" {
		addr = "127.0.0.1:8080"
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --addr", err)
	}
	defer listener.Close() // the server has closed it, unless it never began
	if err := a.settle(dir, listener.Addr().String()); err != nil {
		return err
	}
	return a.with(func(i *installation) error {
		d, err := a.furnish(i)
		if err != nil {
			return err
		}
		billing, err := a.demoBilling(i)
		if err != nil {
			return err
		}
		defer billing.stop()
		running, err := a.start(i, listener)
		if err != nil {
			return err
		}
		if err := c.announce(a, d); err != nil {
			return err
		}
		return running.wait(a.ctx)
	})
}

// folder is where the demo lives, and how it is cleared away.
func (c demoCommand) folder() (dir string, tidy func(), err error) {
	if c.Dir != "" {
		return c.Dir, func() {}, os.MkdirAll(c.Dir, 0o700)
	}
	dir, err = os.MkdirTemp("", "latchkey-demo-")
	return dir, func() { _ = os.RemoveAll(dir) }, err // a temporary folder: what stays is cleared by the system
}

// settle makes the settings of the demo: its own database and master key in
// dir, whatever the environment says.
func (a *app) settle(dir, addr string) error {
	keyFile := filepath.Join(dir, "master.key")
	if _, err := os.Stat(keyFile); errors.Is(err, os.ErrNotExist) {
		key := make([]byte, portal.MasterKeySize)
		rand.Read(key) // never fails: crypto/rand ends the program instead
		if err := os.WriteFile(keyFile, []byte(base64.StdEncoding.EncodeToString(key)+"\n"), 0o600); err != nil {
			return err
		}
	}
	a.env = func(string) string { return "" }
	a.flags = config.Flags{
		Addr: addr, BaseURL: "http://" + reachable(addr), Mode: string(config.Development), MasterKeyFile: keyFile,
		WebhookAllowPrivate: "on",                        // the demo's receiver is itself
		MailFrom:            "no-reply@latchkey.example", // the host may be an address, which no sender can have
		Database:            "sqlite:" + filepath.Join(dir, "demo.db"),
	}
	c, err := a.settings()
	if err != nil {
		return err
	}
	return store.Init(a.ctx, c.Database)
}

// reachable is where a browser on this machine finds a listener that takes
// connections to every address.
func reachable(addr string) string {
	at, err := netip.ParseAddrPort(addr)
	if err != nil || !at.Addr().IsUnspecified() {
		return addr
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), at.Port()).String()
}

// furnished is what the demo has to offer.
type furnished struct {
	BaseURL    string     `json:"baseURL"`
	Admin      demoAdmin  `json:"admin"`
	APIKey     string     `json:"apiKey"`     // of northwind's own systems
	PartnerKey string     `json:"partnerKey"` // of the platform that asks northwind's clients
	Links      []demoLink `json:"links"`
}

type demoAdmin struct {
	URL      string `json:"url"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// demoLink is one link and what it answers.
type demoLink struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	State  string `json:"state"`
	Page   string `json:"page"`
	Status int    `json:"status"`
	URL    string `json:"url"`
}

// furnish puts the sample data into a new demo, and makes the links anew each
// time: they are never kept.
func (a *app) furnish(i *installation) (furnished, error) {
	accounts, err := i.service.Accounts(a.ctx)
	if err != nil {
		return furnished{}, err
	}
	if len(accounts) == 0 {
		if err := a.sampleData(i); err != nil {
			return furnished{}, fmt.Errorf("sample data: %w", err)
		}
	}
	d := furnished{BaseURL: i.config.BaseURL}
	if d.Admin, err = a.demoAdmin(i); err != nil {
		return furnished{}, err
	}
	if err := a.demoKeys(i, &d); err != nil {
		return furnished{}, fmt.Errorf("keys: %w", err)
	}
	d.Links, err = a.sampleLinks(i)
	return d, err
}

// demoAdmin makes the demo's admin, or gives them a new password.
func (a *app) demoAdmin(i *installation) (demoAdmin, error) {
	d := demoAdmin{URL: i.config.BaseURL + "/admin", Email: demoEmail, Password: strings.ToLower(rand.Text())}
	there, err := i.store.AdminByEmail(a.ctx, demoEmail)
	if errors.Is(err, portal.ErrNotFound) {
		_, err = createAdmin(a, i, demoEmail, "Demo", d.Password, portal.Roles{"": portal.Owner})
		return d, err
	}
	if err != nil {
		return demoAdmin{}, err
	}
	return d, i.people().SetPassword(a.ctx, string(portal.ByCommand), there.ID, d.Password)
}

func (c demoCommand) announce(a *app, d furnished) error {
	if c.JSON {
		return a.printJSON(d)
	}
	fmt.Fprintf(a.stdout, "Latchkey demo on %s\n\n", d.BaseURL)
	fmt.Fprintf(a.stdout, "  Admin   %s\n          %s  %s\n  Mail    %s/dev/mail\n  Hooks   %s/dev/hooks\n",
		d.Admin.URL, d.Admin.Email, d.Admin.Password, d.BaseURL, d.BaseURL)
	fmt.Fprintf(a.stdout, "  API key %s\n  Partner %s\n\n", d.APIKey, d.PartnerKey)
	printLinks(a.stdout, d.Links)
	fmt.Fprintln(a.stdout, "Ctrl-C ends it.")
	return nil
}
