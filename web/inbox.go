package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// inboxDoor takes what the billing system delivers, at
// /in/{account}/notifications. It reads nothing of it: a message is kept as it
// came and answered at once, so that the sender never waits and never has a
// reason to give up. What is not ours to keep is told by its status; after a 503
// the sender comes again.
func (s *server) inboxDoor() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		v.page, v.route = "inbox", "/in/{account}/notifications"
		account := r.PathValue("account")
		if !link.ValidAccount(account) {
			problemFor(http.StatusNotFound, "not-found", "There is no such address.").write(w)
			return
		}
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			problemFor(http.StatusMethodNotAllowed, "method", "This address takes POST.").write(w)
			return
		}
		if p := s.receive(w, r, account); p != nil {
			if p.Status == http.StatusUnauthorized {
				w.Header().Set("WWW-Authenticate", `Basic realm="latchkey", charset="UTF-8"`)
			}
			p.write(w)
		}
	})
}

// receive keeps one message, or says why not.
func (s *server) receive(w http.ResponseWriter, r *http.Request, account string) *apiProblem {
	if p := s.mayDeliver(r, account); p != nil {
		return p
	}
	contentType := r.Header.Get("Content-Type")
	if !speaksNotifications(contentType) || r.Header.Get("Content-Encoding") != "" {
		return problemFor(http.StatusUnsupportedMediaType, "unsupported", "Send XML or JSON, not compressed, with its Content-Type.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, intake.MaxMessage))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return problemFor(http.StatusRequestEntityTooLarge, "too-large", "The body is larger than 1 MiB.")
	case err != nil, len(bytes.TrimSpace(body)) == 0:
		return problemFor(http.StatusBadRequest, "bad-request", "The body is empty, or did not come whole.")
	}
	in, err := s.Portal.ReceiveNotification(r.Context(), account, contentType, body)
	if err != nil {
		return s.inboxFault(r.Context(), err)
	}
	out, err := encode(map[string]string{"state": string(in.State)})
	if err != nil {
		return s.inboxFault(r.Context(), err)
	}
	w.Header().Set("Content-Type", jsonType)
	_, _ = w.Write(out) // a failed write means that the sender has gone away: it comes again, and makes nothing
	return nil
}

// mayDeliver asks for the account's inbox password. The name beside it may be
// anything. Whether the account or the password is wrong cannot be told apart.
func (s *server) mayDeliver(r *http.Request, account string) *apiProblem {
	_, password, _ := r.BasicAuth()
	opens, err := s.Portal.OpensInbox(r.Context(), account, password)
	if err != nil {
		return s.inboxFault(r.Context(), err)
	}
	if !opens {
		return problemFor(http.StatusUnauthorized, "unauthorized", "Send the password of the account's inbox as HTTP basic authentication.")
	}
	return nil
}

// inboxFault is for whatever is ours. The sender is asked to come again: an
// answer of another kind could make it drop the message.
func (s *server) inboxFault(ctx context.Context, err error) *apiProblem {
	s.Log.ErrorContext(ctx, "notification not kept", "error", err, "busy", errors.Is(err, portal.ErrUnavailable))
	return problemFor(http.StatusServiceUnavailable, "unavailable", "We could not keep it. Send it again.")
}

// speaksNotifications reports whether a content type is XML or JSON; none is
// either.
func speaksNotifications(contentType string) bool {
	name, _, _ := strings.Cut(contentType, ";")
	switch name = strings.ToLower(strings.TrimSpace(name)); name {
	case "", "application/xml", "text/xml", "application/json", "text/json":
		return true
	}
	return strings.HasSuffix(name, "+xml") || strings.HasSuffix(name, "+json")
}
