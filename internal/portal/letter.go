package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// TemplateNewLink is the mail that carries a link to one object.
const TemplateNewLink = "new-link"

// askedFact is where the data of a mail says who asked for it.
const askedFact = "asked"

// ErrLapsed means that a mail's link ended or was replaced before it went out.
var ErrLapsed = errors.New("the link ended or was replaced before the mail went out")

// queue adds the mail that carries the link in force. The link itself is not
// kept: Letter derives it when the mail goes out.
func (s *Service) queue(ctx context.Context, tx Tx, o object, st LinkState, actor Actor) error {
	m := Message{
		ID: NewID("msg"), Account: o.key.Account, Template: TemplateNewLink, To: o.Email,
		Object: o.key, Start: st.Start, End: st.End,
		Data:  facts(map[string]any{askedFact: string(actor)}),
		State: Queued, NextAt: s.now(), CreatedAt: s.now(),
	}
	if err := tx.AddMessage(ctx, m); err != nil {
		return fmt.Errorf("queue mail: %w", err)
	}
	return nil
}

// Letter is what a mail says, before it is put into words.
type Letter struct {
	Message   Message
	Account   Account
	Reference string
	Title     string // "Invoice INV-2026-0417"
	Person    string
	Invoice   *Invoice         // where the link opens one
	Request   *LinkRequest     // where it is about one
	Decision  *BillingDecision // where it is about one
	Customer  Customer         // whom the decision is for; zero: not known
	Partner   Partner          // of the request
	Client    string           // name of the client the request is about
	Held      []HeldCase       // of the request
	Code      string           // of a mail that carries one
	URL       string           // the link, derived now; empty in a mail that carries a code or tells of a decision
}

// Letter gathers a message's facts and derives its link. ErrLapsed: the link
// is over or was replaced, so the mail must not go out.
func (s *Service) Letter(ctx context.Context, m Message) (Letter, error) {
	if aboutDecision(m.Template) {
		return s.decisionLetter(ctx, m)
	}
	if m.Object.Kind == link.Approve {
		return s.requestLetter(ctx, m)
	}
	o, err := s.describe(ctx, m.Object)
	if err != nil {
		return Letter{}, err
	}
	account, ring, err := s.knownRing(ctx, m.Account)
	if err != nil {
		return Letter{}, err
	}
	state, err := s.store.LinkState(ctx, m.Object)
	if err != nil {
		return Letter{}, fmt.Errorf("link state: %w", err)
	}
	if s.now().Unix() >= m.End || m.Start < state.CutOff {
		return Letter{}, ErrLapsed
	}
	params, err := m.params()
	if err != nil {
		return Letter{}, err
	}
	target, err := ring.SignV2(link.Spec{Kind: m.Object.Kind, PathID: m.Object.ID, Start: m.Start, End: m.End, Params: params})
	if err != nil {
		return Letter{}, fmt.Errorf("derive link of a mail: %w", err)
	}
	letter := Letter{Message: m, Account: account, Reference: o.Reference, Title: o.Title, Person: o.Person, URL: s.base + target}
	if m.Template == TemplateCode {
		letter.URL = ""
		letter.Code, err = s.openCode(ctx, m)
		return letter, err
	}
	if m.Object.Kind == link.Invoice {
		inv, err := s.store.Invoice(ctx, Key{m.Account, m.Object.ID})
		if err != nil {
			return Letter{}, fmt.Errorf("invoice of a mail: %w", err)
		}
		letter.Invoice = &inv
	}
	return letter, nil
}

// params are the parameters of the link that a mail carries; nil: none.
func (m Message) params() (map[string]string, error) {
	if m.Data == "" {
		return nil, nil
	}
	var data struct {
		Params map[string]string `json:"params"`
	}
	if err := json.Unmarshal([]byte(m.Data), &data); err != nil {
		return nil, fmt.Errorf("data of a mail: %w", err)
	}
	return data.Params, nil
}
