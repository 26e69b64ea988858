package outbox

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// A try at which our own code panics is a failed one. What makes it panic three
// times in a row is poison: it is set aside where an admin sees it, and nothing
// behind it waits. How often it was is kept where a row keeps its last error, so
// that a restart does not begin anew and any other end of a try does.
var faults = [...]string{
	"internal fault, 1 of 3: it is tried again",
	"internal fault, 2 of 3: it is tried again",
	"internal fault, 3 of 3: it is set aside, and can be sent again once the program is mended",
}

// errFault is a try that panicked.
type errFault struct {
	text   string
	poison bool
}

func (e errFault) Error() string { return e.text }

// Is says that trying poison again cannot help.
func (e errFault) Is(target error) bool { return e.poison && target == ErrPermanent }

// faultAfter is the fault of a try; last is how the one before ended.
func faultAfter(last string) errFault {
	n := 0
	for before := range faults[:len(faults)-1] {
		if last == faults[before] {
			n = before + 1
		}
	}
	return errFault{faults[n], n == len(faults)-1}
}

// faulted is the answer of a try that panicked. Poison ends there, and does not
// speak against its endpoint.
func faulted(last string) Answer {
	f := faultAfter(last)
	return Answer{Error: f.text, final: f.poison, fault: true}
}

// event reads a delivery's event; a panic there is an errFault.
func (h *Hooks) event(ctx context.Context, d portal.HookDelivery) (e portal.Event, err error) {
	defer func() {
		if v := recover(); v != nil {
			h.log.Error("event panicked", "delivery", d.ID, "panic", Scrub(fmt.Sprint(v)), "stack", string(debug.Stack()), "runbook", "fault")
			err = faultAfter(d.LastError)
		}
	}()
	return h.owner.HookEvent(ctx, d.Account, d.Event)
}

// isFault reports whether an error is a panic of ours.
func isFault(err error) bool {
	var f errFault
	return errors.As(err, &f)
}
