package trace

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Store returns s with a span around each transaction.
func (t *Tracer) Store(s portal.Store) portal.Store {
	if t == nil {
		return s
	}
	return tracedStore{s, t}
}

type tracedStore struct {
	portal.Store
	t *Tracer
}

func (s tracedStore) InTx(ctx context.Context, f func(portal.Tx) error) error {
	ctx, end := s.t.span(ctx, "transaction", trace.SpanKindInternal)
	err := s.Store.InTx(ctx, f)
	end(err)
	return err
}

// Sender returns s with a span around each try of a mail.
func (t *Tracer) Sender(s outbox.Sender) outbox.Sender {
	if t == nil {
		return s
	}
	return tracedSender{s, t}
}

type tracedSender struct {
	outbox.Sender
	t *Tracer
}

func (s tracedSender) Send(ctx context.Context, m portal.Message) error {
	ctx, end := s.t.span(ctx, "mail", trace.SpanKindClient)
	trace.SpanFromContext(ctx).SetAttributes(attribute.String("latchkey.template", m.Template), attribute.Int("latchkey.attempt", m.Attempts))
	err := s.Sender.Send(ctx, m)
	if errors.Is(err, portal.ErrLapsed) {
		end(nil) // its link ended: nothing went wrong
	} else {
		end(err)
	}
	return err
}

// Poster returns p with a span around each try of a webhook.
func (t *Tracer) Poster(p outbox.Poster) outbox.Poster {
	if t == nil {
		return p
	}
	return tracedPoster{p, t}
}

type tracedPoster struct {
	outbox.Poster
	t *Tracer
}

func (p tracedPoster) Post(ctx context.Context, post outbox.Post) outbox.Answer {
	ctx, end := p.t.span(ctx, "webhook", trace.SpanKindClient)
	a := p.Poster.Post(ctx, post)
	trace.SpanFromContext(ctx).SetAttributes(attribute.String("latchkey.event", post.Event.Type), attribute.Int("http.response.status_code", a.Status))
	if a.Error != "" {
		end(errNotTaken)
	} else {
		end(nil)
	}
	return a
}

var errNotTaken = errors.New("not taken")

// Cashier returns c with a span around each call of a payment provider.
func (t *Tracer) Cashier(c portal.Cashier) portal.Cashier {
	if t == nil {
		return c
	}
	return tracedCashier{c, t}
}

type tracedCashier struct {
	portal.Cashier
	t *Tracer
}

func (c tracedCashier) Start(ctx context.Context, a portal.Account, ask portal.PaymentAsk) (session, url string, expires time.Time, err error) {
	ctx, end := c.t.span(ctx, "payment start", trace.SpanKindClient)
	defer func() { end(err) }()
	return c.Cashier.Start(ctx, a, ask)
}

func (c tracedCashier) Look(ctx context.Context, a portal.Account, p portal.Payment) (word portal.PaymentWord, err error) {
	ctx, end := c.t.span(ctx, "payment look", trace.SpanKindClient)
	defer func() { end(err) }()
	return c.Cashier.Look(ctx, a, p)
}

func (c tracedCashier) Cancel(ctx context.Context, a portal.Account, p portal.Payment) (err error) {
	ctx, end := c.t.span(ctx, "payment cancel", trace.SpanKindClient)
	defer func() { end(err) }()
	return c.Cashier.Cancel(ctx, a, p)
}

// Biller returns b with a span around each question to a billing system.
func (t *Tracer) Biller(b portal.Biller) portal.Biller {
	if t == nil {
		return b
	}
	return tracedBiller{b, t}
}

type tracedBiller struct {
	portal.Biller
	t *Tracer
}

func (b tracedBiller) Preview(ctx context.Context, a portal.Account, ask portal.PreviewAsk) (p portal.Preview, err error) {
	ctx, end := b.t.span(ctx, "billing preview", trace.SpanKindClient)
	defer func() { end(err) }()
	return b.Biller.Preview(ctx, a, ask)
}

func (b tracedBiller) Snapshot(ctx context.Context, a portal.Account, kind, id string) (line []byte, err error) {
	ctx, end := b.t.span(ctx, "billing snapshot", trace.SpanKindClient)
	defer func() { end(err) }()
	return b.Biller.Snapshot(ctx, a, kind, id)
}
