package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/views"
)

// auditWatch says what the servers found when they last walked over all trails,
// as far as it is about those that the clerk may inspect.
func (d *desk) auditWatch(r *http.Request, c clerk, at clock) (views.AuditWatch, error) {
	trails, err := d.inspected(r, c, everyTrail)
	if err != nil {
		return views.AuditWatch{}, err
	}
	w, err := d.Portal.AuditWalk(r.Context())
	if err != nil {
		return views.AuditWatch{}, err
	}
	var broken []string
	for _, b := range slices.Concat(w.Ended.Breaks, w.Breaks) {
		said := fmt.Sprintf("%s is broken at entry %d, %s", trailName(b.Account), b.Seq, b.Reason)
		if slices.Contains(trails, b.Account) && !slices.Contains(broken, said) {
			broken = append(broken, said)
		}
	}
	switch {
	case len(broken) > 0:
		return views.AuditWatch{
			State: views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Broken"},
			Text:  "A server found this on its daily walk over all trails: " + strings.Join(broken, "; ") + ".",
		}, nil
	case w.EndedAt.IsZero():
		return views.AuditWatch{
			State: views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: "Not walked yet"},
			Text:  "Once a day a server walks over all trails. The first walk has not ended yet.",
		}, nil
	}
	return views.AuditWatch{
		State: views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Unbroken"},
		Text:  "Once a day a server walks over all trails. The last walk ended " + at.short(w.EndedAt) + " UTC and found no break.",
	}, nil
}
