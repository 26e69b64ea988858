package web

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// invoice shows the page of an invoice.
func (s *server) invoice(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	open, err := s.Portal.Invoice(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	visitOf(r).page = "document"
	p := presenter{frame: s.frameOf(adm.Account), adm: adm, now: s.Portal.Now(), query: ownQuery(r, adm)}
	return s.render(w, r, http.StatusOK, views.InvoicePage(p.invoice(open)))
}

// invoiceFile answers with the issuer's bytes, or with a marked copy drawn from
// the e-invoice where the issuer sent no PDF.
func (s *server) invoiceFile(w http.ResponseWriter, r *http.Request, p link.Path, adm portal.Admission) error {
	form := p.Form
	if p.Legacy {
		form = link.PDF
	}
	file, err := s.Portal.InvoiceFile(r.Context(), adm.Grant, form)
	if err != nil {
		return err
	}
	visitOf(r).page = string(form)
	body, kind := file.Body, "application/pdf"
	if form == link.XML {
		kind = "application/xml"
	}
	if body == nil {
		if body, err = s.Printer.Draw(file.Copy, adm.Account); err != nil {
			return fmt.Errorf("draw a copy: %w", err)
		}
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": fileName(p.ID, form, file.Body == nil)}))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = bytes.NewReader(body).WriteTo(w) // a failed write means that the reader has gone away
	return nil
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
