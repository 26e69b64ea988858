package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/views"
)

// page is the frame of a page behind a link. One that asks says so where an answer
// may have been lost with the records that a restore could not bring back.
func (p presenter) page(name, title string) views.Frame {
	f := p.frame.page(name, title)
	asks := name == "confirm" || name == "document" && p.adm.Grant.Kind() == link.Quote
	if asks && !p.adm.RecordsFrom.IsZero() {
		f.Notice = p.askedAgain(p.adm.RecordsFrom, p.adm.Grant.Kind())
	}
	return f
}

// askedAgain says from when our records are. An answer that comes twice changes
// nothing; a payment that comes twice would, so there nobody is told to repeat it.
func (f frame) askedAgain(from time.Time, kind link.Kind) *views.Callout {
	said := append(views.Text{views.Words("We had to restore our records from ")}, f.moment(from)...)
	switch kind {
	case link.Payment, link.Redo, link.Invoice:
		said = append(said, views.Words(". If you paid or changed something after that, ask us before you do it again."))
	default:
		said = append(said, views.Words(". If you answered after that, answer once more; nothing is done twice."))
	}
	return &views.Callout{Tone: views.ToneInfo, Icon: views.IconClock, Text: said}
}
