package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// event is a fact as the log has it. Its data never holds a link: the webhook
// that tells of a new one does.
type event struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Sequence   int64           `json:"sequence" doc:"Counts the account's events without gaps: 1, 2, …; where records are put back from a backup it jumps far ahead, so that no number comes twice."`
	Epoch      int64           `json:"epoch" doc:"One more with each restore of a backup: 1, 2, …"`
	OccurredAt string          `json:"occurredAt" format:"date-time"`
	Object     eventObject     `json:"object"`
	Partner    *string         `json:"partner"`
	Data       json.RawMessage `json:"data"`
	Delivered  bool            `json:"delivered" doc:"Every webhook that listened has it; false also where none did."`
}

type eventObject struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

type eventOutput struct{ Body event }

func showEvent(e portal.Event, delivered bool) event {
	return event{
		ID: e.ID, Type: e.Type, Sequence: e.Seq, Epoch: e.Epoch, OccurredAt: stamp(e.OccurredAt), Object: eventObject{e.ObjectType, e.ObjectID},
		Partner: orNil(e.Partner), Data: json.RawMessage(e.Data), Delivered: delivered,
	}
}

type eventListInput struct {
	Limit int    `query:"limit" minimum:"1" default:"50" doc:"At most so many items; more than 1,000 are not given at once."`
	After int64  `query:"after" minimum:"0" doc:"The sequence number of the last event you have."`
	Type  string `query:"type" maxLength:"64"`
}

type eventInput struct {
	ID string `path:"id" maxLength:"64"`
}

const tagEvents = "Events"

func (a *api) events() {
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/events", id: "list-events", tag: tagEvents, summary: "List events",
		about: "Oldest first. next is the sequence number of the last one, as long as there are any: keep it and ask again later.", scopes: []string{"read"},
	}, a.listEvents)
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/events/{id}/replay", id: "replay-event", tag: tagEvents, status: http.StatusAccepted,
		summary: "Send an event again", about: "To every webhook that it was for.", scopes: mayWebhooks(),
	}, a.replayEvent)
}

func (a *api) listEvents(ctx context.Context, in *eventListInput) (*listOf[event], error) {
	account := callOf(ctx).account()
	found, err := a.Portal.EventsOf(ctx, account, in.Type, in.After, min(in.Limit, maxPage))
	if err != nil {
		return nil, err
	}
	out, err := cut(found, len(found), func(portal.Event) string { return "" }, func(e portal.Event) (event, error) {
		delivered, err := a.Portal.EventDelivered(ctx, e)
		return showEvent(e, delivered), err
	})
	if err == nil && len(found) > 0 {
		next := strconv.FormatInt(found[len(found)-1].Seq, 10)
		out.Body.Next = &next
	}
	return out, err
}

func (a *api) replayEvent(ctx context.Context, in *eventInput) (*queuedOutput, error) {
	e, err := a.Portal.Event(ctx, callOf(ctx).account(), in.ID)
	if err != nil {
		return nil, err
	}
	return a.requeue(ctx, portal.DeliveryFilter{Account: e.Account, Event: e.ID})
}
