package web

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// invoiceFile answers with the issuer's bytes, or with a marked copy drawn from
// the e-invoice where the issuer sent no PDF. Where the account wants a click or
// a code first, whoever has neither is sent to the page that asks for it.
func (s *server) invoiceFile(w http.ResponseWriter, r *http.Request, p link.Path, adm portal.Admission) error {
	form := p.Form
	if p.Legacy {
		form = link.PDF
	}
	revealed, err := s.revealed(r, adm, form)
	if err != nil {
		return err
	}
	file, err := s.Portal.InvoiceFile(r.Context(), adm.Grant, form)
	if errors.Is(err, portal.ErrNotFound) || err == nil && file.Pending {
		return s.noFile(w, r, p, adm, form)
	}
	if err != nil {
		return err
	}
	if !revealed {
		return s.seeOther(w, r, pageTarget(r, p, adm)+"&"+fileParam+"="+string(form))
	}
	body, kind := file.Body, "application/pdf"
	if form == link.XML {
		kind = "application/xml"
	}
	if body == nil {
		if body, err = s.Printer.Draw(file.Copy, adm.Account); err != nil {
			return fmt.Errorf("draw a copy: %w", err)
		}
	}
	visitOf(r).page = string(form)
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": fileName(p.ID, form, file.Body == nil)}))
	s.patient(w) // a file may be large, and a phone slow: that need not keep others waiting
	visitOf(r).leave()
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body)) // whole, or the range that was asked for
	return nil
}

// noFile says kindly that a file is not there, or not there yet, where there is
// such an invoice at all.
func (s *server) noFile(w http.ResponseWriter, r *http.Request, p link.Path, adm portal.Admission, form link.Form) error {
	open, err := s.Portal.Invoice(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	f := s.frameOf(adm.Account)
	heading, lead := "The PDF is not here yet", "It is being prepared. Try again in a few minutes. Your link is fine, and the page of this document is right."
	if form == link.XML {
		heading, lead = "There is no e-invoice", "This document has no XML file. Your link is fine, and the page of this document is right."
	}
	n := notice{status: http.StatusNotFound, view: views.Notice{
		Frame: f.page("not-found", heading), Heading: heading, Lead: []views.Text{views.Plain(lead)},
		Link: &views.Link{Label: "Open " + lowerFirst(open.Invoice.Title()), URL: pageTarget(r, p, adm)},
	}}
	if form == link.PDF {
		n.retry = 5 * minute
	}
	n.view.Frame.Stub = &views.Stub{State: "Nothing to show", Contact: f.contact(), Reference: open.Invoice.Reference}
	return s.answer(w, r, n)
}

// fileName is a name that is safe in any folder: path ids hold letters, digits,
// dots, dashes and underscores only.
func fileName(id string, form link.Form, isCopy bool) string {
	name := strings.TrimLeft(id, ".")
	if isCopy {
		name += "-copy"
	}
	return name + "." + string(form)
}
