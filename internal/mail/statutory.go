package mail

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/portal"
	words "github.com/latchkey-portal/latchkey/views/mail"
)

// maxAddress is the longest e-mail address, RFC 5321 4.5.3.1.3.
const maxAddress = 254

// statutory is the receipt of a public form, in the language the form had:
// German or English. The time has its seconds, as it is evidence.
func (p pen) statutory() words.Message {
	d := p.Decision
	p.locale = i18n.For(d.Locale)
	if p.locale.Tag() != "de" {
		p.locale = i18n.For("en")
	}
	at := d.CreatedAt.In(p.zone)
	fields := d.Change.Fields
	return words.Statutory(words.StatutoryWords{
		Sender: p.sender(), Reference: p.Reference,
		At:        p.locale.Moment(at, p.zone) + " (" + p.zone.String() + "), " + at.Format(time.RFC3339),
		Withdrawn: d.Action == portal.ActionWithdraw, Cause: fields[portal.FieldKind] == "extraordinary",
		Name: bounded(fields[portal.FieldName], portal.MaxField), Contract: bounded(fields[portal.FieldContract], portal.MaxField),
		Email: bounded(fields[portal.FieldEmail], maxAddress), End: p.day(d.Change.Effective),
		Reason: bounded(d.Change.Reason, portal.MaxReason), Comment: bounded(d.Change.Comment, portal.MaxComment),
	})
}
