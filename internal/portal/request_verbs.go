package portal

import (
	"context"
	"encoding/json"
	"fmt"
)

// submittedCompany is what a partner is told of a client that did not approve:
// what it said itself.
func submittedCompany(r LinkRequest) map[string]any {
	var sub struct {
		Client struct {
			Name   string `json:"name"`
			Number string `json:"registrationNumber"`
		} `json:"client"`
	}
	// What cannot be read was not ours to begin with: the names stay empty.
	_ = json.Unmarshal([]byte(r.Submitted), &sub)
	return map[string]any{"companyName": sub.Client.Name, "registrationNumber": sub.Client.Number}
}

// RequestAsk asks for a verb on a link request.
type RequestAsk struct {
	Actor   Actor
	Request Key
	Attempt int64 // the attempt the asker saw; 0: whichever is in force
	Days    int   // TTL of the new attempt; 0: the partner's
	Mail    bool
	Force   bool // also against the cool-down of a decline
	Drop    bool // withdraw: the held cases are given up too
}

// RequestOutcome is what became of it. Losing is no error.
//
//sumtype:decl
type RequestOutcome interface{ requestOutcome() }

// RequestDone says that the verb took effect; URL is the link in force, shown
// once.
type RequestDone struct {
	Request LinkRequest
	URL     string
	Mail    MailState
}

// RequestNot says that the request is in no state for the verb: approved,
// withdrawn, overtaken. Nothing was changed.
type RequestNot struct{ Request LinkRequest }

func (RequestDone) requestOutcome() {}
func (RequestNot) requestOutcome()  {}

// ReissueRequest makes a new attempt (T3, T7, T8, T10): the link before says
// that there is a newer one. It never does so for a client that is connected.
func (s *Service) ReissueRequest(ctx context.Context, ask RequestAsk) (RequestOutcome, error) {
	do, err := s.reissuingRequest(ctx, ask)
	if err != nil {
		return nil, err
	}
	return s.verb(ctx, ask, do)
}

// requestDeed is a verb on a request as it is found in a transaction. errAgain:
// it was changed between that look and the write.
type requestDeed func(Tx, LinkRequest, Partner) (RequestOutcome, error)

func (s *Service) reissuingRequest(ctx context.Context, ask RequestAsk) (requestDeed, error) {
	_, ring, err := s.knownRing(ctx, ask.Request.Account)
	if err != nil {
		return nil, err
	}
	return func(tx Tx, r LinkRequest, p Partner) (RequestOutcome, error) {
		if r.Status == Approved || r.Status == Blocked {
			return RequestNot{Request: r}, nil
		}
		days, err := requestDays(ask.Days, p)
		if err != nil {
			return nil, err
		}
		next, won, err := s.renewRequest(ctx, tx, r, ask.Actor, days)
		if err == nil && !won {
			err = errAgain
		}
		if err != nil {
			return nil, err
		}
		done := RequestDone{Request: next, Mail: MailSuppressedDeclined}
		if done.URL, err = s.requestURL(ring, next); err != nil {
			return nil, err
		}
		cool := r.Status == Declined && s.now().Sub(r.DecidedAt) < declineCoolDown && !ask.Force
		if ask.Mail && !cool {
			done.Mail, err = s.mailRequest(ctx, tx, p, next, TemplateRequest)
		}
		return done, err
	}, nil
}

// verb runs f on the attempt that the asker saw, and again where somebody else
// changed the request between f's look and its write. Which attempt is meant is
// settled before the first try, so that two who ask at once do not both get one.
func (s *Service) verb(ctx context.Context, ask RequestAsk, f requestDeed) (RequestOutcome, error) {
	if ask.Attempt == 0 {
		r, err := s.store.Request(ctx, ask.Request)
		if err != nil {
			return nil, fmt.Errorf("request: %w", err)
		}
		ask.Attempt = r.Attempt
	}
	for range tries {
		var result RequestOutcome
		err := s.store.InTx(ctx, func(tx Tx) error {
			r, p, err := s.forVerb(ctx, tx, ask)
			if err != nil {
				return err
			}
			if result = (RequestNot{Request: r}); ask.Attempt != r.Attempt {
				return nil
			}
			result, err = f(tx, r, p)
			return err
		})
		if err == nil {
			return result, nil
		}
		if !isAgain(err) {
			return nil, err
		}
	}
	return nil, fmt.Errorf("change request %s: %w", ask.Request.ID, errAgain)
}

// forVerb reads a request and its partner, and first reports it as expired if
// it has run out.
func (s *Service) forVerb(ctx context.Context, tx Tx, ask RequestAsk) (LinkRequest, Partner, error) {
	r, err := tx.Request(ctx, ask.Request)
	if err != nil {
		return LinkRequest{}, Partner{}, fmt.Errorf("request: %w", err)
	}
	p, err := tx.Partner(ctx, r.Account, r.Partner)
	if err != nil {
		return LinkRequest{}, Partner{}, fmt.Errorf("partner: %w", err)
	}
	if r.Status == Pending && s.now().Unix() >= r.End {
		if err := s.expire(ctx, tx, r); err != nil {
			return LinkRequest{}, Partner{}, err
		}
		r.Status = RequestExpired
	}
	return r, p, nil
}

func requestDays(days int, p Partner) (int, error) {
	if days == 0 {
		days = p.TTLDays
	}
	if days < MinTTLDays || days > MaxTTLDays {
		return 0, fmt.Errorf("%d days (%d to %d): %w", days, MinTTLDays, MaxTTLDays, ErrDays)
	}
	return days, nil
}

// renewRequest is the conditional write of a new attempt with its event and
// audit entry.
func (s *Service) renewRequest(ctx context.Context, tx Tx, r LinkRequest, by Actor, days int) (LinkRequest, bool, error) {
	next := s.windowFor(r, r.Attempt+1, days)
	next.Status = Pending
	won, err := tx.Renew(ctx, next, r.Status, issueOf(next, by, s.now()))
	if err != nil {
		return LinkRequest{}, false, fmt.Errorf("renew request: %w", err)
	}
	if !won {
		return LinkRequest{}, false, nil
	}
	if next, err = tx.Request(ctx, r.Key); err != nil {
		return LinkRequest{}, false, fmt.Errorf("request: %w", err)
	}
	return next, true, s.issued(ctx, tx, next, string(by))
}

// RemindRequest mails the link in force once more. It changes nothing about it.
// Where no mail can go out, because the partner delivers or the address takes
// none, nobody is told that one did: Mail says why.
func (s *Service) RemindRequest(ctx context.Context, ask RequestAsk) (RequestOutcome, error) {
	return s.verb(ctx, ask, s.remindingRequest(ctx, ask))
}

func (s *Service) remindingRequest(ctx context.Context, ask RequestAsk) requestDeed {
	return func(tx Tx, r LinkRequest, p Partner) (RequestOutcome, error) {
		if !r.Live(s.now().Unix()) {
			return RequestNot{Request: r}, nil
		}
		mail, err := s.mailRequest(ctx, tx, p, r, TemplateReminder)
		if err != nil {
			return nil, err
		}
		if mail != MailQueued {
			return RequestDone{Request: r, Mail: mail}, nil
		}
		if err := s.emitRequest(ctx, tx, r, EventLinkReminded, nil); err != nil {
			return nil, err
		}
		entry := requestEntry(r, string(ask.Actor), "request.reminded", map[string]any{"attempt": r.Attempt})
		return RequestDone{Request: r, Mail: mail}, s.RecordIn(ctx, tx, entry)
	}
}

// WithdrawRequest ends a request without a successor (T9). Its held cases stay,
// unless the asker says that they are to be dropped.
func (s *Service) WithdrawRequest(ctx context.Context, ask RequestAsk) (RequestOutcome, error) {
	return s.verb(ctx, ask, s.withdrawingRequest(ctx, ask))
}

func (s *Service) withdrawingRequest(ctx context.Context, ask RequestAsk) requestDeed {
	return func(tx Tx, r LinkRequest, _ Partner) (RequestOutcome, error) {
		if !r.withdrawable() {
			return RequestNot{Request: r}, nil
		}
		if err := s.withdraw(ctx, tx, r, ask.Actor, ask.Drop); err != nil {
			return nil, err
		}
		r.Status = RequestWithdrawn
		return RequestDone{Request: r}, nil
	}
}

// withdrawable says whether T9 starts at the request's state.
func (r LinkRequest) withdrawable() bool {
	return r.Status == Pending || r.Status == RequestExpired || r.Status == Declined
}

// withdraw is T9 inside a transaction; errAgain: the request is in no state for
// it any more.
func (s *Service) withdraw(ctx context.Context, tx Tx, r LinkRequest, by Actor, drop bool) error {
	won, err := tx.Withdraw(ctx, r.Key, r.Attempt, s.now())
	if err != nil {
		return fmt.Errorf("withdraw request: %w", err)
	}
	if !won {
		return errAgain
	}
	dropped := int64(0)
	if drop {
		if dropped, err = tx.MoveCases(ctx, r.Key, CaseHeld, CaseDropped, s.now()); err != nil {
			return fmt.Errorf("drop cases: %w", err)
		}
	}
	if err := s.emitRequest(ctx, tx, r, EventLinkWithdrawn, map[string]any{"casesDropped": dropped}); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, requestEntry(r, string(by), "request.withdrawn", map[string]any{"attempt": r.Attempt, "casesDropped": dropped}))
}
