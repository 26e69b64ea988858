package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// show is GET /clients/{externalTenantId}. A tenant that is not connected is
// 404, as documented; where there is a request, the answer also says how it
// stands, without its link: POST /clients gives that again.
func (c partnerCall) show() (reply, error) {
	client, conn, err := c.Portal.TenantClient(c.r.Context(), c.partner, c.tenant)
	if err == nil {
		return reply{status: http.StatusOK, body: clientOf(client, conn)}, nil
	}
	if !errors.Is(err, portal.ErrNotFound) {
		return reply{}, err
	}
	body := partnerError{Error: "not_found", Message: "You are not connected to a client of this externalTenantId.", BusinessErrors: []businessError{}}
	r, err := c.Portal.TenantRequest(c.r.Context(), c.partner, c.tenant)
	switch {
	case errors.Is(err, portal.ErrNotFound):
		return reply{status: http.StatusNotFound, body: body}, nil
	case err != nil:
		return reply{}, err
	}
	detail, err := c.Portal.RequestDetail(c.r.Context(), r.Key)
	if err != nil {
		return reply{}, err
	}
	body.LinkRequest = requestNow(detail, c.Portal.Now())
	return reply{status: http.StatusNotFound, body: body}, nil
}

// withdraw is POST /clients/{externalTenantId}/withdraw. The body may say
// {"dropCases": true}; otherwise the cases stay held. Withdrawing what is
// withdrawn changes nothing and is as good as done.
func (c partnerCall) withdraw() (reply, error) {
	var ask struct {
		DropCases bool `json:"dropCases"`
	}
	if len(c.body) > 0 {
		if err := json.Unmarshal(c.body, &ask); err != nil {
			return invalid([]portal.Problem{unreadable("", err)}), nil
		}
	}
	r, err := c.Portal.TenantRequest(c.r.Context(), c.partner, c.tenant)
	if errors.Is(err, portal.ErrNotFound) {
		return refusal(http.StatusNotFound, "not_found", "There is no link request of this externalTenantId."), nil
	}
	if err != nil {
		return reply{}, err
	}
	outcome, err := c.Portal.WithdrawRequest(c.r.Context(), portal.RequestAsk{
		Actor: portal.ByPartnerActor(c.partner.ID), Request: r.Key, Drop: ask.DropCases,
	})
	if err != nil {
		return reply{}, err
	}
	gone := reply{status: http.StatusNoContent, keep: keepAnswer}
	not, lost := outcome.(portal.RequestNot)
	if !lost || not.Request.Status == portal.RequestWithdrawn {
		return gone, nil
	}
	return reply{status: http.StatusConflict, body: conflictBody{
		Type: "ClientCannotBeWithdrawn", Message: "This request is " + string(not.Request.Status) + ". It can no longer be withdrawn.",
		Data: conflictData{ExternalTenantID: c.tenant},
	}}, nil
}
