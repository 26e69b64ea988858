package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// supervisor is whoever started us and watches over us: systemd, or nobody. What
// cannot be told is no reason to stop.
type supervisor struct{ log *slog.Logger }

func (s supervisor) tell(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		s.log.Warn("the supervisor was not told", "state", state, "error", err)
	}
}

// ready says that requests are answered, and from then on, twice in each span
// that the supervisor allows, that we are alive.
func (s supervisor) ready(ctx context.Context) {
	s.tell(daemon.SdNotifyReady)
	every, err := daemon.SdWatchdogEnabled(false)
	if err != nil || every == 0 {
		return
	}
	go func() {
		tick := time.NewTicker(every / 2)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				s.tell(daemon.SdNotifyWatchdog)
			case <-ctx.Done():
				return
			}
		}
	}()
}

func (s supervisor) stopping() { s.tell(daemon.SdNotifyStopping) }
