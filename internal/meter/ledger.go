package meter

import (
	"context"
	"slices"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Store returns s with its transactions watched: what they committed is counted
// once they have. Everything that changes something leaves an entry in the audit
// trail, in the same transaction, so nothing can be done and not be counted, and
// nothing be counted that was rolled back.
func (m *Meter) Store(s portal.Store) portal.Store { return &watchedStore{Store: s, meter: m} }

type watchedStore struct {
	portal.Store
	meter *Meter
}

// InTx forgets what a try that is run again has noted.
func (w *watchedStore) InTx(ctx context.Context, f func(portal.Tx) error) error {
	var t *watchedTx
	err := w.Store.InTx(ctx, func(tx portal.Tx) error {
		t = &watchedTx{Tx: tx}
		return f(t)
	})
	if err != nil || t == nil {
		return err
	}
	if l, _ := ctx.Value(ledgerKey{}).(*ledger); l != nil && !l.over {
		l.parts = append(l.parts, t)
		return nil
	}
	w.count(t)
	return nil
}

// ledger is what the parts of a whole transaction have noted.
type ledger struct {
	parts []*watchedTx
	over  bool
}

type ledgerKey struct{}

// Whole counts the parts when all of them are committed.
func (w *watchedStore) Whole(ctx context.Context, first func(portal.Tx) error, f func(context.Context) error) error {
	var l *ledger
	err := w.Store.Whole(ctx, first, func(ctx context.Context) error {
		l = &ledger{}
		defer func() { l.over = true }()
		return f(context.WithValue(ctx, ledgerKey{}, l))
	})
	if err != nil || l == nil {
		return err
	}
	for _, t := range l.parts {
		w.count(t)
	}
	return nil
}

func (w *watchedStore) count(t *watchedTx) {
	for _, e := range t.entries {
		w.meter.entered(e)
	}
	for _, mail := range t.mails {
		w.meter.mailTried(mail)
	}
	for _, hook := range t.hooks {
		w.meter.hookTried(hook)
	}
}

// watchedTx notes what a transaction is about to commit.
type watchedTx struct {
	portal.Tx
	entries []portal.Entry
	mails   []portal.Message
	hooks   []hookTry
}

type hookTry struct {
	delivery portal.HookDelivery
	try      portal.HookTry
}

func (t *watchedTx) AppendAudit(ctx context.Context, e portal.Entry) error {
	t.entries = append(t.entries, e)
	return t.Tx.AppendAudit(ctx, e)
}

func (t *watchedTx) FinishMessage(ctx context.Context, mail portal.Message) (bool, error) {
	won, err := t.Tx.FinishMessage(ctx, mail)
	if won {
		t.mails = append(t.mails, mail)
	}
	return won, err
}

func (t *watchedTx) FinishDelivery(ctx context.Context, d portal.HookDelivery, try portal.HookTry) (bool, error) {
	won, err := t.Tx.FinishDelivery(ctx, d, try)
	if won {
		t.hooks = append(t.hooks, hookTry{d, try})
	}
	return won, err
}

// linkResults names what was done to a link, by the act of the trail.
var linkResults = map[string]string{
	"request.issued": "issued", "request.reminded": "reminded", "request.withdrawn": "withdrawn", "request.expired": "expired",
	"link.reissued": "reissued", "link.reminded": "reminded", "link.revoked": "revoked", "link.signed": "signed",
}

// outcomes names decisions by the act of the trail: a request's, and the states
// of a billing decision.
var outcomes = map[string]string{
	"request.approved": "approved", "request.declined": "declined", "request.blocked": "blocked",
	"decision." + string(portal.DecisionRecorded):     "recorded",
	"decision." + string(portal.DecisionAcknowledged): "acknowledged",
	"decision." + string(portal.DecisionSubmitted):    "submitted",
	"decision." + string(portal.DecisionApplied):      "applied",
	"decision." + string(portal.DecisionRefused):      "refused",
	"decision." + string(portal.DecisionLapsed):       "lapsed",
	"decision." + string(portal.DecisionWithdrawn):    "withdrawn",
	"decision." + string(portal.DecisionSuperseded):   "superseded",
}

// bounceTypes names what was told of a mail.
var bounceTypes = map[string]string{
	"mail." + string(portal.MailBounced):    "bounce",
	"mail." + string(portal.MailComplained): "complaint",
}

func (m *Meter) entered(e portal.Entry) {
	if result, ok := linkResults[e.Act]; ok {
		m.links.WithLabelValues(kindOf(e), result).Inc()
	}
	if outcome, ok := outcomes[e.Act]; ok {
		m.decisions.WithLabelValues(outcome).Inc()
	}
	if bounce, ok := bounceTypes[e.Act]; ok {
		m.bounces.WithLabelValues(bounce).Inc()
	}
}

// kindOf keeps a kind that is none out of the label.
func kindOf(e portal.Entry) string {
	if !slices.Contains(link.Kinds(), link.Kind(e.Kind)) {
		return "other"
	}
	return e.Kind
}

func (m *Meter) mailTried(mail portal.Message) {
	result := "retry"
	switch mail.State {
	case portal.Sent:
		result = "sent"
		m.mailSeconds.Observe(max(0, mail.SentAt.Sub(mail.CreatedAt).Seconds()))
	case portal.Failed:
		result = "failed"
		m.givenUp.WithLabelValues("mail").Inc()
	case portal.Lapsed:
		result = "lapsed"
	}
	m.mailTries.WithLabelValues(result).Inc()
}

func (m *Meter) hookTried(h hookTry) {
	m.hookTries.WithLabelValues(codeClass(h.try.Status)).Inc()
	if h.try.Number == 1 && !h.delivery.Replay {
		m.hookSeconds.Observe(max(0, h.try.At.Add(h.try.Took).Sub(h.delivery.CreatedAt).Seconds()))
	}
	if h.delivery.State == portal.DeliveryExhausted {
		m.givenUp.WithLabelValues("webhook").Inc()
	}
}

// codeClass is "2xx" and the like; "none" where no answer came.
func codeClass(status int) string {
	if status < 100 || status > 599 {
		return "none"
	}
	return strconv.Itoa(status/100) + "xx"
}
