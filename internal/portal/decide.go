package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Choice is what a client presses.
type Choice struct {
	Approve   bool
	Client    string // which company, where several matched; else empty
	Reason    string // of a decline, at most MaxReason characters
	FormValue string
	Network   string
	UserAgent string
	Hurried   bool
}

// MaxReason is how long the reason of a decline can be, in characters.
const MaxReason = 500

// Verdict of a decision.
//
//sumtype:decl
type Decided interface{ decided() }

// Won says that this choice was recorded.
type Won struct{ Request LinkRequest }

// Same says that the same choice was recorded before: by this form, or by
// someone with the link.
type Same struct{ Request LinkRequest }

// Other says that the other choice was recorded before. Nothing was changed.
type Other struct{ Request LinkRequest }

// Lost says that the request can no longer be answered by this link: how it
// stands is for Admit to say.
type Lost struct{ Request LinkRequest }

// ElsewhereMeanwhile says that the client was connected to another partner
// first. The request is blocked now.
type ElsewhereMeanwhile struct{ Request LinkRequest }

func (Won) decided()                {}
func (Same) decided()               {}
func (Other) decided()              {}
func (Lost) decided()               {}
func (ElsewhereMeanwhile) decided() {}

// ErrStranger means that the address which the request was sent to is no longer
// one of the client's: whoever holds the link may not answer for it.
var ErrStranger = errors.New("the address that was written to is not the client's any more")

// ErrChooseClient means that several clients matched and none was chosen.
var ErrChooseClient = errors.New("several clients matched: one must be chosen")

// Decide records a client's decision, once (T4, T5). Whoever loses reads what
// was recorded; losing is no error. Errors: ErrChooseClient, ErrPartnerOff,
// ErrStranger, and ours.
func (s *Service) Decide(ctx context.Context, g link.Grant, c Choice) (Decided, error) {
	if err := g.For(link.Approve); err != nil {
		return nil, err
	}
	var result Decided
	for range tries {
		err := s.store.InTx(ctx, func(tx Tx) error {
			var err error
			result, err = s.decide(ctx, tx, g, c)
			return err
		})
		if errors.Is(err, errBlocked) {
			return s.block(ctx, g)
		}
		if errors.Is(err, ErrStranger) {
			return nil, errors.Join(err, s.Report(ctx, g, ReportStranger))
		}
		if !errors.Is(err, errAgain) {
			return result, err
		}
	}
	return nil, fmt.Errorf("decide: %w", errAgain)
}

// errBlocked rolls a decision back: the client has another connection.
var errBlocked = errors.New("client is connected elsewhere")

func (s *Service) decide(ctx context.Context, tx Tx, g link.Grant, c Choice) (Decided, error) {
	r, err := tx.Request(ctx, Key{g.Account(), g.ObjectID()})
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	client, err := chosen(r, c)
	if err != nil {
		return nil, err
	}
	to := Declined
	if c.Approve {
		to = Approved
	}
	now := s.now()
	next := r
	next.Status, next.Client, next.Reason, next.FormValue, next.DecidedAt, next.UpdatedAt = to, client, c.Reason, c.FormValue, now, now
	won, err := tx.Decide(ctx, next, int64(g.Attempt()), s.late().Unix())
	if err != nil {
		return nil, fmt.Errorf("decide request: %w", err)
	}
	if !won {
		return s.lost(ctx, tx, r.Key, to)
	}
	return Won{Request: next}, s.settle(ctx, tx, next, c)
}

// chosen is the client that a choice is for.
func chosen(r LinkRequest, c Choice) (string, error) {
	switch {
	case len(r.Clients) == 1:
		return r.Clients[0], nil
	case slices.Contains(r.Clients, c.Client):
		return c.Client, nil
	case !c.Approve:
		return "", nil
	}
	return "", ErrChooseClient
}

// lost reads what was recorded instead. A request that ran out a moment ago is
// reported as expired by whoever finds it (T6).
func (s *Service) lost(ctx context.Context, tx Tx, k Key, wanted RequestStatus) (Decided, error) {
	r, err := tx.Request(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	switch {
	case r.Status == wanted:
		return Same{Request: r}, nil
	case r.Status == Approved || r.Status == Declined:
		return Other{Request: r}, nil
	case r.Status == Pending && s.late().Unix() >= r.End:
		if err := s.expire(ctx, tx, r); err != nil {
			return nil, err
		}
		r.Status = RequestExpired
	}
	return Lost{Request: r}, nil
}

// settle writes all that follows from a decision, in its transaction.
func (s *Service) settle(ctx context.Context, tx Tx, r LinkRequest, c Choice) error {
	d := Decision{
		ID: NewID("dec"), Account: r.Account, Request: r.ID, Attempt: r.Attempt, Choice: r.Status, Client: r.Client,
		Reason: c.Reason, FormValue: c.FormValue, Network: c.Network, UserAgent: c.UserAgent, Hurried: c.Hurried, At: r.DecidedAt,
	}
	if err := tx.AddDecision(ctx, d); err != nil {
		return fmt.Errorf("add decision: %w", err)
	}
	p, err := tx.Partner(ctx, r.Account, r.Partner)
	if err != nil {
		return fmt.Errorf("partner: %w", err)
	}
	if !p.DisabledAt.IsZero() {
		return ErrPartnerOff
	}
	template := TemplateDeclined
	if r.Status == Approved {
		template = TemplateApproved
		err = s.approved(ctx, tx, r)
	} else {
		err = s.declined(ctx, tx, r)
	}
	if err != nil {
		return err
	}
	if _, err := s.mailRequest(ctx, tx, p, r, template); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, requestEntry(r, string(ByCustomer), "request."+string(r.Status), map[string]any{
		"attempt": r.Attempt, "decision": d.ID, "network": c.Network, "hurried": c.Hurried,
	}))
}

func (s *Service) approved(ctx context.Context, tx Tx, r LinkRequest) error {
	c, err := tx.Customer(ctx, Key{r.Account, r.Client})
	if err != nil {
		return fmt.Errorf("client: %w", err)
	}
	if err := knowsAddressee(ctx, tx, r); err != nil {
		return err
	}
	conn := Connection{
		Account: r.Account, ID: NewID("con"), Partner: r.Partner, Client: r.Client, Tenant: r.Tenant, Request: r.ID, LinkedAt: r.DecidedAt,
	}
	if err := tx.AddConnection(ctx, conn); errors.Is(err, ErrExists) {
		return errBlocked
	} else if err != nil {
		return fmt.Errorf("add connection: %w", err)
	}
	cases, err := tx.MoveCases(ctx, r.Key, CaseHeld, CaseLanding, r.DecidedAt)
	if err != nil {
		return fmt.Errorf("release cases: %w", err)
	}
	err = s.emitRequest(ctx, tx, r, EventLinked, map[string]any{
		"linkedAt": stamp(r.DecidedAt), "casesToLand": cases, "connectionId": conn.ID,
		"creditor": map[string]any{
			"id": c.ID, "companyName": c.Name, "registrationNumber": c.RegistrationNumber, "countryId": c.Country, "isAttributed": false,
		},
	})
	if err != nil {
		return err
	}
	blocked, err := tx.Block(ctx, r.Account, r.Client, r.ID, r.DecidedAt)
	if err != nil {
		return fmt.Errorf("block other requests: %w", err)
	}
	for _, other := range blocked {
		if err := s.blockedBy(ctx, tx, other); err != nil {
			return err
		}
	}
	return nil
}

// knowsAddressee makes sure that a client which matched still has the address
// that the request went to.
func knowsAddressee(ctx context.Context, tx Tx, r LinkRequest) error {
	if r.Email == "" {
		return nil // the partner brought the link itself
	}
	known, err := tx.ClientsByEmail(ctx, r.Account, []string{NormalEmail(r.Email)})
	if err != nil {
		return fmt.Errorf("clients of an address: %w", err)
	}
	for _, c := range known {
		if slices.Contains(r.Clients, c.ID) {
			return nil
		}
	}
	return ErrStranger
}

func (s *Service) blockedBy(ctx context.Context, tx Tx, r LinkRequest) error {
	if err := s.emitRequest(ctx, tx, r, EventLinkBlocked, nil); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, requestEntry(r, string(BySystem), "request.blocked", map[string]any{"attempt": r.Attempt}))
}

// declined tells the partner what it knows already, and the reason.
func (s *Service) declined(ctx context.Context, tx Tx, r LinkRequest) error {
	extra := map[string]any{"declinedAt": stamp(r.DecidedAt), "creditor": submittedCompany(r)}
	if r.Reason != "" {
		extra["reason"] = r.Reason
	}
	return s.emitRequest(ctx, tx, r, EventLinkDeclined, extra)
}

// block puts a request whose client was connected elsewhere into the state that
// says so (T11).
func (s *Service) block(ctx context.Context, g link.Grant) (Decided, error) {
	k := Key{g.Account(), g.ObjectID()}
	var r LinkRequest
	err := s.store.InTx(ctx, func(tx Tx) error {
		var err error
		if r, err = tx.Request(ctx, k); err != nil {
			return fmt.Errorf("request: %w", err)
		}
		for _, client := range r.Clients {
			blocked, err := tx.Block(ctx, r.Account, client, "", s.now())
			if err != nil {
				return fmt.Errorf("block request: %w", err)
			}
			for _, other := range blocked {
				if err := s.blockedBy(ctx, tx, other); err != nil {
					return err
				}
			}
		}
		r, err = tx.Request(ctx, k)
		return err
	})
	return ElsewhereMeanwhile{Request: r}, err
}
