package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// confirmation shows the page of a purchase.
func (s *server) confirmation(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	open, err := s.Portal.Purchase(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	visitOf(r).page = "document"
	p := presenter{frame: s.frameOf(adm.Account), adm: adm, now: s.Portal.Now(), query: ownQuery(r, adm)}
	return s.render(w, r, http.StatusOK, views.ConfirmationPage(p.confirmation(open)))
}
