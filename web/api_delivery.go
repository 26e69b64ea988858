package web

import (
	"context"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Delivery is one event on its way to one webhook.
type Delivery struct {
	ID         string  `json:"id"`
	Webhook    string  `json:"webhook"`
	Event      string  `json:"event"`
	Type       string  `json:"type"`
	Sequence   int64   `json:"sequence"`
	State      string  `json:"state" enum:"queued,delivered,failed,held"`
	Attempts   int     `json:"attempts"`
	NextAt     *string `json:"nextAt" format:"date-time" doc:"When it is tried next."`
	LastStatus *int    `json:"lastStatus" doc:"HTTP status of the last try; null: no answer came."`
	LastError  *string `json:"lastError"`
	Replay     bool    `json:"replay"`
	CreatedAt  string  `json:"createdAt" format:"date-time"`
	DoneAt     *string `json:"doneAt" format:"date-time"`
}

type deliveryDetail struct {
	Delivery
	Tries []deliveryTry `json:"tries" nullable:"false" doc:"Oldest first."`
}

type deliveryTry struct {
	Number     int     `json:"number"`
	At         string  `json:"at" format:"date-time"`
	Status     *int    `json:"status"`
	DurationMS int64   `json:"durationMs"`
	Error      *string `json:"error"`
}

// queuedOutput says how many deliveries were put back into the queue.
type queuedOutput struct {
	Body struct {
		Queued int64 `json:"queued"`
	}
}

func showDelivery(d portal.HookDelivery) Delivery {
	out := Delivery{
		ID: d.ID, Webhook: d.Endpoint, Event: d.Event, Type: d.Type, Sequence: d.EventSeq, State: string(d.State), Attempts: d.Attempts,
		LastStatus: statusOrNull(d.LastStatus), LastError: orNil(d.LastError), Replay: d.Replay, CreatedAt: stamp(d.CreatedAt), DoneAt: stampOrNull(d.DoneAt),
	}
	if d.State == portal.DeliveryQueued {
		out.NextAt = stampOrNull(d.NextAt)
	}
	return out
}

func statusOrNull(status int) *int {
	if status == 0 {
		return nil
	}
	return &status
}

type deliveryListInput struct {
	WebhookInput
	Paging
	State string `query:"state" enum:"queued,delivered,failed,held"`
	Event string `query:"event" maxLength:"64"`
}

type deliveryInput struct {
	ID string `path:"id" maxLength:"64"`
}

type testInput struct {
	WebhookInput
	Body *struct {
		Type string `json:"type,omitempty" doc:"Type of the made-up event; client.link_requested if left out."`
	}
}

type replayRange struct {
	WebhookInput
	Body *struct {
		State string     `json:"state,omitempty" enum:"delivered,failed,held" doc:"failed if left out."`
		Since *time.Time `json:"since,omitempty" doc:"Only those made since then."`
	}
}

// webhookTests are the operations that put deliveries of a webhook into its
// queue, and the list of them.
func (a *api) webhookTests() {
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/webhooks/{id}/test", id: "test-webhook", tag: tagWebhooks, status: http.StatusAccepted,
		summary: "Send a made-up event", about: "It goes through the real queue and signer.", scopes: mayWebhooks(),
	}, a.testWebhook)
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/webhooks/{id}/replay", id: "replay-webhook", tag: tagWebhooks, status: http.StatusAccepted,
		summary: "Send deliveries again", about: "All that failed, or those of a state since a time.", scopes: mayWebhooks(),
	}, a.replayWebhook)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/webhooks/{id}/deliveries", id: "list-deliveries", tag: tagWebhooks,
		summary: "List deliveries", about: "Newest first.", scopes: mayWebhooks(),
	}, a.listDeliveries)
}

func (a *api) deliveries() {
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/deliveries/{id}", id: "get-delivery", tag: tagWebhooks,
		summary: "Show a delivery with its tries", scopes: mayWebhooks(),
	}, a.getDelivery)
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/deliveries/{id}/replay", id: "replay-delivery", tag: tagWebhooks, status: http.StatusAccepted,
		summary: "Send a delivery again", scopes: mayWebhooks(),
	}, a.replayDelivery)
}

func (a *api) testWebhook(ctx context.Context, in *testInput) (*eventOutput, error) {
	c, kind := callOf(ctx), ""
	if in.Body != nil {
		kind = in.Body.Type
	}
	e, err := a.Portal.TestEndpoint(ctx, c.actor(), c.account(), in.ID, kind)
	if err != nil {
		return nil, err
	}
	return &eventOutput{showEvent(e, false)}, nil
}

func (a *api) replayWebhook(ctx context.Context, in *replayRange) (*queuedOutput, error) {
	c := callOf(ctx)
	if _, err := a.Portal.Endpoint(ctx, c.account(), in.ID); err != nil {
		return nil, err
	}
	f := portal.DeliveryFilter{Account: c.account(), Endpoint: in.ID, State: portal.DeliveryExhausted}
	if b := in.Body; b != nil {
		if b.State != "" {
			f.State = portal.DeliveryState(b.State)
		}
		if b.Since != nil {
			f.Since = *b.Since
		}
	}
	return a.requeue(ctx, f)
}

func (a *api) requeue(ctx context.Context, f portal.DeliveryFilter) (*queuedOutput, error) {
	n, err := a.Portal.ReplayDeliveries(ctx, callOf(ctx).actor(), f)
	if err != nil {
		return nil, err
	}
	out := &queuedOutput{}
	out.Body.Queued = n
	return out, nil
}

func (a *api) listDeliveries(ctx context.Context, in *deliveryListInput) (*listOf[Delivery], error) {
	before, err := in.cursor()
	if err != nil {
		return nil, err
	}
	c := callOf(ctx)
	if _, err := a.Portal.Endpoint(ctx, c.account(), in.ID); err != nil {
		return nil, err
	}
	found, err := a.Portal.Deliveries(ctx, portal.DeliveryFilter{
		Account: c.account(), Endpoint: in.ID, Event: in.Event, State: portal.DeliveryState(in.State), Before: before, Limit: in.limit() + 1,
	})
	if err != nil {
		return nil, err
	}
	return cut(found, in.limit(), func(d portal.HookDelivery) string { return placeText(d.CreatedAt, d.ID) },
		func(d portal.HookDelivery) (Delivery, error) { return showDelivery(d), nil })
}

type deliveryOutput struct{ Body deliveryDetail }

func (a *api) getDelivery(ctx context.Context, in *deliveryInput) (*deliveryOutput, error) {
	d, tries, err := a.Portal.DeliveryLog(ctx, callOf(ctx).account(), in.ID)
	if err != nil {
		return nil, err
	}
	out := &deliveryOutput{deliveryDetail{Delivery: showDelivery(d), Tries: []deliveryTry{}}}
	for _, t := range tries {
		out.Body.Tries = append(out.Body.Tries, deliveryTry{t.Number, stamp(t.At), statusOrNull(t.Status), t.Took.Milliseconds(), orNil(t.Error)})
	}
	return out, nil
}

// replayDelivery goes by webhook and event: there is one delivery of both.
func (a *api) replayDelivery(ctx context.Context, in *deliveryInput) (*queuedOutput, error) {
	d, _, err := a.Portal.DeliveryLog(ctx, callOf(ctx).account(), in.ID)
	if err != nil {
		return nil, err
	}
	return a.requeue(ctx, portal.DeliveryFilter{Account: d.Account, Endpoint: d.Endpoint, Event: d.Event})
}
