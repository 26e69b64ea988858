package web

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// reply is an answer of the partner API, before it is written.
type reply struct {
	status int
	body   any           // nil: none
	retry  time.Duration // Retry-After; 0: none
	allow  string
	keep   keeping
	before []byte // a body that was kept, as it stands; then body is nil
}

// partnerError is the body of every refusal.
type partnerError struct {
	Error          string          `json:"error"`
	Message        string          `json:"message"`
	BusinessErrors []businessError `json:"businessErrors"`
	RetryAfter     int             `json:"retryAfter,omitempty"` // seconds
	LinkRequest    *linkRequestNow `json:"linkRequest,omitempty"`
}

type businessError struct {
	Type        string  `json:"type"`
	Message     string  `json:"message"`
	SolutionURL *string `json:"solutionUrl"`
}

func refusal(status int, code, message string) reply {
	return reply{status: status, body: partnerError{Error: code, Message: message, BusinessErrors: []businessError{}}}
}

// businessRefusal is a refusal of one named rule.
func businessRefusal(status int, code, kind, message string) reply {
	return reply{status: status, body: partnerError{
		Error: code, Message: message, BusinessErrors: []businessError{{Type: kind, Message: message}},
	}}
}

// invalid names everything that is wrong with a body.
func invalid(problems []portal.Problem) reply {
	body := partnerError{Error: "validation_failed"}
	var all []string
	for _, p := range problems {
		kind := "Invalid"
		if strings.HasSuffix(p.Message, "is required.") {
			kind = "Required"
		}
		body.BusinessErrors = append(body.BusinessErrors, businessError{Type: kind, Message: p.Message})
		all = append(all, p.Message)
	}
	body.Message = strings.Join(all, " ")
	return reply{status: http.StatusBadRequest, body: body}
}

func ourFaultReply(busy bool) reply {
	if !busy {
		return refusal(http.StatusInternalServerError, "internal_error", "The fault is ours. Send the same request again: it does nothing twice.")
	}
	refused := refusal(http.StatusServiceUnavailable, "unavailable", "We are busy for a moment. Send the same request again: it does nothing twice.")
	refused.retry = 5 * time.Second
	return refused
}

// encode writes JSON as both APIs do: links stay readable, no line feed at the end.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

const jsonType = "application/json"

// answered is the reply in bytes.
func (a reply) answered() (answered, error) {
	if a.body == nil {
		return answered{a.status, jsonType, a.before}, nil
	}
	body, err := encode(a.body)
	return answered{a.status, jsonType, body}, err
}

func (a reply) write(w http.ResponseWriter) {
	if e, ok := a.body.(partnerError); ok && a.retry > 0 {
		e.RetryAfter = seconds(a.retry)
		a.body = e
		w.Header().Set("Retry-After", strconv.Itoa(e.RetryAfter))
	}
	if a.allow != "" {
		w.Header().Set("Allow", a.allow)
	}
	out, err := a.answered()
	if err != nil {
		out = answered{status: http.StatusInternalServerError, kind: jsonType}
	}
	if len(out.body) > 0 {
		w.Header().Set("Content-Type", out.kind)
		w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	}
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body) // a failed write means that the caller has gone away
}

// seconds rounds up: whoever waits that long does not come too early.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
