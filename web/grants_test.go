package web_test

import (
	"context"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// admit checks a link as the door does.
func (w *world) admit(target string) portal.Admission {
	w.t.Helper()
	raw, query, _ := strings.Cut(target, "?")
	path, ok := link.ParsePath(raw)
	if !ok {
		w.t.Fatalf("no path of a link: %s", raw)
	}
	adm, err := w.service.Admit(context.Background(), path, query)
	w.must(err)
	return adm
}

// lapsedGrant is what the holder of an expired link to k has.
func (w *world) lapsedGrant(k portal.ObjectKey) link.Grant {
	w.t.Helper()
	now := w.clock.Load()
	f := formula{account: k.Account, kind: string(k.Kind), id: k.ID, start: now - 9*day, end: now - 2*day}
	adm := w.admit(w.sign(f, false))
	if adm.Standing != portal.Expired {
		w.t.Fatalf("standing %v, want expired", adm.Standing)
	}
	return adm.Grant
}
