package web

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// LinkRequest is a link request as lists show it.
type LinkRequest struct {
	ID               string  `json:"id"`
	Reference        string  `json:"reference" doc:"What people say on the phone."`
	Partner          string  `json:"partner"`
	ExternalTenantID string  `json:"externalTenantId"`
	State            string  `json:"state" enum:"pending,approved,declined,expired,withdrawn,blocked" doc:"As the clock has it: expired from expiresAt on, reported or not."`
	Attempt          int64   `json:"attempt"`
	RequestedAt      string  `json:"requestedAt" format:"date-time"`
	StartsAt         string  `json:"startsAt" format:"date-time"`
	ExpiresAt        string  `json:"expiresAt" format:"date-time"`
	DecidedAt        *string `json:"decidedAt" format:"date-time"`
	EndedAt          *string `json:"endedAt" format:"date-time" doc:"Withdrawn or blocked."`
	ExpiredAt        *string `json:"expiredAt" format:"date-time" doc:"When the expiry was reported."`
	Reason           *string `json:"reason" doc:"Of a decline, in the client's words."`
	EmailStatus      string  `json:"emailStatus" enum:"none,not_sent,sent,failed,delivered,bounced,complained"`
	CasesHeld        int     `json:"casesHeld"`
}

// linkRequestDetail is everything that is known of one.
type linkRequestDetail struct {
	LinkRequest
	URL      *string           `json:"url" doc:"The link in force; only for keys that may write or have the scope links. That it was read is recorded."`
	Email    string            `json:"email" doc:"The address on file that mail goes to."`
	Clients  []requestClient   `json:"clients" nullable:"false" doc:"Who could answer; once approved, who did."`
	Attempts []requestAttempt  `json:"attempts" nullable:"false"`
	Cases    []requestCase     `json:"cases" nullable:"false"`
	Mails    []mailShown       `json:"mails" nullable:"false" doc:"Newest first."`
	Timeline []requestTimeline `json:"timeline" nullable:"false" doc:"Newest first."`
}

type requestClient struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type requestAttempt struct {
	Attempt   int64   `json:"attempt"`
	StartsAt  string  `json:"startsAt" format:"date-time"`
	ExpiresAt string  `json:"expiresAt" format:"date-time"`
	IssuedBy  string  `json:"issuedBy"`
	IssuedAt  string  `json:"issuedAt" format:"date-time"`
	EndedAt   *string `json:"endedAt" format:"date-time"`
	EndReason *string `json:"endReason"`
}

type requestCase struct {
	Position          int64   `json:"position"`
	CreditorReference *string `json:"creditorReference"`
	State             string  `json:"state" enum:"held,landing,landed,failed,dropped"`
	CaseID            *string `json:"caseId"`
	ErrorType         *string `json:"errorType"`
	ErrorMessage      *string `json:"errorMessage"`
}

type mailShown struct {
	ID        string  `json:"id"`
	Template  string  `json:"template"`
	State     string  `json:"state"`
	Attempts  int     `json:"attempts"`
	CreatedAt string  `json:"createdAt" format:"date-time"`
	SentAt    *string `json:"sentAt" format:"date-time"`
	Fate      *string `json:"fate" doc:"What the receiving side told."`
}

type requestTimeline struct {
	At    string          `json:"at" format:"date-time"`
	Act   string          `json:"act"`
	Actor string          `json:"actor"`
	Data  json.RawMessage `json:"data"`
}

func (a *api) showRequest(r portal.LinkRequest, email string, held int) LinkRequest {
	return LinkRequest{
		ID: r.ID, Reference: r.Reference, Partner: r.Partner, ExternalTenantID: r.Tenant,
		State: standingNow(r, a.Portal.Now()), Attempt: r.Attempt, RequestedAt: stamp(r.RequestedAt), StartsAt: stamp(unix(r.Start)),
		ExpiresAt: stamp(unix(r.End)), DecidedAt: stampOrNull(r.DecidedAt), EndedAt: stampOrNull(r.EndedAt),
		ExpiredAt: stampOrNull(r.ExpiredAt), Reason: orNil(r.Reason), EmailStatus: email, CasesHeld: held,
	}
}

func (a *api) showDetail(d portal.RequestDetail) linkRequestDetail {
	out := linkRequestDetail{
		LinkRequest: a.showRequest(d.Request, d.EmailStatus, heldCases(d.Cases)), Email: d.Request.Email,
		Clients: []requestClient{}, Attempts: []requestAttempt{}, Cases: []requestCase{}, Mails: []mailShown{}, Timeline: []requestTimeline{},
	}
	for _, c := range d.Clients {
		out.Clients = append(out.Clients, requestClient{c.ID, c.Name})
	}
	for _, t := range d.Attempts {
		out.Attempts = append(out.Attempts, requestAttempt{
			Attempt: t.Number, StartsAt: stamp(unix(t.Start)), ExpiresAt: stamp(unix(t.End)), IssuedBy: t.IssuedBy,
			IssuedAt: stamp(t.IssuedAt), EndedAt: stampOrNull(t.EndedAt), EndReason: orNil(t.EndReason),
		})
	}
	for _, c := range d.Cases {
		out.Cases = append(out.Cases, requestCase{
			Position: c.Position, CreditorReference: orNil(c.Reference), State: string(c.State), CaseID: orNil(c.CaseID),
			ErrorType: orNil(c.ErrorType), ErrorMessage: orNil(c.Error),
		})
	}
	for _, m := range d.Mails {
		out.Mails = append(out.Mails, mailShown{
			ID: m.ID, Template: m.Template, State: string(m.State), Attempts: m.Attempts, CreatedAt: stamp(m.CreatedAt),
			SentAt: stampOrNull(m.SentAt), Fate: orNil(string(m.Delivered)),
		})
	}
	for _, e := range d.Timeline {
		out.Timeline = append(out.Timeline, requestTimeline{stamp(e.At), e.Act, e.Actor, json.RawMessage(e.Data)})
	}
	return out
}

const tagRequests = "Link requests"

type requestListInput struct {
	Paging
	State   string `query:"state" enum:"pending,approved,declined,expired,withdrawn,blocked"`
	Partner string `query:"partner" maxLength:"64"`
}

type RequestInput struct {
	ID string `path:"id" maxLength:"64"`
}

type requestOutput struct{ Body linkRequestDetail }

func (a *api) linkRequests() {
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/link-requests", id: "list-link-requests", tag: tagRequests,
		summary: "List link requests", about: "The one changed last comes first.", scopes: []string{"read"},
	}, a.listRequests)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/link-requests/{id}", id: "get-link-request", tag: tagRequests,
		summary: "Show a link request", about: "With its attempts, cases, mails and timeline.", scopes: []string{"read"},
	}, a.getRequest)
	a.requestVerbs()
	a.supportBundles()
}

func (a *api) listRequests(ctx context.Context, in *requestListInput) (*listOf[LinkRequest], error) {
	before, err := in.cursor()
	if err != nil {
		return nil, err
	}
	f := portal.RequestFilter{Account: callOf(ctx).account(), Partner: in.Partner, Before: before, Limit: in.limit() + 1}
	switch portal.RequestStatus(in.State) {
	case portal.Pending:
		f.Live = true
	case portal.RequestExpired:
		f.Expired = true
	default:
		f.Status = portal.RequestStatus(in.State)
	}
	found, err := a.Portal.Requests(ctx, f)
	if err != nil {
		return nil, err
	}
	return cut(found, in.limit(), func(r portal.LinkRequest) string { return placeText(r.UpdatedAt, r.ID) },
		func(r portal.LinkRequest) (LinkRequest, error) {
			email, held, err := a.Portal.RequestBrief(ctx, r)
			return a.showRequest(r, email, held), err
		})
}

func (a *api) getRequest(ctx context.Context, in *RequestInput) (*requestOutput, error) {
	c := callOf(ctx)
	d, err := a.Portal.RequestDetail(ctx, portal.Key{Account: c.account(), ID: in.ID})
	if err != nil {
		return nil, err
	}
	out := a.showDetail(d)
	if c.may("write", "links") {
		url, err := a.Portal.RequestURLFor(ctx, c.actor(), d.Request)
		if err != nil {
			return nil, err
		}
		out.URL = orNil(url)
	}
	return &requestOutput{out}, nil
}
