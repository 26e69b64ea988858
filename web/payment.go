package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Till reads what payment providers say.
type Till interface {
	// Event reads what claims to come from a provider; false: genuine, but
	// nothing for us. Errors: portal.ErrNotSigned; portal.ErrNotFound, where the
	// account does not use that provider; portal.ErrProviderDown, where the rest
	// of the story could not be fetched.
	Event(ctx context.Context, a portal.Account, provider string, header http.Header, body []byte) (portal.PaymentWord, bool, error)
	// Trial reads the token of the test provider's page. portal.ErrNotSigned.
	Trial(token string) (portal.Trial, error)
	// FinishTrial makes the event that a button of that page stands for.
	// portal.ErrNotSigned, portal.ErrTrialOver.
	FinishTrial(token string, outcome portal.PaymentState) (http.Header, []byte, error)
}

// paymentName is the query name with which a provider sends the customer back.
const paymentName = "payment"

// returned takes a customer who comes back from the payment provider. The
// address proves nothing: the provider is asked, and the result is shown.
func (d *deed) returned(payment string) error {
	dec, err := d.Portal.Returned(d.r.Context(), d.adm.Grant, payment)
	if errors.Is(err, portal.ErrNotFound) {
		return d.back(nil) // no payment of this link
	}
	if err != nil {
		return err
	}
	return d.seeOther(d.w, d.r, d.resultURL(dec))
}

// maxEvent is the largest webhook of a provider in bytes.
const maxEvent = 1 << 20

// paymentDoor takes the webhooks of payment providers, at
// /in/{account}/payments/{provider}: 400 for what the provider did not sign, 503
// for what could not be taken now, so that it comes again, else 200.
func (s *server) paymentDoor() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		v.page, v.route = "payment-event", "/in/{account}/payments/{provider}"
		account, provider, ok := paymentPath(v.path)
		if !ok {
			problemFor(http.StatusNotFound, "not-found", "There is no such address.").write(w)
			return
		}
		s.takeEvent(w, r, account, provider)
	})
}

func (s *server) takeEvent(w http.ResponseWriter, r *http.Request, account, provider string) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		problemFor(http.StatusMethodNotAllowed, "method", "This address takes POST.").write(w)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxEvent))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		problemFor(http.StatusRequestEntityTooLarge, "too-large", "The body is larger than 1 MiB.").write(w)
	case err != nil:
		problemFor(http.StatusBadRequest, "bad-request", "The body could not be read.").write(w)
	default:
		s.answerEvent(w, r, s.hearEvent(r.Context(), account, provider, r.Header, body))
	}
}

func (s *server) answerEvent(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case err == nil:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n")) // a failed write means that the sender has gone away
	case errors.Is(err, portal.ErrNotFound):
		problemFor(http.StatusNotFound, "not-found", "There is no such address.").write(w)
	case errors.Is(err, portal.ErrNotSigned):
		problemFor(http.StatusBadRequest, "not-signed", "The signature is missing, wrong or old.").write(w)
	default:
		s.Log.ErrorContext(r.Context(), "payment event was not taken", "error", err)
		w.Header().Set("Retry-After", "60")
		problemFor(http.StatusServiceUnavailable, "unavailable", "The event could not be taken now. Send it again.").write(w)
	}
}

// hearEvent verifies an event and has it recorded.
func (s *server) hearEvent(ctx context.Context, slug, provider string, header http.Header, body []byte) error {
	if s.Till == nil {
		return portal.ErrNotFound
	}
	account, err := s.Portal.AccountOf(ctx, slug)
	if err != nil {
		return err
	}
	word, ours, err := s.Till.Event(ctx, account, provider, header, body)
	if err != nil || !ours {
		return err
	}
	_, err = s.Portal.ProviderSaid(ctx, slug, word)
	return err
}

func paymentPath(path string) (account, provider string, ok bool) {
	account, rest, _ := strings.Cut(strings.TrimPrefix(path, "/in/"), "/")
	provider, ok = strings.CutPrefix(rest, "payments/")
	return account, provider, ok && link.ValidAccount(account) && provider != "" && !strings.Contains(provider, "/")
}
