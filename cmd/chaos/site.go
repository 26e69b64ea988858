package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// site is one installation: a database, its settings and who may call it.
type site struct {
	lab      *lab
	dir      string
	database string   // sqlite:FILE or postgres://…
	settings []string // LATCHKEY_NAME=value

	apiKey   string // every scope
	partners []partner
}

// account is the slug of the one account there is.
const account = "acme"

// baseHost is the public name; it is never looked up.
const baseHost = "chaos.example"

// plan is what a site is made with.
type plan struct {
	database string   // empty: a SQLite file of its own
	dir      string   // of that file; empty: one in the lab
	settings []string // LATCHKEY_NAME=value, on top of those that every site has
	partners int      // how many
	delivery string   // who brings links to clients: email or partner (the default)
	clients  int      // companies that can be asked to connect, numbered from 0
}

// site makes an installation that is not started.
func (l *lab) site(p plan) (*site, error) {
	dir := p.dir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp(l.dir, "site-"); err != nil {
			return nil, err
		}
	}
	s := &site{lab: l, dir: dir, database: p.database}
	if s.database == "" {
		s.database = "sqlite:" + s.file()
	}
	key := make([]byte, 32)
	for i := range key {
		key[i] = byte(l.rand.Uint32())
	}
	s.settings = append([]string{
		"LATCHKEY_BASE_URL=https://" + baseHost, "LATCHKEY_DATABASE=" + s.database,
		"LATCHKEY_MASTER_KEY=" + base64.StdEncoding.EncodeToString(key),
		// We are the proxy in front: each of our clients has an address of its own.
		"LATCHKEY_TRUSTED_PROXIES=127.0.0.0/8",
		"LATCHKEY_WEBHOOK_ALLOW_PRIVATE=on", "LATCHKEY_MAIL_FROM=links@" + baseHost,
	}, p.settings...)
	return s, s.furnish(p)
}

// file is the database file of a site on SQLite.
func (s *site) file() string { return filepath.Join(s.dir, "latchkey.db") }

func (s *site) furnish(p plan) error {
	if _, err := s.prepare("init"); err != nil {
		return err
	}
	if _, err := s.prepare("account", "create", account, "--name", "Acme Software"); err != nil {
		return err
	}
	var made struct{ Key string }
	if err := s.read(&made, "apikey", "create", account, "chaos", "--scope", "*", "--json"); err != nil {
		return err
	}
	s.apiKey = made.Key
	delivery := p.delivery
	if delivery == "" {
		delivery = "partner"
	}
	for i := range p.partners {
		id := fmt.Sprintf("p%d", i)
		if err := s.read(&made, "partner", "create", account, "Partner "+id, "--id", id, "--delivery", delivery, "--json"); err != nil {
			return err
		}
		s.partners = append(s.partners, partner{id, made.Key})
	}
	return s.addClients(0, p.clients)
}

// environment is all a child gets: nothing of ours leaks into it.
func (s *site) environment() []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "TMPDIR=" + s.dir}, s.settings...)
}

// command runs one command of the program to its end, planted fault included.
func (s *site) command(stdin []byte, args ...string) ([]byte, error) {
	program, err := s.lab.program()
	if err != nil {
		return nil, err
	}
	return s.execute(program, stdin, args)
}

// prepare runs one command of the program as it is, for what has to work before
// something is broken, and for what is looked up afterwards.
func (s *site) prepare(args ...string) ([]byte, error) {
	program, err := s.lab.built(s.lab.ctx, nil)
	if err != nil {
		return nil, err
	}
	return s.execute(program, nil, args)
}

func (s *site) execute(program string, stdin []byte, args []string) ([]byte, error) {
	cmd := exec.CommandContext(s.lab.ctx, program, args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.dir, s.environment(), ours()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(stdin), &out, &errs
	if err := cmd.Run(); err != nil {
		return out.Bytes(), fmt.Errorf("latchkey %s: %w: %s", strings.Join(args[:min(2, len(args))], " "), err, errs.String())
	}
	return out.Bytes(), nil
}

// read prepares, and reads the one JSON object that is printed.
func (s *site) read(into any, args ...string) error {
	out, err := s.prepare(args...)
	if err != nil {
		return err
	}
	return json.Unmarshal(out, into)
}

// addClients imports the companies from first on, n of them.
func (s *site) addClients(first, n int) error {
	if n == 0 {
		return nil
	}
	var rows bytes.Buffer
	for i := first; i < first+n; i++ {
		c := clientOf(i)
		fmt.Fprintf(&rows, `{"type":"customer","id":%q,"name":%q,"customerType":"business","version":1,"users":[{"name":%q,"email":%q}]}`+"\n",
			c.id, c.name, c.person, c.email)
	}
	path := filepath.Join(s.dir, "clients.ndjson")
	if err := os.WriteFile(path, rows.Bytes(), 0o600); err != nil {
		return err
	}
	_, err := s.prepare("import", account, path)
	return err
}

// listen makes a webhook endpoint: of all events, or of one partner's.
func (s *site) listen(url, partner string) error {
	args := []string{"webhook", "create", account, url, "--json"}
	if partner != "" {
		args = append(args, "--partner", partner)
	}
	_, err := s.prepare(args...)
	return err
}

// serve makes a node and starts it.
func (s *site) serve(env ...string) (*node, error) {
	n, err := s.node(env...)
	if err != nil {
		return nil, err
	}
	_, err = n.start()
	return n, err
}

// setting returns the value of a setting; empty: it is not set.
func (s *site) setting(name string) string {
	for _, line := range slices.Backward(s.settings) {
		if value, ok := strings.CutPrefix(line, name+"="); ok {
			return value
		}
	}
	return ""
}
