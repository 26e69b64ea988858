package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// apiProblem is a problem document (RFC 9457) of the own API. Its types are
// stable and listed in docs/api.md. It never quotes what was sent.
type apiProblem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail,omitempty"`
	Errors []fieldError `json:"errors,omitempty"`
}

// fieldError is one thing that is wrong with a request.
type fieldError struct {
	Field   string `json:"field,omitempty"` // "body.url"
	Message string `json:"message"`
}

func problemFor(status int, name, detail string) *apiProblem {
	return &apiProblem{Type: "/problems/" + name, Title: http.StatusText(status), Status: status, Detail: detail}
}

// unprocessable is the refusal of one field.
func unprocessable(field, message string) *apiProblem {
	p := problemFor(http.StatusUnprocessableEntity, "invalid", message)
	p.Errors = []fieldError{{Field: field, Message: message}}
	return p
}

// conflictNow is the refusal of a verb by the state of what it is about.
func conflictNow(detail string) *apiProblem {
	return problemFor(http.StatusConflict, "conflict", detail)
}

func (p *apiProblem) Error() string             { return p.Detail }
func (p *apiProblem) GetStatus() int            { return p.Status }
func (p *apiProblem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

func (p *apiProblem) write(w http.ResponseWriter) {
	body, err := encode(p)
	if err != nil {
		body = nil // strings and numbers can always be written
	}
	w.Header().Set("Content-Type", problemType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if p.Status == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", "5")
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // a failed write means that the caller has gone away
}

// problemOf turns any error into a problem. What is nobody's mistake but ours is
// logged, and not told.
func (a *api) problemOf(ctx context.Context, err error) *apiProblem {
	var p *apiProblem
	var wrong *portal.InvalidError
	var several *portal.AmbiguousError
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, portal.ErrNotFound):
		return problemFor(http.StatusNotFound, "not-found", "There is no such thing in your account.")
	case errors.As(err, &several):
		return unprocessable("body.id", several.Error()+".")
	case errors.As(err, &wrong):
		p = problemFor(http.StatusUnprocessableEntity, "invalid", wrong.Error())
		for _, one := range wrong.Problems {
			p.Errors = append(p.Errors, fieldError{Field: "body." + one.Field, Message: one.Message})
		}
		return p
	case errors.Is(err, portal.ErrInProgress):
		return inProgress()
	case errors.Is(err, link.ErrNoActiveKey):
		return conflictNow("The account has no key to sign links with. Make one first.")
	case errors.Is(err, portal.ErrReadOnly):
		return problemFor(http.StatusServiceUnavailable, "unavailable", readOnlyDetail)
	case errors.Is(err, portal.ErrUnavailable):
		a.Log.ErrorContext(ctx, "api call failed", "error", err)
		return problemFor(http.StatusServiceUnavailable, "unavailable", "We are busy for a moment. Ask again.")
	}
	if field, known := refused(err); known {
		return unprocessable(field, err.Error()+".")
	}
	a.Log.ErrorContext(ctx, "api call failed", "error", err)
	return problemFor(http.StatusInternalServerError, "error", "The fault is ours.")
}

// inProgress is told to a duplicate of a request that is under way.
func inProgress() *apiProblem {
	return problemFor(http.StatusConflict, "in-progress", "The request with this Idempotency-Key is under way. Ask again in a second.")
}

// refused names the field that an error of the domain is about.
func refused(err error) (field string, known bool) {
	for field, errs := range map[string][]error{
		"body.kind":   {link.ErrKind, link.ErrSchemeOff, portal.ErrV1Number},
		"body.id":     {link.ErrID},
		"body.days":   {portal.ErrDays},
		"body.notify": {portal.ErrNoAddress},
		"body.end":    {link.ErrWindow},
		"body.params": {link.ErrParam},
		"body.events": {portal.ErrEventType},
	} {
		for _, one := range errs {
			if errors.Is(err, one) {
				return field, true
			}
		}
	}
	return "", false
}

// ownProblems turns huma's own refusals into ours: the fields stay, what was
// sent is not quoted.
func ownProblems(_ huma.Context, _ string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	name := "invalid"
	switch {
	case e.Status >= http.StatusInternalServerError:
		name = "error"
	case e.Status != http.StatusUnprocessableEntity:
		name = "bad-request"
	}
	p := problemFor(e.Status, name, "The request is not of the documented form.")
	for _, d := range e.Errors {
		p.Errors = append(p.Errors, fieldError{Field: d.Location, Message: d.Message})
	}
	return p, nil
}
