package mail

import (
	"context"
	"slices"
	"sync"
)

// trayHolds is how many letters a Tray keeps.
const trayHolds = 200

// Tray is a Carrier that delivers nothing and keeps the last letters in memory,
// to be shown in development. The zero Tray is empty and ready.
type Tray struct {
	mu      sync.Mutex
	letters []Letter // oldest first
}

// Deliver keeps the letter. It refuses what SMTP would refuse to send.
func (t *Tray) Deliver(_ context.Context, l Letter) error {
	if _, err := compose(l); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.letters = append(t.letters, l)
	if extra := len(t.letters) - trayHolds; extra > 0 {
		t.letters = slices.Delete(t.letters, 0, extra)
	}
	return nil
}

// Letters returns what was caught, newest first.
func (t *Tray) Letters() []Letter {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := slices.Clone(t.letters)
	slices.Reverse(list)
	return list
}

// Letter returns the caught letter with that Message-ID, the newest if there are several.
func (t *Tray) Letter(messageID string) (Letter, bool) {
	for _, l := range t.Letters() {
		if l.MessageID == messageID {
			return l, true
		}
	}
	return Letter{}, false
}
