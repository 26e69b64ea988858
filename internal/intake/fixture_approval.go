package intake

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What a fixture says of partners and their link requests.

type fixtureAPIKey struct {
	Name   string   `json:"name"`
	Key    string   `json:"key"`
	Scopes []string `json:"scopes"`
}

type fixturePartner struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	APIKey  string `json:"apiKey"`
	TTLDays int    `json:"ttlDays"`
}

type fixtureClient struct {
	ID                 string        `json:"id"`
	Name               string        `json:"name"`
	Country            string        `json:"country"`
	RegistrationNumber string        `json:"registrationNumber"`
	OnboardingDone     bool          `json:"onboardingDone"`
	Users              []portal.User `json:"users"`
}

type fixtureRequest struct {
	ID          string            `json:"id"`
	Partner     string            `json:"partner"`
	Tenant      string            `json:"externalTenantId"`
	Client      string            `json:"client"`
	State       string            `json:"state"`
	Attempt     int64             `json:"attempt"`
	TTLDays     int               `json:"ttlDays"`
	RequestedAt int64             `json:"requestedAt"`
	S           int64             `json:"s"`
	E           int64             `json:"e"`
	Cases       []json.RawMessage `json:"cases"`
	Attempts    []fixtureAttempt  `json:"attempts"`
	DecidedAt   int64             `json:"decidedAt"`
	EndedAt     int64             `json:"endedAt"`
	ExpiredAt   int64             `json:"expiredAt"`
	Reason      string            `json:"reason"`
}

type fixtureAttempt struct {
	Attempt int64 `json:"attempt"`
	S       int64 `json:"s"`
	E       int64 `json:"e"`
}

// readApproval adds partners, keys, clients and link requests to an account.
func (a fixtureAccount) readApproval(f *portal.FixtureAccount, at time.Time) error {
	for i, k := range a.APIKeys {
		f.APIKeys = append(f.APIKeys, portal.APIKey{
			Account: a.Slug, ID: fmt.Sprintf("key-%s-%d", a.Slug, i+1), Name: k.Name, KeyHash: portal.KeyHash(k.Key), Scopes: k.Scopes, CreatedAt: at,
		})
	}
	for _, p := range a.Partners {
		f.Partners = append(f.Partners, portal.Partner{
			Account: a.Slug, ID: p.ID, Name: p.Name, KeyHash: portal.KeyHash(p.APIKey), TTLDays: p.TTLDays, Delivery: portal.ByMail, CreatedAt: at,
		})
	}
	clients := map[string]portal.Customer{}
	for _, c := range a.Clients {
		clients[c.ID] = portal.Customer{
			Key: portal.Key{Account: a.Slug, ID: c.ID}, Name: c.Name, Type: "business", Country: c.Country,
			RegistrationNumber: c.RegistrationNumber, OnboardingDone: c.OnboardingDone, Users: c.Users,
		}
		f.Customers = append(f.Customers, clients[c.ID])
	}
	for _, r := range a.LinkRequests {
		read, err := r.read(a.Slug, clients[r.Client])
		if err != nil {
			return fmt.Errorf("link request %s: %w", r.ID, err)
		}
		f.Requests = append(f.Requests, read)
	}
	return nil
}

func (r fixtureRequest) read(account string, client portal.Customer) (portal.FixtureRequest, error) {
	submitted, err := submittedBy(client)
	if err != nil {
		return portal.FixtureRequest{}, err
	}
	request := portal.LinkRequest{
		Key: portal.Key{Account: account, ID: r.ID}, Partner: r.Partner, Tenant: r.Tenant, Status: portal.RequestStatus(r.State),
		Reference: portal.ReferenceOf(portal.ObjectKey{Account: account, Kind: link.Approve, ID: r.ID}),
		Attempt:   r.Attempt, Start: r.S, End: r.E, TTLDays: r.TTLDays, Clients: []string{r.Client}, Submitted: submitted,
		RequestedAt: moment(r.RequestedAt), DecidedAt: moment(r.DecidedAt), EndedAt: moment(r.EndedAt), ExpiredAt: moment(r.ExpiredAt),
		Reason: r.Reason, CreatedAt: moment(r.RequestedAt), UpdatedAt: moment(max(r.RequestedAt, r.DecidedAt, r.EndedAt, r.ExpiredAt)),
	}
	if request.Status == portal.Approved {
		request.Client = r.Client
	}
	attempts := r.Attempts
	if len(attempts) == 0 {
		attempts = []fixtureAttempt{{r.Attempt, r.S, r.E}}
	}
	f := portal.FixtureRequest{Request: request}
	for _, t := range attempts {
		f.Attempts = append(f.Attempts, portal.Attempt{
			Account: account, Request: r.ID, Number: t.Attempt, Start: t.S, End: t.E,
			IssuedBy: string(portal.ByPartnerActor(r.Partner)), IssuedAt: moment(t.S),
		})
	}
	for i, payload := range r.Cases {
		var named struct {
			Reference string `json:"creditorReference"`
		}
		if err := json.Unmarshal(payload, &named); err != nil {
			return portal.FixtureRequest{}, fmt.Errorf("case %d: %w", i, err)
		}
		f.Cases = append(f.Cases, portal.HeldCase{
			Account: account, Request: r.ID, Position: int64(i), Reference: named.Reference, Payload: string(payload), UpdatedAt: request.RequestedAt,
		})
	}
	return f, nil
}

// submittedBy is what a partner that knows a client well would have sent.
func submittedBy(c portal.Customer) (string, error) {
	users, support := []map[string]any{}, ""
	for i, u := range c.Users {
		users = append(users, map[string]any{"name": u.Name, "email": u.Email, "isOnboardingUser": i == 0})
		if i == 0 {
			support = strings.ToLower(u.Email)
		}
	}
	text, err := json.Marshal(map[string]any{
		"client": map[string]any{"name": c.Name, "country": c.Country, "registrationNumber": c.RegistrationNumber, "supportEmail": support},
		"users":  users,
	})
	return string(text), err
}

// moment is a time in unix seconds; 0: none.
func moment(sec int64) time.Time {
	if sec == 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}
