package outbox

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestTriesSpreadOverDaysAndThenEnd(t *testing.T) {
	m := portal.Message{State: portal.Queued}
	now, tries := noon, 0
	for m.State == portal.Queued {
		m.Attempts++ // as claiming does
		m = settle(m, errors.New("connection refused"), now)
		tries++
		if m.State != portal.Queued {
			break
		}
		wait, want := m.NextAt.Sub(now), waits[tries-1]
		if wait < want*8/10 || wait > want*12/10 {
			t.Errorf("after try %d: wait %v, want about %v", tries, wait, want)
		}
		now = m.NextAt
	}
	if m.State != portal.Failed || tries != 10 || m.Attempts != 10 || m.LastError != "connection refused" {
		t.Errorf("ended %+v after %d tries", m, tries)
	}
	if d := now.Sub(noon); d < 2*24*time.Hour || d > 5*24*time.Hour {
		t.Errorf("tried for %v", d)
	}
}

func TestEndsOfATry(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want portal.MessageState
	}{
		{"taken", nil, portal.Sent},
		{"not now", errors.New("451 busy"), portal.Queued},
		{"never", fmt.Errorf("550 unknown: %w", ErrPermanent), portal.Failed},
		{"link ended", fmt.Errorf("composing: %w", portal.ErrLapsed), portal.Lapsed},
	} {
		got := settle(portal.Message{State: portal.Queued, Attempts: 1, LastError: "old"}, tt.err, noon)
		if got.State != tt.want {
			t.Errorf("%s: %+v", tt.name, got)
		}
		if tt.err == nil && (got.LastError != "" || !got.SentAt.Equal(noon)) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

func TestErrorsKeepNoAddressAndNoLink(t *testing.T) {
	got := Scrub("550 <ann@acme.example>: see https://mail.example/x?c=abc or /acme/invoice/1?s=1&c=dead\r\nbad " +
		strings.Repeat("long ", 200))
	for _, bad := range []string{"ann", "acme", "https", "abc", "dead", "\n"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q still in %q", bad, got)
		}
	}
	if !strings.HasPrefix(got, "550 …") || len(got) > maxError+3 {
		t.Errorf("got %d bytes: %q", len(got), got)
	}
}
