package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// order replaces the secrets of a site in order, and knows which of them are in
// use by whom.
type order struct {
	lab    *lab
	site   *site
	nodes  []*node
	own    int    // settings that the site began with
	master []byte // in force

	clock context.Context // of the use
	stop  context.CancelFunc
	ended sync.WaitGroup
	load  *deciders
	hooks *signedReceiver
	hook  string // id of the endpoint

	mu      sync.Mutex
	seeds   []string // the newest last
	begun   int      // seeds that were given to the program, the last of them perhaps in vain
	apiKey  string
	apiID   string
	partner partner        // whose key is replaced
	used    map[string]int // what was used how often
	refused map[string]int // what was refused, and should not have been
	rounds  int
	masters int

	at    int64        // when it began, unix seconds
	taken atomic.Int64 // master keys that were taken away, with what they made for browsers
}

// newOrder prepares what is used: a first seed, an order to look at, an
// endpoint, somebody at the desk.
func newOrder(l *lab, s *site) (*order, error) {
	o := &order{lab: l, site: s, own: len(s.settings), partner: s.partners[1], used: map[string]int{}, refused: map[string]int{}}
	s.partners = s.partners[:1] // the others ask all the time, each with its key
	o.clock, o.stop = context.WithCancel(l.ctx)
	l.undo(func() { o.stop(); o.ended.Wait() })
	key, err := masterOf(s)
	if err != nil {
		return nil, err
	}
	o.master = key
	path := filepath.Join(s.dir, "order.ndjson")
	if err := os.WriteFile(path, []byte(`{"type":"purchase","id":"20417","customer":"c1","status":"paid"}`+"\n"), 0o600); err != nil {
		return nil, err
	}
	if err := o.newSeed(); err != nil {
		return nil, err
	}
	for _, args := range [][]string{{"import", account, path}, {"account", "set", account, "--v1", "on"}} {
		if _, err := s.prepare(args...); err != nil {
			return nil, err
		}
	}
	if _, err := s.command([]byte(deskPassword+"\n"), "admin", "create", deskEmail, "--role", "viewer"); err != nil {
		return nil, err
	}
	var made struct{ ID, Key string }
	if err := s.read(&made, "apikey", "create", account, "rotated", "--scope", "read", "--json"); err != nil {
		return nil, err
	}
	o.apiID, o.apiKey = made.ID, made.Key
	if o.hooks, err = l.signedReceiver(); err != nil {
		return nil, err
	}
	if err := s.read(&made, "webhook", "create", account, o.hooks.url, "--json"); err != nil {
		return nil, err
	}
	o.hook = made.ID
	o.hooks.expect(made.Key)
	return o, nil
}

// rotate replaces everything once, the master key every other time. False: the
// program refused to.
func (o *order) rotate(r *report) bool {
	o.rounds++
	steps := []func() error{o.newSeed, o.newLinkKey, o.newHookSecret, o.newAPIKey, o.newPartnerKey}
	if o.rounds%2 == 1 {
		o.masters++
		steps = append(steps, o.changeMaster)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			if o.lab.ctx.Err() == nil {
				r.breaks("a secret cannot be replaced: %v", err)
			}
			return false
		}
	}
	return o.lab.pause(o.lab.between(200*time.Millisecond, time.Second))
}

func (o *order) newSeed() error {
	seed := fmt.Sprintf("seed %d of all that there are %d", len(o.seeds), o.lab.rand.Uint64())
	path := filepath.Join(o.site.dir, "seed")
	if err := os.WriteFile(path, []byte(seed), 0o600); err != nil {
		return err
	}
	o.mu.Lock()
	o.begun++
	o.mu.Unlock()
	_, err := o.site.command(nil, "key", "rotate", account, "--seed-file", path, "--days", "1")
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil {
		o.seeds = append(o.seeds, seed)
	}
	return err
}

func (o *order) newLinkKey() error {
	_, err := o.site.command(nil, "key", "rotate", account)
	return err
}

// replaced runs a command that prints a key, and reads it.
func (o *order) replaced(args ...string) (id, key string, err error) {
	out, err := o.site.command(nil, append(args, "--json")...)
	if err != nil {
		return "", "", err
	}
	var made struct{ ID, Key string }
	err = json.Unmarshal(out, &made)
	return made.ID, made.Key, err
}

func (o *order) newHookSecret() error {
	_, secret, err := o.replaced("webhook", "rotate", account, o.hook)
	if err == nil {
		o.hooks.expect(secret)
	}
	return err
}

func (o *order) newAPIKey() error {
	id, key, err := o.replaced("apikey", "rotate", account, o.apiID)
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil {
		o.apiID, o.apiKey = id, key
	}
	return err
}

func (o *order) newPartnerKey() error {
	_, key, err := o.replaced("partner", "rotate", account, o.partner.id, "--overlap", "1h")
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil {
		o.partner.key = key
	}
	return err
}

// hurt reports whether anything was refused: more of it proves no more.
func (o *order) hurt() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, n := range o.refused {
		if n > 0 {
			return true
		}
	}
	return false
}

// finish ends the use and says what came of it.
func (o *order) finish(r *report) {
	o.stop()
	o.load.finish()
	o.ended.Wait()
	r.figure("%s rounds, %s master keys", number(o.rounds), number(o.masters))
	for _, what := range uses {
		r.figure("%s %s", number(o.used[what]), what)
		if o.refused[what] > 0 {
			r.breaks("%s of %s %s refused", number(o.refused[what]), number(o.used[what]), what)
		}
		if o.used[what] == 0 && o.lab.ctx.Err() == nil {
			r.breaks("no %s: this proves nothing", what)
		}
	}
	r.figure("%s decisions", number(o.load.acknowledged()))
	for _, odd := range o.load.wrong {
		r.breaks("%s", odd)
	}
	good, bad := o.hooks.counts()
	r.figure("%s webhooks", number(good))
	if bad > 0 || good == 0 {
		r.breaks("%s webhooks rightly signed, %s not", number(good), number(bad))
	}
}

func masterOf(s *site) ([]byte, error) {
	text := s.setting("LATCHKEY_MASTER_KEY")
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("the site has no master key")
	}
	return decodeKey(text)
}
