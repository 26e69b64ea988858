package portal

import (
	"context"
	"errors"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// ErrProviderDown means that the payment provider did not answer. What was
// decided is recorded; pressing again goes on from there.
var ErrProviderDown = errors.New("the payment provider does not answer")

// Submit records what a customer does about something billed, once. Whoever
// comes second reads what was recorded; that is no error. Errors: ErrNotFound,
// where the act is about nothing of this link; link.ErrLapsed, where the link
// was replaced or withdrawn this moment and Admit has the word;
// ErrProviderDown; and ours.
func (s *Service) Submit(ctx context.Context, g link.Grant, act Act) (Acted, error) {
	return nil, ErrNotFound
}

// Result returns a decision for the page that says what became of it.
// ErrNotFound: none of that id was made through this object.
func (s *Service) Result(ctx context.Context, g link.Grant, decision string) (BillingDecision, error) {
	return BillingDecision{}, ErrNotFound
}

// TakeBack withdraws a request that was not answered yet. Errors as Result.
func (s *Service) TakeBack(ctx context.Context, g link.Grant, decision string) (TakingBack, error) {
	return nil, ErrNotFound
}

// GiveReason adds the reason of a cancel after it was recorded, once; false:
// one was given before. Errors as Result, and *InvalidError.
func (s *Service) GiveReason(ctx context.Context, g link.Grant, decision, reason, comment string) (given bool, err error) {
	return false, ErrNotFound
}

// Conclude records the billing system's answer to a decision, once. Errors:
// ErrNotFound, *InvalidError.
func (s *Service) Conclude(ctx context.Context, by Actor, k Key, ask ConcludeAsk) (Concluding, error) {
	return nil, ErrNotFound
}

// Returned looks how the payment of a customer who comes back from the
// provider stands, and records what there is to record. ErrNotFound: it is no
// payment of this link.
func (s *Service) Returned(ctx context.Context, g link.Grant, payment string) (BillingDecision, error) {
	return BillingDecision{}, ErrNotFound
}

// ProviderSaid records a payment provider's word, whose origin the caller has
// verified.
func (s *Service) ProviderSaid(ctx context.Context, account string, w PaymentWord) (Hearing, error) {
	return nil, ErrNotFound
}

// Declare records what somebody declares on one of an account's public forms,
// and mails the receipt to the address they typed. It is Accepted or
// Incomplete; the same form once more is answered as the first time.
// ErrNotFound: there is no such account.
func (s *Service) Declare(ctx context.Context, account string, st Statement) (Acted, error) {
	return nil, ErrNotFound
}
