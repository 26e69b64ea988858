package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// noted notes who looked at a link's page, once it was answered. The note is
// written later, by somebody else: what is answered never waits for it and
// never depends on it.
func (s *server) noted(next http.Handler) http.Handler {
	if s.Visits == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		v := visitOf(r)
		if v.wrong {
			s.Visits.Wrong(auth.Network(v.address))
		}
		if isPrefetch(r) {
			return
		}
		status := http.StatusOK
		if rec, ok := w.(*recorder); ok {
			status = rec.status
		}
		seen := s.visitorOf(r, status)
		page := v.page
		switch {
		case seen.answered:
			page = portal.VisitAnswered
		case page == "redirect": // to the clean link; what comes of that is noted when it is opened
			page = "damaged"
		case page == "":
			page = "file"
		}
		if note, ok := portal.VisitOf(v.opened, seen.who, page, seen.client, s.Portal.Now()); ok {
			s.Visits.Note(note)
		}
	})
}

// opens remembers which link a request opens: the one it carries, or the
// genuine one under what a mail program did to it.
func (v *visit) opens(adm portal.Admission) {
	v.opened, v.check = adm.Grant, checks[adm.Standing]
	v.wrong = adm.Grant == link.Grant{} && (adm.Standing == portal.Tampered || adm.Standing == portal.Damaged)
}
