package portal_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// One-time links are linearizable: whatever many clients do at once, there is an
// order of their operations, one after another, that explains every answer.

const (
	linearClients = 8
	linearLinks   = 8
	linearSteps   = 12 // of each client on each link, about
)

// operation is what a client does to a link.
type operation struct {
	request int
	name    string // approve, decline, reissue, read
	attempt int64  // of the link that is pressed, or that whoever reissues has seen
}

// observed is what the client was told.
type observed struct {
	word    string // of a decision; "done" or "not" of a reissue; the status that was read
	attempt int64  // made by the reissue, or read
}

// oneTime is a request as a sequence of operations sees it.
type oneTime struct {
	status  string
	attempt int64
}

// oneTimeLinks is what the answers have to be explained by.
var oneTimeLinks = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		parts := make([][]porcupine.Operation, linearLinks)
		for _, op := range history {
			n := op.Input.(operation).request
			parts[n] = append(parts[n], op)
		}
		return parts
	},
	Init: func() any { return oneTime{"pending", 1} },
	Step: func(state, input, output any) (bool, any) {
		want, next := state.(oneTime).after(input.(operation))
		return output == want, next
	},
}

func (s oneTime) after(op operation) (observed, oneTime) {
	to := map[string]string{"approve": "approved", "decline": "declined"}[op.name]
	switch {
	case op.name == "read":
		return observed{s.status, s.attempt}, s
	case op.name == "reissue" && (s.status == "approved" || op.attempt != s.attempt):
		return observed{word: "not"}, s
	case op.name == "reissue":
		return observed{"done", s.attempt + 1}, oneTime{"pending", s.attempt + 1}
	case s.status == to:
		return observed{word: "same"}, s
	case s.status != "pending":
		return observed{word: "other"}, s
	case op.attempt != s.attempt:
		return observed{word: "lost"}, s
	}
	return observed{word: "won"}, oneTime{to, s.attempt}
}

func TestOneTimeLinksAreLinearizable(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		history := o.history("acme", (*pressed).decided)
		if got := porcupine.CheckOperationsTimeout(oneTimeLinks, history, time.Minute); got != porcupine.Ok {
			t.Errorf("the history is %s", got)
		}
	})
}

// The check must notice decisions that look first and then write, as if nothing
// could come between.
func TestLinearizabilityFindsAReadBeforeAWrite(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	for round := range 5 {
		history := o.history(fmt.Sprint("acme", round), (*pressed).readThenDecided)
		if porcupine.CheckOperationsTimeout(oneTimeLinks, history, time.Minute) == porcupine.Illegal {
			return
		}
	}
	t.Error("every history of decisions that read before they wrote was explained")
}

// history has clients press, reissue and read links at random, and notes when
// each operation began and ended, and what was said.
func (o *office) history(account string, decide decider) []porcupine.Operation {
	o.t.Helper()
	o.account(account, "ledger")
	requests := make([]*pressed, linearLinks)
	for i := range requests {
		id := fmt.Sprint("c", i)
		o.client(account, id)
		asked := o.ask(account, "ledger", submission(id, id))
		requests[i] = &pressed{office: o, key: asked.Request.Key, decide: decide}
		requests[i].made(1, asked.URL)
	}
	var mu sync.Mutex
	var history []porcupine.Operation
	var clock atomic.Int64
	together(linearClients, func(client int) {
		random := rand.New(rand.NewPCG(uint64(client), 1))
		for range linearLinks * linearSteps {
			n := random.IntN(linearLinks)
			op := requests[n].draw(n, random)
			called := clock.Add(1)
			said, err := requests[n].do(op)
			returned := clock.Add(1)
			if err != nil {
				o.t.Errorf("%+v: %v", op, err)
			}
			mu.Lock()
			history = append(history, porcupine.Operation{ClientId: client, Input: op, Call: called, Output: said, Return: returned})
			mu.Unlock()
		}
	})
	return history
}

// decider takes a decision and says what became of it.
type decider func(p *pressed, g link.Grant, approve bool) (string, error)

// pressed is a request whose links are pressed by many.
type pressed struct {
	*office
	key    portal.Key
	decide decider
	mu     sync.Mutex
	grants []link.Grant // by attempt, from 1
}

func (p *pressed) made(attempt int64, url string) {
	adm, err := open(p.service, url)
	p.must(err)
	p.mu.Lock()
	defer p.mu.Unlock()
	if int64(len(p.grants)) == attempt-1 {
		p.grants = append(p.grants, adm.Grant)
	}
}

// draw prefers the newest link, so that operations meet. Approvals are rare:
// they end a request for good.
func (p *pressed) draw(n int, random *rand.Rand) operation {
	p.mu.Lock()
	newest := int64(len(p.grants))
	p.mu.Unlock()
	op := operation{request: n, attempt: newest}
	if random.IntN(4) == 0 {
		op.attempt = 1 + random.Int64N(newest)
	}
	switch drawn := random.IntN(20); {
	case drawn == 0:
		op.name = "approve"
	case drawn < 8:
		op.name = "decline"
	case drawn < 14:
		op.name = "reissue"
	default:
		op.name = "read"
	}
	return op
}

func (p *pressed) do(op operation) (observed, error) {
	switch op.name {
	case "read":
		r, err := p.store.Request(ctx, p.key)
		return observed{string(r.Status), r.Attempt}, err
	case "reissue":
		got, err := p.service.ReissueRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: p.key, Attempt: op.attempt})
		done, ok := got.(portal.RequestDone)
		if !ok {
			return observed{word: "not"}, err
		}
		p.made(done.Request.Attempt, done.URL)
		return observed{"done", done.Request.Attempt}, err
	}
	p.mu.Lock()
	grant := p.grants[op.attempt-1]
	p.mu.Unlock()
	word, err := p.decide(p, grant, op.name == "approve")
	return observed{word: word}, err
}

func (p *pressed) decided(g link.Grant, approve bool) (string, error) {
	got, err := p.service.Decide(ctx, g, portal.Choice{Approve: approve})
	return verdict(got, nil), err
}

// readThenDecided is the fault: who has seen an open request believes that the
// decision that follows wins.
func (p *pressed) readThenDecided(g link.Grant, approve bool) (string, error) {
	r, err := p.store.Request(ctx, p.key)
	if err != nil {
		return "", err
	}
	word, err := p.decided(g, approve)
	if r.Status == portal.Pending && r.Attempt == int64(g.Attempt()) {
		word = "won"
	}
	return word, err
}
