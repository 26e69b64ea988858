package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// CaseResult is what became of a case that a connected client's partner sent.
type CaseResult struct {
	Index     int
	Reference string
	CaseID    string
	ErrorType string // empty: it landed
	Error     string
}

// Types of errors of a case, as the partner API names them.
const (
	CaseInvalid    = "ValidationError"
	CaseDuplicate  = "DuplicateReference"
	CaseIdempotent = "IdempotencyViolation"
)

// checkCase says what is wrong with a case; empty: nothing.
func checkCase(payload string) (errorType, message string) {
	var c struct {
		Currency string          `json:"currencyCode"`
		Amount   json.RawMessage `json:"amountToRecover"`
		Debtor   struct {
			Name string `json:"name"`
			Type string `json:"type"`
		} `json:"debtor"`
	}
	if err := json.Unmarshal([]byte(payload), &c); err != nil {
		return CaseInvalid, "The case is not a JSON object of the documented form."
	}
	switch {
	case len(c.Currency) != 3:
		return CaseInvalid, "currencyCode must be a code of three letters."
	case c.Debtor.Name == "":
		return CaseInvalid, "debtor.name is required."
	case c.Debtor.Type != "Company" && c.Debtor.Type != "Person":
		return CaseInvalid, "debtor.type must be Company or Person."
	}
	return "", ""
}

// LandCases lands the cases that wait for it, each in a transaction of its own
// and exactly once, and says how many it ended. A case that cannot land fails
// with a reason and can be retried.
func (s *Service) LandCases(ctx context.Context) (int, error) {
	waiting, err := s.store.Landing(ctx, sweepBatch)
	if err != nil {
		return 0, fmt.Errorf("find cases to land: %w", err)
	}
	for i, c := range waiting {
		if err := s.land(ctx, c); err != nil {
			return i, err
		}
	}
	return len(waiting), nil
}

func (s *Service) land(ctx context.Context, c HeldCase) error {
	c.ErrorType, c.Error = checkCase(c.Payload)
	err := s.tryLanding(ctx, c)
	if errors.Is(err, ErrExists) {
		c.ErrorType, c.Error = CaseDuplicate, "The client has a case of this reference already."
		err = s.tryLanding(ctx, c)
	}
	return err
}

func (s *Service) tryLanding(ctx context.Context, c HeldCase) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		r, err := tx.Request(ctx, Key{c.Account, c.Request})
		if err != nil {
			return fmt.Errorf("request of a case: %w", err)
		}
		c.State, c.CaseID, c.UpdatedAt = CaseLanded, NewID("case"), s.now()
		if c.ErrorType != "" {
			c.State, c.CaseID = CaseFailed, ""
		}
		won, err := tx.LandCase(ctx, c, r.Client)
		if err != nil || !won {
			return err
		}
		return s.toldOfCase(ctx, tx, r, c)
	})
}

func (s *Service) toldOfCase(ctx context.Context, tx Tx, r LinkRequest, c HeldCase) error {
	if c.State == CaseFailed {
		return s.emitRequest(ctx, tx, r, EventReplayFailed, map[string]any{
			"caseIndex": c.Position, "creditorReference": c.Reference, "errorType": c.ErrorType, "errorMessage": c.Error,
			"retryUrl": fmt.Sprintf("%s/api/v1/link-requests/%s/cases/%d/retry", s.base, r.ID, c.Position),
		})
	}
	return s.emitRequest(ctx, tx, r, EventCaseCreated, map[string]any{
		"caseId": c.CaseID, "creditorReference": c.Reference, "case": json.RawMessage(c.Payload),
	})
}

// RetryCase puts a failed case back into the landing. False: it is not failed.
func (s *Service) RetryCase(ctx context.Context, by Actor, request Key, position int64) (bool, error) {
	moved := false
	err := s.store.InTx(ctx, func(tx Tx) error {
		r, err := tx.Request(ctx, request)
		if err != nil {
			return fmt.Errorf("request: %w", err)
		}
		cases, err := tx.Cases(ctx, request)
		if err != nil {
			return fmt.Errorf("cases: %w", err)
		}
		for _, c := range cases {
			if c.Position != position || c.State != CaseFailed {
				continue
			}
			c.State, c.ErrorType, c.Error, c.UpdatedAt = CaseLanding, "", "", s.now()
			if moved, err = tx.RetryCase(ctx, c); err != nil {
				return fmt.Errorf("retry case: %w", err)
			}
			return s.RecordIn(ctx, tx, requestEntry(r, string(by), "case.retried", map[string]any{"position": position}))
		}
		return nil
	})
	return moved, err
}

// landNow lands the cases of a client that is connected already: each new
// reference becomes a case, one that is known is refused.
func (a *asking) landNow(ctx context.Context, conn Connection) ([]CaseResult, error) {
	carried, err := a.carried(ctx, conn)
	if err != nil {
		return nil, err
	}
	var results []CaseResult
	for i, sub := range a.sub.Cases {
		res := CaseResult{Index: i, Reference: sub.Reference}
		res.ErrorType, res.Error = checkCase(string(sub.Payload))
		if sub.Reference == "" && carried[string(sub.Payload)] {
			res.ErrorType, res.Error = CaseIdempotent, "The link request carried this case already."
		}
		if res.ErrorType == "" {
			res.CaseID = NewID("case")
			fresh, err := a.tx.AddCase(ctx, conn, sub.Reference, res.CaseID, string(sub.Payload), a.now())
			if err != nil {
				return nil, fmt.Errorf("add case: %w", err)
			}
			if !fresh {
				res.CaseID, res.ErrorType, res.Error = "", CaseIdempotent, "The client has a case of this reference already."
			}
		}
		if res.CaseID != "" {
			err := a.emit(ctx, a.tx, Event{
				Account: conn.Account, Type: EventCaseCreated, Partner: conn.Partner, ObjectType: "connection", ObjectID: conn.ID,
				Data: facts(map[string]any{
					"externalTenantId": conn.Tenant, "caseId": res.CaseID, "creditorReference": res.Reference, "case": sub.Payload,
				}),
			})
			if err != nil {
				return nil, err
			}
		}
		results = append(results, res)
	}
	return results, nil
}

// carried are the cases without a reference that a connection's link request
// brought along: a partner that asks again with the same body means them.
func (a *asking) carried(ctx context.Context, conn Connection) (map[string]bool, error) {
	if conn.Request == "" {
		return nil, nil
	}
	cases, err := a.tx.Cases(ctx, Key{conn.Account, conn.Request})
	if err != nil {
		return nil, fmt.Errorf("cases of a connection's request: %w", err)
	}
	payloads := map[string]bool{}
	for _, c := range cases {
		if c.Reference == "" {
			payloads[c.Payload] = true
		}
	}
	return payloads, nil
}
