package intake

import (
	"encoding/json"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type fixtureAPIKey struct {
	Name   string   `json:"name"`
	Key    string   `json:"key"`
	Scopes []string `json:"scopes"`
}

func (k fixtureAPIKey) read(account string, at time.Time) portal.APIKey {
	return portal.APIKey{
		Account: account, ID: portal.NewID("key"), Name: k.Name, KeyHash: portal.KeyHash(k.Key), Scopes: k.Scopes, CreatedAt: at,
	}
}

type fixturePartner struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	APIKey  string `json:"apiKey"`
	TTLDays int    `json:"ttlDays"`
}

func (p fixturePartner) read(account string, at time.Time) portal.Partner {
	return portal.Partner{
		Account: account, ID: p.ID, Name: p.Name, KeyHash: portal.KeyHash(p.APIKey), TTLDays: p.TTLDays, Delivery: portal.ByMail,
		CreatedAt: at,
	}
}

// fixtureClient is a company that partners ask to connect to.
type fixtureClient struct {
	ID                 string        `json:"id"`
	Name               string        `json:"name"`
	Country            string        `json:"country"`
	RegistrationNumber string        `json:"registrationNumber"`
	OnboardingDone     bool          `json:"onboardingDone"`
	Users              []portal.User `json:"users"`
}

func (c fixtureClient) read(account string) portal.Customer {
	return portal.Customer{
		Key: portal.Key{Account: account, ID: c.ID}, Name: c.Name, Type: "business", Country: c.Country,
		RegistrationNumber: c.RegistrationNumber, OnboardingDone: c.OnboardingDone, Users: c.Users,
	}
}

type fixtureRequest struct {
	ID       string            `json:"id"`
	Partner  string            `json:"partner"`
	Tenant   string            `json:"externalTenantId"`
	Client   string            `json:"client"`
	State    string            `json:"state"`
	Attempt  int64             `json:"attempt"`
	TTLDays  int               `json:"ttlDays"`
	Start    int64             `json:"s"`
	End      int64             `json:"e"`
	Reason   string            `json:"reason"`
	Decided  int64             `json:"decidedAt"`
	Ended    int64             `json:"endedAt"`
	Expired  int64             `json:"expiredAt"`
	Cases    []json.RawMessage `json:"cases"`
	Attempts []struct {
		Number int64 `json:"attempt"`
		Start  int64 `json:"s"`
		End    int64 `json:"e"`
	} `json:"attempts"`
}

// read gives a request the windows of all its attempts; a file that names none
// means that there was one.
func (r fixtureRequest) read() portal.FixtureRequest {
	f := portal.FixtureRequest{
		ID: r.ID, Partner: r.Partner, Tenant: r.Tenant, Client: r.Client, State: portal.RequestStatus(r.State), Days: r.TTLDays,
		Reason: r.Reason, Cases: r.Cases,
	}
	for _, a := range r.Attempts {
		f.Windows = append(f.Windows, [2]int64{a.Start, a.End})
	}
	if len(f.Windows) == 0 {
		f.Windows = [][2]int64{{r.Start, r.End}}
	}
	for _, sec := range []int64{r.Decided, r.Ended, r.Expired} {
		if sec != 0 {
			f.LeftAt = time.Unix(sec, 0).UTC()
		}
	}
	return f
}
