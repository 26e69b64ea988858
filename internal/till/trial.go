package till

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/pay"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Trial reads what the test provider's page is to show. portal.ErrNotSigned: we
// did not make this token.
func (t *Till) Trial(token string) (portal.Trial, error) {
	ask, err := t.test.Read(token)
	if err != nil {
		return portal.Trial{}, fmt.Errorf("test page: %w", errors.Join(portal.ErrNotSigned, err))
	}
	return portal.Trial{
		Account: ask.Account, Payment: ask.Payment, Setup: ask.Purpose == pay.SetUp, Description: ask.Description,
		Amount: portal.Amount(ask.Money.Decimal()), Currency: ask.Money.Currency,
		ReturnURL: ask.ReturnURL, CancelURL: ask.CancelURL, ExpiresAt: ask.ExpiresAt,
	}, nil
}

// FinishTrial makes the event that a button of the test page stands for, to be
// taken in like any other.
func (t *Till) FinishTrial(token string, outcome portal.PaymentState) (http.Header, []byte, error) {
	header, body, err := t.test.Finish(token, pay.State(outcome), t.Now())
	if errors.Is(err, pay.ErrForged) {
		return nil, nil, fmt.Errorf("test page: %w", portal.ErrNotSigned)
	}
	if errors.Is(err, pay.ErrRefused) {
		return nil, nil, fmt.Errorf("test page: %w", portal.ErrTrialOver)
	}
	return header, body, err
}
