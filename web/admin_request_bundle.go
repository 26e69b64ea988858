package web

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// bundle is what is known of a request, for the partner's support. It holds no
// link, no checksum and no key, and of the address only what support compares.
type bundle struct {
	Reference        string          `json:"reference"`
	Request          string          `json:"request"`
	Partner          string          `json:"partner"`
	ExternalTenantID string          `json:"externalTenantId"`
	Company          string          `json:"company"`
	Email            string          `json:"email"`
	State            string          `json:"state"`
	Attempt          int64           `json:"attempt"`
	RequestedAt      *time.Time      `json:"requestedAt"`
	ExpiresAt        time.Time       `json:"expiresAt"`
	ExpiredAt        *time.Time      `json:"expiredAt,omitempty"`
	DecidedAt        *time.Time      `json:"decidedAt,omitempty"`
	EmailStatus      string          `json:"emailStatus"`
	Cases            map[string]int  `json:"cases"`
	Attempts         []bundleAttempt `json:"attempts"`
	Mails            []bundleMail    `json:"mails"`
	Timeline         []bundleEntry   `json:"timeline"` // newest first
}

type bundleAttempt struct {
	Number    int64      `json:"number"`
	StartsAt  time.Time  `json:"startsAt"`
	ExpiresAt time.Time  `json:"expiresAt"`
	EndedAt   *time.Time `json:"endedAt,omitempty"`
	EndReason string     `json:"endReason,omitempty"`
}

type bundleMail struct {
	Kind      string     `json:"kind"`
	State     string     `json:"state"`
	Fate      string     `json:"fate,omitempty"`
	Tries     int        `json:"tries"`
	CreatedAt *time.Time `json:"createdAt"`
	SentAt    *time.Time `json:"sentAt,omitempty"`
}

type bundleEntry struct {
	At  *time.Time `json:"at"`
	Act string     `json:"act"`
	By  string     `json:"by"`
}

// optional is a time in UTC; nil: never.
func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func (d *desk) requestBundle(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.requestDetail(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(p.bundle(), "", "  ")
	if err != nil {
		return err
	}
	if r.Method == http.MethodGet { // a HEAD takes nothing away
		if err := d.Portal.RecordShown(r.Context(), c.actor(), keyIn(r), portal.BundleTaken); err != nil {
			return err
		}
	}
	visitOf(r).page = "admin-bundle"
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="support-`+p.Request.Reference+`.json"`)
	_, _ = w.Write(append(body, '\n')) // a failed write means that the reader has gone away
	return nil
}

func (p requestPresenter) bundle() bundle {
	r := p.Request
	b := bundle{
		Reference: r.Reference, Request: r.ID, Partner: p.Partner.ID, ExternalTenantID: r.Tenant, Company: p.company(),
		Email: shownTo(r.Email), State: lowerFirst(requestBadge(r, p.now).Word), Attempt: r.Attempt,
		RequestedAt: optional(r.RequestedAt), ExpiresAt: unix(r.End).UTC(), ExpiredAt: optional(r.ExpiredAt), DecidedAt: optional(r.DecidedAt),
		EmailStatus: p.EmailStatus, Cases: map[string]int{}, Attempts: []bundleAttempt{}, Mails: []bundleMail{}, Timeline: []bundleEntry{},
	}
	for _, c := range p.Cases {
		b.Cases[string(c.State)]++
	}
	for _, a := range p.Attempts {
		b.Attempts = append(b.Attempts, bundleAttempt{a.Number, unix(a.Start).UTC(), unix(a.End).UTC(), optional(a.EndedAt), a.EndReason})
	}
	for _, m := range p.Mails {
		b.Mails = append(b.Mails, bundleMail{m.Template, string(m.State), string(m.Delivered), m.Attempts, optional(m.CreatedAt), optional(m.SentAt)})
	}
	for _, e := range p.Timeline {
		b.Timeline = append(b.Timeline, bundleEntry{optional(e.At), e.Act, partyOf(e.Actor)})
	}
	return b
}

// partyOf names the side that acted. Which of our people it was is not the
// partner's business.
func partyOf(actor string) string {
	switch portal.Actor(actor) {
	case portal.ByCustomer, portal.BySystem:
		return actor
	}
	if len(actor) > 8 && actor[:8] == "partner:" {
		return "partner"
	}
	return "support"
}
