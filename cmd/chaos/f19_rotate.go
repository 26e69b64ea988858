package main

import (
	"encoding/base64"
	"fmt"
	"time"
)

// rotateHarness is F19: every secret is replaced, over and over, while
// everything that hangs on it is in use.
func rotateHarness() harness {
	return harness{
		id:      "F19",
		promise: "seed, link key, webhook secret, API key, partner key and master key replaced for 60 s: 0 valid links, forms, keys and sessions refused, 0 webhooks unsigned",
		run:     runRotations,
		faults: []fault{
			plant("the webhook secret before ends at once", "internal/portal/endpoints.go",
				".Add(overlap)\n\t\te.Sealed,", ".Add(0)\n\t\te.Sealed,"),
			plant("the seed before ends at once", "internal/portal/seed.go", "a.V1.PreviousUntil = previousUntil", "a.V1.PreviousUntil = was.CreatedAt.Unix()"),
			plant("cookies under the master key before are not opened", "cmd/latchkey/serve.go", "for n := range authenticate {", "for n := range authenticate[:1] {"),
			plant("forms under the master key before are not taken", "cmd/latchkey/serve.go", "FormKeysBefore: formKeys[1:],", ""),
			plant("the master key before is ignored", "cmd/latchkey/app.go", "others = append(others, other)", "_ = other"),
		},
	}
}

func runRotations(l *lab) (r report, err error) {
	s, err := l.site(plan{partners: 2, clients: 3000})
	if err != nil {
		return r, err
	}
	o, err := newOrder(l, s)
	if err != nil {
		return r, err
	}
	for range 2 {
		n, err := s.node("LATCHKEY_MODE=production")
		if err != nil {
			return r, err
		}
		if _, err := n.start(); err != nil {
			return r, err
		}
		o.nodes = append(o.nodes, n)
	}
	if err := o.use(); err != nil {
		return r, err
	}
	took, length := stopwatch(), time.Duration(l.count(10, 60))*time.Second
	for took() < length || o.rounds < 2 {
		if !o.rotate(&r) || o.hurt() || l.ctx.Err() != nil {
			break
		}
	}
	o.finish(&r)
	if len(r.broken) == 0 {
		if err := o.settings(o.master, nil); err != nil {
			r.breaks("nothing runs without the master key before: %v", err)
		}
		if out, err := s.prepare("audit", "verify"); err != nil {
			r.breaks("audit trail: %s %v", out, err)
		}
	}
	return r, l.ctx.Err()
}

// changeMaster gives every node both keys before one of them uses the new one,
// and seals everything anew. The key before stays until the next change: what it
// made for browsers, cookies and forms, is good for as long.
func (o *order) changeMaster() error {
	old, next := o.master, make([]byte, 32)
	for i := range next {
		next[i] = byte(o.lab.rand.Uint32())
	}
	o.taken.Add(1)
	for _, step := range []struct{ force, other []byte }{{old, next}, {next, old}} {
		if err := o.settings(step.force, step.other); err != nil {
			return err
		}
	}
	if out, err := o.site.command(nil, "key", "rewrap"); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	o.master = next
	return nil
}

// settings gives every node these master keys, and the commands as well.
func (o *order) settings(force, other []byte) error {
	env := []string{"LATCHKEY_MASTER_KEY=" + base64.StdEncoding.EncodeToString(force), "LATCHKEY_MASTER_KEY_PREVIOUS="}
	if other != nil {
		env[1] += base64.StdEncoding.EncodeToString(other)
	}
	for _, n := range o.nodes {
		if err := n.stop(); err != nil {
			return err
		}
		n.env = env
		if _, err := n.start(); err != nil {
			return err
		}
	}
	o.site.settings = append(o.site.settings[:o.own:o.own], env...)
	return nil
}
