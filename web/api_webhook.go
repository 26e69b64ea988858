package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Webhook is an endpoint without its secret.
type Webhook struct {
	ID             string   `json:"id"`
	URL            string   `json:"url"`
	Events         []string `json:"events" nullable:"false" doc:"Types it listens to; none: all but the opt-in ones."`
	Partner        *string  `json:"partner" doc:"Only events of this partner."`
	Style          string   `json:"style" enum:"standard,timed"`
	HeaderPrefix   string   `json:"headerPrefix" doc:"Of the timed style."`
	Active         bool     `json:"active"`
	DisabledReason *string  `json:"disabledReason"`
	CreatedAt      string   `json:"createdAt" format:"date-time"`
	UpdatedAt      string   `json:"updatedAt" format:"date-time"`
}

// webhookMade is an endpoint with its secret, which is shown this once.
type webhookMade struct {
	Webhook
	Secret string `json:"secret" doc:"whsec_…, shown once."`
}

type webhookOutput struct{ Body Webhook }

type webhookMadeOutput struct{ Body webhookMade }

type WebhookInput struct {
	ID string `path:"id" maxLength:"64"`
}

type webhookMake struct {
	Body struct {
		URL          string   `json:"url" doc:"https, a public address, port 443 or 8443."`
		Events       []string `json:"events,omitempty" maxItems:"50"`
		Partner      string   `json:"partner,omitempty" maxLength:"64"`
		Style        string   `json:"style,omitempty" enum:"standard,timed"`
		HeaderPrefix string   `json:"headerPrefix,omitempty"`
	}
}

type webhookChange struct {
	WebhookInput
	Body struct {
		URL          *string   `json:"url,omitempty"`
		Events       *[]string `json:"events,omitempty" maxItems:"50"`
		Style        *string   `json:"style,omitempty" enum:"standard,timed"`
		HeaderPrefix *string   `json:"headerPrefix,omitempty"`
		Active       *bool     `json:"active,omitempty"`
	}
}

func showWebhook(e portal.Endpoint) Webhook {
	return Webhook{
		ID: e.ID, URL: e.URL, Events: append([]string{}, e.Events...), Partner: orNil(e.Partner), Style: string(e.Style),
		HeaderPrefix: e.HeaderPrefix, Active: e.DisabledAt.IsZero(), DisabledReason: orNil(e.Reason),
		CreatedAt: stamp(e.CreatedAt), UpdatedAt: stamp(e.UpdatedAt),
	}
}

const tagWebhooks = "Webhooks"

func mayWebhooks() []string { return []string{"webhooks"} }

func (a *api) webhooks() {
	op := func(method, rest, id, summary string, status int) operation {
		return operation{method: method, path: "/api/v1/webhooks" + rest, id: id, summary: summary, tag: tagWebhooks, status: status, scopes: mayWebhooks()}
	}
	register(a, op(http.MethodGet, "", "list-webhooks", "List webhooks", http.StatusOK), a.listWebhooks)
	made := op(http.MethodPost, "", "create-webhook", "Make a webhook", http.StatusCreated)
	made.about = "The secret is in this answer and in no other: under the same Idempotency-Key the second answer is 409 secret-shown-once."
	made.refill = secretShown
	register(a, made, a.createWebhook)
	register(a, op(http.MethodGet, "/{id}", "get-webhook", "Show a webhook", http.StatusOK), a.getWebhook)
	register(a, op(http.MethodPatch, "/{id}", "change-webhook", "Change a webhook, switch it off or on", http.StatusOK), a.changeWebhook)
	register(a, op(http.MethodDelete, "/{id}", "delete-webhook", "Delete a webhook with what is queued for it", http.StatusNoContent), a.deleteWebhook)
	rotate := op(http.MethodPost, "/{id}/rotate", "rotate-webhook-secret", "Give a webhook a new secret", http.StatusOK)
	rotate.about = "The secret before signs beside it for 24 hours. The new one is in this answer and in no other."
	rotate.refill = secretShown
	register(a, rotate, a.rotateWebhook)
	a.webhookTests()
}

// secretShown answers for an operation whose answer held a secret: that is
// stored nowhere but under the master key, and not shown again.
func secretShown(_ context.Context, kept []byte) (any, error) {
	var done struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(kept, &done); err != nil {
		return nil, fmt.Errorf("stored webhook: %w", err)
	}
	return nil, problemFor(http.StatusConflict, "secret-shown-once",
		"This was done, for webhook "+done.ID+". Its secret was in the first answer and is not shown again: rotate it to get a new one.")
}

// listWebhooks gives all of them: an account has a handful.
func (a *api) listWebhooks(ctx context.Context, _ *struct{}) (*listOf[Webhook], error) {
	all, err := a.Portal.Endpoints(ctx, callOf(ctx).account())
	if err != nil {
		return nil, err
	}
	return cut(all, len(all), func(portal.Endpoint) string { return "" },
		func(e portal.Endpoint) (Webhook, error) { return showWebhook(e), nil })
}

func (a *api) createWebhook(ctx context.Context, in *webhookMake) (*webhookMadeOutput, error) {
	c, b := callOf(ctx), in.Body
	e := portal.Endpoint{
		Account: c.account(), Partner: b.Partner, URL: b.URL, Events: b.Events, Style: portal.EndpointStyle(b.Style), HeaderPrefix: b.HeaderPrefix,
	}
	if err := a.checkEndpoint(e); err != nil {
		return nil, err
	}
	if err := a.knownPartner(ctx, c.account(), b.Partner); err != nil {
		return nil, err
	}
	e, secret, err := a.Portal.CreateEndpoint(ctx, c.actor(), e)
	if err != nil {
		return nil, err
	}
	c.kept = showWebhook(e)
	return &webhookMadeOutput{webhookMade{showWebhook(e), secret}}, nil
}

func (a *api) knownPartner(ctx context.Context, account, id string) error {
	if id == "" {
		return nil
	}
	all, err := a.Portal.Partners(ctx, account)
	if err == nil && !slices.ContainsFunc(all, func(p portal.Partner) bool { return p.ID == id }) {
		err = unprocessable("body.partner", "The account has no partner of this id.")
	}
	return err
}

// checkEndpoint refuses addresses that nothing may be posted to.
func (a *api) checkEndpoint(e portal.Endpoint) error {
	if err := hook.CheckURL(e.URL, a.WebhookAllowPrivate); err != nil {
		return unprocessable("body.url", err.Error()+".")
	}
	if e.HeaderPrefix == "" {
		return nil
	}
	if err := hook.CheckPrefix(e.HeaderPrefix); err != nil {
		return unprocessable("body.headerPrefix", err.Error()+".")
	}
	return nil
}

func (a *api) getWebhook(ctx context.Context, in *WebhookInput) (*webhookOutput, error) {
	e, err := a.Portal.Endpoint(ctx, callOf(ctx).account(), in.ID)
	if err != nil {
		return nil, err
	}
	return &webhookOutput{showWebhook(e)}, nil
}

func (a *api) changeWebhook(ctx context.Context, in *webhookChange) (*webhookOutput, error) {
	c, b := callOf(ctx), in.Body
	change := func(e *portal.Endpoint) {
		set(&e.URL, b.URL)
		set(&e.Events, b.Events)
		set(&e.HeaderPrefix, b.HeaderPrefix)
		if b.Style != nil {
			e.Style = portal.EndpointStyle(*b.Style)
		}
		if b.Active == nil || *b.Active == e.DisabledAt.IsZero() {
			return
		}
		e.DisabledAt, e.Reason, e.Exhausted = a.Portal.Now(), "switched off", 0
		if *b.Active {
			e.DisabledAt, e.Reason = time.Time{}, ""
		}
	}
	e, err := a.Portal.Endpoint(ctx, c.account(), in.ID)
	if err != nil {
		return nil, err
	}
	change(&e) // on a copy, to see what it would be
	if err := a.checkEndpoint(e); err != nil {
		return nil, err
	}
	if e, err = a.Portal.ChangeEndpoint(ctx, c.actor(), c.account(), in.ID, change); err != nil {
		return nil, err
	}
	return &webhookOutput{showWebhook(e)}, nil
}

// set writes a value that was given.
func set[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

func (a *api) deleteWebhook(ctx context.Context, in *WebhookInput) (*struct{}, error) {
	c := callOf(ctx)
	return nil, a.Portal.DeleteEndpoint(ctx, c.actor(), c.account(), in.ID)
}

func (a *api) rotateWebhook(ctx context.Context, in *WebhookInput) (*webhookMadeOutput, error) {
	c := callOf(ctx)
	secret, err := a.Portal.RotateEndpointSecret(ctx, c.actor(), c.account(), in.ID, portal.SecretOverlap)
	if err != nil {
		return nil, err
	}
	e, err := a.Portal.Endpoint(ctx, c.account(), in.ID)
	if err != nil {
		return nil, err
	}
	c.kept = showWebhook(e)
	return &webhookMadeOutput{webhookMade{showWebhook(e), secret}}, nil
}
