package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenRequest is a link request as its page shows it.
type OpenRequest struct {
	Request LinkRequest
	Partner Partner
	Clients []Customer // that could answer; the chosen one alone once it is approved
	Cases   []HeldCase
	Decided *Decision // nil: not decided yet
}

// ErrPartnerOff means that the partner was switched off: its requests cannot be
// answered, and nothing of them is lost.
var ErrPartnerOff = errors.New("partner is disabled")

// OpenRequest gathers what the page of an approval link shows, whichever way
// the request stands.
func (s *Service) OpenRequest(ctx context.Context, g link.Grant) (OpenRequest, error) {
	if err := g.Genuine(link.Approve); err != nil {
		return OpenRequest{}, err
	}
	return s.openRequest(ctx, s.store, Key{g.Account(), g.ObjectID()})
}

func (s *Service) openRequest(ctx context.Context, rd Reader, k Key) (OpenRequest, error) {
	r, err := rd.Request(ctx, k)
	if err != nil {
		return OpenRequest{}, fmt.Errorf("request: %w", err)
	}
	open := OpenRequest{Request: r}
	if open.Partner, err = rd.Partner(ctx, r.Account, r.Partner); err != nil {
		return OpenRequest{}, fmt.Errorf("partner: %w", err)
	}
	ids := r.Clients
	if r.Client != "" {
		ids = []string{r.Client}
	}
	for _, id := range ids {
		c, err := rd.Customer(ctx, Key{r.Account, id})
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return OpenRequest{}, fmt.Errorf("client: %w", err)
		}
		open.Clients = append(open.Clients, c)
	}
	if open.Cases, err = rd.Cases(ctx, k); err != nil {
		return OpenRequest{}, fmt.Errorf("held cases: %w", err)
	}
	decision, err := rd.LastDecision(ctx, k)
	if errors.Is(err, ErrNotFound) {
		return open, nil
	}
	if err != nil {
		return OpenRequest{}, fmt.Errorf("decision: %w", err)
	}
	open.Decided = &decision
	return open, nil
}

// CaseSum is the number of cases that were not given up, and their total where
// all are in one currency; else Total is empty.
type CaseSum struct {
	Count    int
	Total    Amount
	Currency string
}

// Sum adds up the cases of a request. It is for reading: nothing is billed by it.
func Sum(cases []HeldCase) CaseSum {
	sum, total, digits, mixed := CaseSum{}, new(big.Rat), 0, false
	for _, c := range cases {
		if c.State == CaseDropped {
			continue
		}
		sum.Count++
		var body struct {
			Currency string          `json:"currencyCode"`
			Amount   json.RawMessage `json:"amountToRecover"`
		}
		text := ""
		if json.Unmarshal([]byte(c.Payload), &body) == nil {
			text = strings.Trim(string(body.Amount), `"`)
		}
		amount, ok := new(big.Rat), false
		if len(text) <= 30 && !strings.ContainsAny(text, "eEpP") { // an exponent would write a number of any length
			amount, ok = amount.SetString(text)
		}
		if !ok || sum.Currency != "" && sum.Currency != body.Currency {
			mixed = true
			continue
		}
		_, fraction, _ := strings.Cut(text, ".")
		digits = max(digits, len(fraction))
		sum.Currency = body.Currency
		total.Add(total, amount)
	}
	if !mixed && sum.Count > 0 {
		sum.Total = Amount(total.FloatString(digits))
	}
	return sum
}

// describeRequest is describe for a link request. The id may be that of a path,
// with its attempt.
func (s *Service) describeRequest(ctx context.Context, k ObjectKey) (object, error) {
	k.ID = RequestID(k.ID)
	open, err := s.openRequest(ctx, s.store, Key{k.Account, k.ID})
	if err != nil {
		return object{}, err
	}
	o := object{key: k, Reference: open.Request.Reference, Title: "Request of " + open.Partner.Name, Email: open.Request.Email}
	if len(open.Clients) > 0 {
		o.Person = open.Clients[0].Name
	}
	if open.Partner.Delivery == ByPartner {
		o.Email = ""
	}
	return o, nil
}

// RequestID takes the attempt off a path id; an id without one stays.
func RequestID(pathID string) string {
	dot := strings.LastIndexByte(pathID, '.')
	if dot <= 0 || strings.Trim(pathID[dot+1:], "0123456789") != "" || pathID[dot+1:] == "" {
		return pathID
	}
	return pathID[:dot]
}

// requestLetter is Letter for a mail about a link request. Receipts go out
// whatever became of the link; everything else lapses with its attempt.
func (s *Service) requestLetter(ctx context.Context, m Message) (Letter, error) {
	open, err := s.openRequest(ctx, s.store, Key{m.Object.Account, m.Object.ID})
	if err != nil {
		return Letter{}, err
	}
	r := open.Request
	receipt := m.Template == TemplateApproved || m.Template == TemplateDeclined || m.Template == TemplateExpired
	if r.Start != m.Start || !receipt && !r.Live(s.now().Unix()) {
		return Letter{}, ErrLapsed
	}
	account, ring, err := s.knownRing(ctx, m.Account)
	if err != nil {
		return Letter{}, err
	}
	url, err := s.requestURL(ring, r)
	if err != nil {
		return Letter{}, err
	}
	letter := Letter{
		Message: m, Account: account, Reference: r.Reference, Title: "Request of " + open.Partner.Name, Person: r.Person,
		Request: &r, Partner: open.Partner, Held: open.Cases, URL: url,
	}
	if len(open.Clients) > 0 {
		letter.Client = open.Clients[0].Name
	}
	if m.Template == TemplateCode {
		letter.URL = ""
		letter.Code, err = s.openCode(ctx, m)
	}
	return letter, err
}
