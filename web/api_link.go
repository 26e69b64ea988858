package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// instant is a time in a request: unix seconds, or RFC 3339.
type instant int64

// UnmarshalJSON reads either form.
func (t *instant) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, (*int64)(t)) == nil {
		return nil
	}
	var at time.Time
	if err := json.Unmarshal(raw, &at); err != nil {
		return fmt.Errorf("neither unix seconds nor RFC 3339: %w", err)
	}
	*t = instant(at.Unix())
	return nil
}

// Schema describes both forms.
func (instant) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Description: "Unix seconds, or RFC 3339.",
		OneOf:       []*huma.Schema{{Type: huma.TypeInteger}, {Type: huma.TypeString, Format: "date-time"}},
	}
}

type linkAsk struct {
	Body struct {
		Kind   string            `json:"kind" maxLength:"16" doc:"p, invoice, cq, scp, usi, urb, ccp, redop. Approvals have their own: link requests."`
		ID     string            `json:"id" maxLength:"255" doc:"As it stands in the path; of an invoice also its number."`
		Days   int               `json:"days,omitempty" doc:"Life of the link from its start; the account's default if left out."`
		Start  instant           `json:"start,omitempty"`
		End    instant           `json:"end,omitempty"`
		Params map[string]string `json:"params,omitempty" doc:"Covered parameters of the kind, as item or documentid."`
		Notify bool              `json:"notify,omitempty" doc:"Mail it to the address on file."`
	}
}

// madeLink is a link as it was signed. It is shown; it is not kept.
type madeLink struct {
	Kind      string            `json:"kind"`
	ID        string            `json:"id"`
	URL       *string           `json:"url" doc:"null: it is not in force any more."`
	StartsAt  string            `json:"startsAt" format:"date-time"`
	ExpiresAt string            `json:"expiresAt" format:"date-time"`
	Known     bool              `json:"known" doc:"What it opens is in this installation."`
	Mailed    bool              `json:"mailed"`
	Params    map[string]string `json:"params,omitempty"`
}

type madeLinkOutput struct{ Body madeLink }

const tagLinks = "Links"

func (a *api) links() {
	op := func(rest, id, summary, about string) operation {
		return operation{
			method: http.MethodPost, path: "/api/v1/links" + rest, id: id, summary: summary, about: about, tag: tagLinks,
			status: http.StatusOK, scopes: mayVerb(),
		}
	}
	sign := op("", "sign-link", "Sign a link", "It changes nothing about the links that are out. The same Idempotency-Key gives the same window again.")
	sign.status, sign.refill = http.StatusCreated, a.refillLink
	register(a, sign, a.signLink)
	explain := op("/explain", "explain-link", "Say what a link does, and why", "Which page its holder sees, which checks pass, what would mend it. Only for links of the account.")
	explain.scopes = []string{"read"}
	register(a, explain, a.explainLink)
	reissue := op("/reissue", "reissue-link", "Make a new link and end the older ones", "The same Idempotency-Key gives the same link again as long as it is in force.")
	reissue.refill = a.refillLink
	register(a, reissue, a.reissueLink)
	register(a, op("/revoke", "revoke-link", "End every link to an object", "Without a successor."), a.revokeLink)
}

// kindOf reads a kind that links are signed for here.
func kindOf(name string) (link.Kind, error) {
	kind, ok := link.ParseKind(name)
	switch {
	case !ok:
		return "", unprocessable("body.kind", "There is no such kind of page.")
	case kind == link.Approve:
		return "", unprocessable("body.kind", "Links to approve are those of a link request: use /api/v1/link-requests/{id}/reissue.")
	}
	return kind, nil
}

func (a *api) signLink(ctx context.Context, in *linkAsk) (*madeLinkOutput, error) {
	b := in.Body
	kind, err := kindOf(b.Kind)
	if err != nil {
		return nil, err
	}
	if b.Days < 0 || b.Start < 0 || b.End < 0 {
		return nil, unprocessable("body", "days, start and end are not negative.")
	}
	if b.Days != 0 && b.End != 0 {
		return nil, unprocessable("body.days", "Give days or end, not both.")
	}
	made := madeLink{Kind: b.Kind, ID: b.ID, Params: b.Params}
	if kind == link.Invoice {
		if made.ID, err = a.Portal.PathIDOf(ctx, callOf(ctx).account(), b.ID); err != nil {
			return nil, err
		}
	}
	if !link.ValidID(made.ID) {
		return nil, link.ErrID
	}
	made, err = a.sign(ctx, made, portal.SignAsk{Days: b.Days, Start: int64(b.Start), End: int64(b.End), Mail: b.Notify})
	if err != nil {
		return nil, err
	}
	callOf(ctx).kept = made.without()
	return &madeLinkOutput{made}, nil
}

func (a *api) sign(ctx context.Context, made madeLink, ask portal.SignAsk) (madeLink, error) {
	c := callOf(ctx)
	ask.Actor, ask.Account, ask.Kind, ask.ID, ask.Params = c.actor(), c.account(), link.Kind(made.Kind), made.ID, made.Params
	signed, err := a.Portal.Sign(ctx, ask)
	if err != nil {
		return madeLink{}, err
	}
	made.URL, made.Known, made.Mailed = &signed.URL, signed.Known, signed.Mailed
	made.StartsAt, made.ExpiresAt = stamp(unix(signed.Start)), stamp(unix(signed.End))
	return made, nil
}

// without is the link as it is stored under an Idempotency-Key: what it was made
// of, and not the link.
func (l madeLink) without() madeLink {
	l.URL = nil
	return l
}

// refillLink signs the same window again, unless what it opens was cut off
// meanwhile.
func (a *api) refillLink(ctx context.Context, kept []byte) (any, error) {
	var made madeLink
	if err := json.Unmarshal(kept, &made); err != nil {
		return nil, fmt.Errorf("stored link: %w", err)
	}
	start, err := time.Parse(time.RFC3339, made.StartsAt)
	if err != nil {
		return nil, fmt.Errorf("stored link: %w", err)
	}
	end, err := time.Parse(time.RFC3339, made.ExpiresAt)
	if err != nil {
		return nil, fmt.Errorf("stored link: %w", err)
	}
	state, err := a.Portal.LinkState(ctx, portal.ObjectKey{Account: callOf(ctx).account(), Kind: link.Kind(made.Kind), ID: made.ID})
	if err != nil || start.Unix() < state.CutOff || !a.Portal.Now().Before(end) {
		return made, err
	}
	mailed := made.Mailed
	made, err = a.sign(ctx, made, portal.SignAsk{Start: start.Unix(), End: end.Unix()})
	made.Mailed = mailed
	return made, err
}
