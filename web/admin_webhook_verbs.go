package web

import (
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const (
	saidChanged  = "changed"
	saidOff      = "off"
	saidOn       = "on"
	saidTested   = "tested"
	saidReplayed = "replayed"
)

// endpointResult words what a verb left behind; nil: nothing.
func endpointResult(said string) *views.AdminResult {
	verb, count, _ := strings.Cut(said, " ")
	text := map[string]string{
		saidChanged:  "Endpoint changed.",
		saidOff:      "Endpoint turned off. Nothing more is sent, and what is waiting is kept.",
		saidOn:       "Endpoint turned on. What was waiting is being sent.",
		saidTested:   "A test event is on its way. It is listed below.",
		saidReplayed: count + " put back into the queue.",
	}[verb]
	if text == "" {
		return nil
	}
	return done(text)
}

// backToEndpoint leads to the endpoint's page, which says what was done.
func (d *desk) backToEndpoint(w http.ResponseWriter, r *http.Request, e portal.Endpoint, said string) error {
	if err := d.tell(w, r, endpointURL(e), said); err != nil {
		return err
	}
	return d.seeOther(w, r, endpointURL(e))
}

func (d *desk) confirmEndpoint(w http.ResponseWriter, r *http.Request, c clerk, page views.Confirm) error {
	page.Frame = d.frame(c, "admin-confirm", page.Heading+" – Webhooks", views.PlaceWebhooks)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ConfirmPage(page))
}

func (d *desk) askRotateSecret(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	return d.confirmEndpoint(w, r, c, views.Confirm{
		Heading: "Replace the secret of " + hookHost(e),
		Effects: []string{
			"You see the new secret once. For 24 hours every event carries a signature by the old and by the new one.",
			"After that only the new one is used.",
		},
		URL: endpointURL(e) + "/rotate", Label: "Replace and show the secret", Icon: views.IconRenew,
		Cancel: views.Link{Label: "Keep the secret", URL: endpointURL(e)},
	})
}

// rotateSecret shows the new secret in the answer itself: it must stand in no
// address and no cookie.
func (d *desk) rotateSecret(w http.ResponseWriter, r *http.Request, c clerk) error {
	k := keyIn(r)
	secret, err := d.Portal.RotateEndpointSecret(r.Context(), c.actor(), k.Account, k.ID, portal.SecretOverlap)
	if err != nil {
		return err
	}
	return d.showEndpoint(w, r, http.StatusOK, c, secretResult("Secret replaced. The one before signs too for 24 hours.", secret))
}

func secretResult(text, secret string) *views.AdminResult {
	return &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: text,
		Secret: &views.Secret{Label: "Signing secret", Value: secret, Hint: "Shown once. Copy it now."},
	}
}

func (d *desk) askDisable(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	return d.confirmEndpoint(w, r, c, views.Confirm{
		Heading: "Turn off " + hookHost(e),
		Effects: []string{
			"Nothing more is sent to it. What is waiting is kept, and is sent when it is turned on again.",
			"It is not told of what happens meanwhile.",
		},
		URL: endpointURL(e) + "/disable", Label: "Turn it off", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep it on", URL: endpointURL(e)},
	})
}

func (d *desk) disableEndpoint(w http.ResponseWriter, r *http.Request, c clerk) error {
	k, now := keyIn(r), d.Portal.Now()
	e, err := d.Portal.ChangeEndpoint(r.Context(), c.actor(), k.Account, k.ID, func(e *portal.Endpoint) {
		if e.DisabledAt.IsZero() {
			e.DisabledAt, e.Reason = now, "by "+c.admin.Email
		}
	})
	if err != nil {
		return err
	}
	return d.backToEndpoint(w, r, e, saidOff)
}

// enableEndpoint turns an endpoint on and sends what was held for it.
func (d *desk) enableEndpoint(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	if e.DisabledAt.IsZero() {
		return d.refuseEndpoint(w, r, c, "It is on already. Nothing was changed.")
	}
	if _, err := d.Portal.EnableEndpoint(r.Context(), c.actor(), e.Account, e.ID); err != nil {
		return err
	}
	return d.backToEndpoint(w, r, e, saidOn)
}

func (d *desk) testEndpoint(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	if !e.DisabledAt.IsZero() {
		return d.refuseEndpoint(w, r, c, "It is turned off, so nothing was sent. Turn it on first.")
	}
	if _, err := d.Portal.TestEndpoint(r.Context(), c.actor(), e.Account, e.ID, ""); err != nil {
		return err
	}
	return d.backToEndpoint(w, r, e, saidTested)
}

// refuseEndpoint shows the page as things stand, and why nothing was done.
func (d *desk) refuseEndpoint(w http.ResponseWriter, r *http.Request, c clerk, why string) error {
	return d.showEndpoint(w, r, http.StatusConflict, c, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why})
}
