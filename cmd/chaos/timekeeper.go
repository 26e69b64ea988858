package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// firstMoment is what a clock that a harness keeps shows at first, in unix
// seconds. Any would do; 28 May 2026.
const firstMoment = 1_780_000_000

// timekeeper keeps the clock of a node in MODE=test, so that hours of waiting
// for another try are over at once. The clock survives a kill.
type timekeeper struct {
	node    *node
	visitor *visitor

	mu  sync.Mutex
	now int64
}

// keepTime sets a node's clock, before it is started.
func keepTime(n *node) *timekeeper {
	k := &timekeeper{node: n, visitor: newVisitor(60_000), now: firstMoment}
	k.carry()
	return k
}

// carry has the next process begin where this one is.
func (k *timekeeper) carry() {
	k.node.env = []string{"LATCHKEY_MODE=test", fmt.Sprint("LATCHKEY_TEST_CLOCK=", k.now)}
}

// move moves the clock on. The program looks for what is due by then before it
// answers, so no answer, or a late one, is no fault: it also looks by itself.
func (k *timekeeper) move(ctx context.Context, by time.Duration) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now += int64(by / time.Second)
	k.carry()
	body, err := json.Marshal(map[string]int64{"now": k.now})
	if err != nil {
		return err
	}
	a, err := k.visitor.send(ctx, k.node, http.MethodPost, "/test/clock", http.Header{"Content-Type": {"application/json"}}, body)
	if err == nil && a.status == http.StatusNotFound {
		return fmt.Errorf("the clock cannot be moved: %d", a.status)
	}
	return nil
}

// run lets the clock go on second by second until it is stopped.
func (k *timekeeper) run(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var ended sync.WaitGroup
	ended.Go(func() {
		for pause(ctx, time.Second) {
			_ = k.move(ctx, time.Second) // what is wrong with it shows in the next one that is asked for
		}
	})
	return func() {
		cancel()
		ended.Wait()
	}
}
