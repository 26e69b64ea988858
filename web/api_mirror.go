package web

import (
	"context"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// recordBody is the body of a snapshot.
type recordBody[B any] interface {
	*B
	Record(portal.Key) (portal.Record, error)
}

type snapshotInput[B any] struct {
	ID   string `path:"id" maxLength:"65"`
	Body B
}

// Taken says what became of a snapshot.
type Taken struct {
	Applied bool   `json:"applied"`
	Reason  string `json:"reason,omitempty" enum:"stale,unchanged" doc:"Why it was not: a later word is kept, or it says nothing new."`
	ID      string `json:"id"`
	Created bool   `json:"created" doc:"There was none before."`
	PathID  string `json:"pathId,omitempty" doc:"Of a document: what invoice links name it by."`
}

type takenOutput struct{ Body Taken }

// SnapshotID names one thing of the mirror.
type SnapshotID struct {
	ID string `path:"id" maxLength:"65"`
}

type shownOutput[B any] struct{ Body B }

// mirrored is one type of the mirror: where it stands and what it is called.
type mirrored struct{ path, noun, about string }

// mirror registers PUT and GET of one type.
func mirror[B any, P recordBody[B]](a *api, m mirrored, look func(context.Context, portal.Key) (B, error)) {
	register(a, operation{
		method: http.MethodPut, path: "/api/v1/" + m.path + "/{id}", id: "put-" + m.noun, tag: "Mirror", scopes: []string{"write"},
		status: http.StatusOK, summary: "Mirror a " + words(m.noun) + " in",
		about: "A full snapshot: what is left out is emptied. An older one than is kept answers applied: false, reason: stale. " + m.about,
	}, func(ctx context.Context, in *snapshotInput[B]) (*takenOutput, error) {
		t, err := takeBody[B, P](ctx, a, in)
		return &takenOutput{t}, err
	})
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/" + m.path + "/{id}", id: "get-" + m.noun, tag: "Mirror", scopes: []string{"read"},
		status: http.StatusOK, summary: "Read a " + words(m.noun) + " back",
	}, func(ctx context.Context, in *SnapshotID) (*shownOutput[B], error) {
		b, err := look(ctx, portal.Key{Account: callOf(ctx).account(), ID: in.ID})
		return &shownOutput[B]{b}, err
	})
}

// words is a noun as a sentence has it.
func words(noun string) string {
	if noun == "payment-method" {
		return "payment method"
	}
	return noun
}

func takeBody[B any, P recordBody[B]](ctx context.Context, a *api, in *snapshotInput[B]) (Taken, error) {
	c := callOf(ctx)
	record, err := P(&in.Body).Record(portal.Key{Account: c.account(), ID: in.ID})
	if err != nil {
		return Taken{}, err
	}
	t, err := a.Portal.Take(ctx, c.actor(), record)
	if err != nil {
		return Taken{}, err
	}
	out := Taken{Applied: t.Status == portal.Applied, ID: t.ID, Created: t.Created, PathID: t.PathID}
	if !out.Applied {
		out.Reason = string(t.Status)
	}
	return out, nil
}

// show is a look-up with the way back to the body behind it.
func show[T, B any](look func(context.Context, portal.Key) (T, error), body func(T) B) func(context.Context, portal.Key) (B, error) {
	return func(ctx context.Context, k portal.Key) (B, error) {
		v, err := look(ctx, k)
		if err != nil {
			return *new(B), err
		}
		return body(v), nil
	}
}

// mirrors registers the types that are read back by their id alone.
func (a *api) mirrors() {
	p := a.Portal
	mirror[intake.PurchaseBody](a, mirrored{"purchases", "purchase", "A status that is not one of ours is shown as it came, and offers no action."},
		show(p.MirroredPurchase, intake.ShowPurchase))
	mirror[intake.SubscriptionBody](a, mirrored{"subscriptions", "subscription", "The id is the number with or without its S."},
		show(p.MirroredSubscription, intake.ShowSubscription))
	mirror[intake.QuoteBody](a, mirrored{"quotes", "quote", "The id is that of the quoted purchase."},
		show(p.MirroredQuote, intake.ShowQuote))
	mirror[intake.PaymentMethodBody](a, mirrored{"payment-methods", "payment-method", "Only what may be shown: a whole card number or IBAN is refused."},
		show(p.MirroredMethod, intake.ShowPaymentMethod))
	a.offers()
}

type offerLook struct {
	SnapshotID
	Subscription string `query:"subscription" maxLength:"65" doc:"The subscription it is made for; left out: none in particular."`
}

// offers are told apart by their subscription too, which stands in the body.
func (a *api) offers() {
	register(a, operation{
		method: http.MethodPut, path: "/api/v1/offers/{id}", id: "put-offer", tag: "Mirror", scopes: []string{"write"},
		status: http.StatusOK, summary: "Mirror an offer in",
		about: "A full snapshot: what is left out is emptied. The id is the value of cart in links, and is unique in a subscription: " +
			"the same id for another subscription is another offer.",
	}, func(ctx context.Context, in *snapshotInput[intake.OfferBody]) (*takenOutput, error) {
		t, err := takeBody[intake.OfferBody](ctx, a, in)
		return &takenOutput{t}, err
	})
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/offers/{id}", id: "get-offer", tag: "Mirror", scopes: []string{"read"},
		status: http.StatusOK, summary: "Read an offer back",
	}, func(ctx context.Context, in *offerLook) (*shownOutput[intake.OfferBody], error) {
		o, err := a.Portal.MirroredOffer(ctx, portal.Key{Account: callOf(ctx).account(), ID: in.ID}, in.Subscription)
		if err != nil {
			return nil, err
		}
		return &shownOutput[intake.OfferBody]{intake.ShowOffer(o)}, nil
	})
}
