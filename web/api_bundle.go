package web

import (
	"context"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type bundleInput struct {
	RequestInput
	Accept string `header:"Accept" doc:"application/json for JSON; anything else is text."`
}

// bundleShown is a support bundle for machines: the text that people read, and the
// facts it is made of. It holds no link.
type bundleShown struct {
	Text    string            `json:"text"`
	Request linkRequestDetail `json:"request"`
}

type bundleOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (a *api) supportBundles() {
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/link-requests/{id}/support-bundle", id: "get-support-bundle", tag: tagRequests,
		summary: "Write down what support asks for", scopes: []string{"read"},
		about: "Plain text, or JSON {text, request} if the Accept header asks for it. It holds no link.",
	}, func(ctx context.Context, in *bundleInput) (*bundleOutput, error) {
		d, err := a.Portal.RequestDetail(ctx, portal.Key{Account: callOf(ctx).account(), ID: in.ID})
		if err != nil {
			return nil, err
		}
		if !prefersJSON(in.Accept) {
			return &bundleOutput{"text/plain; charset=utf-8", []byte(d.Bundle())}, nil
		}
		body, err := encode(bundleShown{Text: d.Bundle(), Request: a.showDetail(d)})
		return &bundleOutput{jsonType, body}, err
	})
}
