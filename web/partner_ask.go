package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// underKey runs a POST under its Idempotency-Key, if it has one.
func (c partnerCall) underKey(run func(partnerCall) (reply, error)) (reply, error) {
	name, err := idempotencyKey(c.r)
	if err != nil {
		return businessRefusal(http.StatusBadRequest, "validation_failed", "IdempotencyKey", err.Error()+"."), nil
	}
	if name == "" {
		return run(c)
	}
	key := portal.Replay{
		Account: c.partner.Account, Caller: "partner:" + c.partner.ID + " " + visitOf(c.r).route, Key: name, Request: fingerprint(c.r, c.body),
	}
	var fresh reply
	kept, before, err := c.once(c.r.Context(), key, func(ctx context.Context) (answered, keeping, error) {
		var err error
		c := c
		c.r = c.r.WithContext(ctx)
		if fresh, err = run(c); err != nil {
			return answered{}, keepNothing, err
		}
		a, err := fresh.answered()
		return a, fresh.keep, err
	})
	switch {
	case errors.Is(err, portal.ErrOtherBody):
		return businessRefusal(http.StatusUnprocessableEntity, "idempotency_conflict", "IdempotencyConflict",
			"This Idempotency-Key was used with another request. Use a new key for a new request."), nil
	case errors.Is(err, portal.ErrInProgress):
		underWay := refusal(http.StatusConflict, "in_progress", "The request with this Idempotency-Key is under way. Send it again in a second.")
		underWay.retry = time.Second
		return underWay, nil
	case err != nil:
		return reply{}, err
	case before:
		return reply{status: kept.status, before: kept.body}, nil
	}
	return fresh, nil
}

// ask is POST /clients.
func (c partnerCall) ask() (reply, error) {
	sub, problems := readSubmission(c.body)
	if len(problems) > 0 {
		return invalid(problems), nil
	}
	answer, err := c.Portal.AskConnection(c.r.Context(), c.partner, sub)
	var wrong *portal.InvalidError
	if errors.As(err, &wrong) {
		return invalid(wrong.Problems), nil
	}
	if err != nil {
		return reply{}, err
	}
	return c.answer(sub, answer)
}

// answer puts what became of an ask into the documented shapes.
func (c partnerCall) answer(sub portal.Submission, answer portal.Answer) (reply, error) {
	conflict := func(kind, message string, data conflictData) (reply, error) {
		data.ExternalTenantID = sub.Tenant
		return reply{status: http.StatusConflict, keep: keepBinding, body: conflictBody{kind, message, data}}, nil
	}
	switch a := answer.(type) {
	case portal.NeedsApproval:
		return conflict("ClientExistsNeedsLinking",
			"This customer already has an account. They must approve the connection.", needsApproval(a))
	case portal.ConnectedElsewhere:
		return conflict("ClientAlreadyLinkedToAnotherPartner",
			"This customer is connected to another partner. Contact support.", conflictData{})
	case portal.WrongClientType:
		return conflict("InvalidClientType",
			"The account of this address is not one that a partner can connect to.", conflictData{})
	case portal.OtherTenant:
		return conflict("AlreadyLinkedDifferentTenant",
			"This customer is connected to you under another externalTenantId.", conflictData{Existing: a.Existing})
	case portal.Connected:
		status := http.StatusAccepted
		if a.Client.OnboardingDone {
			status = http.StatusCreated
		}
		body := clientOf(a.Client, a.Connection)
		body.CaseResults = caseResultsOf(a.Cases)
		return reply{status: status, keep: keepAnswer, body: body}, nil
	}
	return reply{}, fmt.Errorf("no answer for %T", answer)
}

// submissionBody is the body of POST /clients. encoding/json takes its keys in
// any case and ignores those it does not know, as the documentation promises.
type submissionBody struct {
	ExternalTenantID string            `json:"externalTenantId"`
	Client           json.RawMessage   `json:"client"`
	Users            json.RawMessage   `json:"users"`
	Cases            []json.RawMessage `json:"cases"`
	ReturnURL        string            `json:"returnUrl"`
}

type submittedClient struct {
	Name               string `json:"name"`
	Country            string `json:"country"`
	RegistrationNumber string `json:"registrationNumber"`
	Address            string `json:"address"`
	ZipCode            string `json:"zipCode"`
	City               string `json:"city"`
	SupportEmail       string `json:"supportEmail"`
}

type submittedUser struct {
	Name             string `json:"name"`
	Email            string `json:"email"`
	IsOnboardingUser bool   `json:"isOnboardingUser"`
}

// readSubmission reads the body into the domain's terms, or says what cannot be
// read. Whether it is complete is for the domain to say.
func readSubmission(body []byte) (sub portal.Submission, problems []portal.Problem) {
	read := func(field string, raw []byte, into any) {
		if len(raw) == 0 {
			return
		}
		if err := json.Unmarshal(raw, into); err != nil {
			problems = append(problems, unreadable(field, err))
		}
	}
	var b submissionBody
	var client submittedClient
	var users []submittedUser
	read("", body, &b)
	read("client", b.Client, &client)
	read("users", b.Users, &users)
	sub = portal.Submission{
		Tenant: b.ExternalTenantID, Name: client.Name, Country: client.Country, Number: client.RegistrationNumber,
		Address: client.Address, ZipCode: client.ZipCode, City: client.City, Support: client.SupportEmail, ReturnURL: b.ReturnURL,
	}
	for _, u := range users {
		sub.Users = append(sub.Users, portal.SubmittedUser{Name: u.Name, Email: u.Email, Onboarding: u.IsOnboardingUser})
	}
	for i, raw := range b.Cases {
		var named struct {
			CreditorReference string `json:"creditorReference"`
			ReturnURL         string `json:"returnUrl"`
		}
		read(fmt.Sprintf("cases[%d]", i), raw, &named)
		var payload bytes.Buffer
		if err := json.Compact(&payload, raw); err != nil {
			problems = append(problems, unreadable(fmt.Sprintf("cases[%d]", i), err))
		}
		sub.Cases = append(sub.Cases, portal.SubmittedCase{Reference: named.CreditorReference, Payload: payload.Bytes()})
		if sub.ReturnURL == "" {
			sub.ReturnURL = named.ReturnURL
		}
	}
	if len(problems) > 0 {
		return portal.Submission{}, problems
	}
	raw, err := json.Marshal(map[string]json.RawMessage{"client": orNull(b.Client), "users": orNull(b.Users)})
	if err != nil {
		return portal.Submission{}, []portal.Problem{unreadable("", err)}
	}
	sub.Raw = raw
	return sub, nil
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

// unreadable says in which field something else stands than belongs there. It
// quotes nothing of what was sent.
func unreadable(field string, err error) portal.Problem {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		if field != "" {
			field += "."
		}
		field += kind.Field
	}
	if field == "" {
		return portal.Problem{Field: "", Message: "The body must be a JSON object of the documented form."}
	}
	return portal.Problem{Field: field, Message: field + " is not of the documented type."}
}
