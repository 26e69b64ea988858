package intake

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// ReadFixture reads a test installation: accounts with keys and seeds in clear,
// customers, partners, link requests, purchases, quotes, subscriptions, invoices and
// cut-offs. Times are unix seconds, money is
// whole minor units.
func ReadFixture(body []byte) (f portal.Fixture, err error) {
	var file fixtureFile
	if err := json.Unmarshal(body, &file); err != nil {
		return portal.Fixture{}, fmt.Errorf("fixture: %w", err)
	}
	if file.Version != 1 {
		return portal.Fixture{}, fmt.Errorf("fixture has version %d, this program reads version 1", file.Version)
	}
	at := time.Unix(file.Now, 0).UTC()
	for _, a := range file.Accounts {
		account, err := a.read(at)
		if err != nil {
			return portal.Fixture{}, fmt.Errorf("account %s: %w", a.Slug, err)
		}
		f.Accounts = append(f.Accounts, account)
	}
	return f, nil
}

type fixtureFile struct {
	Version  int              `json:"version"`
	Now      int64            `json:"now"`
	Accounts []fixtureAccount `json:"accounts"`
}

type fixtureAccount struct {
	Slug         string            `json:"slug"`
	Name         string            `json:"name"`
	Locale       string            `json:"locale"`
	Zone         string            `json:"zone"`
	SupportEmail string            `json:"supportEmail"`
	V1           fixtureV1         `json:"v1"`
	V2Keys       []fixtureKey      `json:"v2keys"`
	Customers    []fixtureCustomer `json:"customers"`
	Purchases    []fixturePurchase `json:"purchases"`
	Invoices     []fixtureInvoice  `json:"invoices"`

	Subscriptions []fixtureSubscription `json:"subscriptions"`
	APIKeys       []fixtureAPIKey       `json:"apiKeys"`
	Partners      []fixturePartner      `json:"partners"`
	Clients       []fixtureClient       `json:"clients"`
	Quotes        []fixtureQuote        `json:"quotes"`
	LinkRequests  []fixtureRequest      `json:"linkRequests"`
}

type fixtureV1 struct {
	On                 bool    `json:"on"`
	AllowSHA1          bool    `json:"allowSHA1"`
	SeedCurrent        *string `json:"seedCurrent"`
	SeedPrevious       *string `json:"seedPrevious"`
	PreviousUntil      int64   `json:"previousUntil"`
	CCP                bool    `json:"ccp"`
	StepUp             bool    `json:"stepUp"`
	SignedSubscription string  `json:"signedSubscription"`
	LegacyInvoice      bool    `json:"legacyInvoice"`
	Until              int64   `json:"until"`
}

type fixtureKey struct {
	ID          string `json:"id"`
	Hex         string `json:"hex"`
	State       string `json:"state"`
	VerifyUntil int64  `json:"verifyUntil"`
}

// fixtureLinkDays is the default life of a link where the file does not say.
const fixtureLinkDays = 30

func (a fixtureAccount) read(at time.Time) (portal.FixtureAccount, error) {
	f := portal.FixtureAccount{Account: portal.Account{
		Slug: a.Slug, Name: a.Name, Locale: a.Locale, Zone: a.Zone, LinkDays: fixtureLinkDays, CreatedAt: at,
		Contact: portal.Contact{Email: a.SupportEmail},
		V1: portal.V1Policy{
			On: a.V1.On, Until: a.V1.Until, SHA1: a.V1.AllowSHA1, PreviousUntil: a.V1.PreviousUntil, StepUp: a.V1.StepUp,
			FullSubscription: a.V1.SignedSubscription == "full", Methods: a.V1.CCP, LegacyInvoice: a.V1.LegacyInvoice,
		},
	}}
	for kind, seed := range map[portal.SecretKind]*string{portal.SeedCurrent: a.V1.SeedCurrent, portal.SeedPrevious: a.V1.SeedPrevious} {
		if seed != nil {
			f.Secrets = append(f.Secrets, portal.FixtureSecret{
				Secret: portal.Secret{Account: a.Slug, Kind: kind, CreatedAt: at}, Plain: []byte(*seed),
			})
		}
	}
	for _, k := range a.V2Keys {
		plain, err := hex.DecodeString(k.Hex)
		if err != nil {
			return portal.FixtureAccount{}, fmt.Errorf("key %s: %w", k.ID, err)
		}
		f.Secrets = append(f.Secrets, portal.FixtureSecret{Plain: plain, Secret: portal.Secret{
			Account: a.Slug, Kind: portal.LinkKey, ID: k.ID, State: k.State, VerifyUntil: k.VerifyUntil, CreatedAt: at,
		}})
	}
	for _, c := range a.Customers {
		f.Customers = append(f.Customers, c.read(a.Slug))
	}
	for _, p := range a.Purchases {
		f.Purchases = append(f.Purchases, p.read(a.Slug, at))
		f.CutOffs = append(f.CutOffs, cutOffs(a.Slug, p.ID, p.CutOff)...)
	}
	for _, q := range a.Quotes {
		f.Quotes = append(f.Quotes, q.read(a.Slug, at))
	}
	for _, s := range a.Subscriptions {
		s.read(&f, at)
		f.CutOffs = append(f.CutOffs, cutOffs(a.Slug, "S"+s.ID, s.CutOff)...)
	}
	for _, i := range a.Invoices {
		inv, err := i.read(a.Slug, at)
		if err != nil {
			return portal.FixtureAccount{}, fmt.Errorf("invoice %s: %w", i.Number, err)
		}
		f.Invoices = append(f.Invoices, inv)
		f.CutOffs = append(f.CutOffs, cutOffs(a.Slug, link.PathID(i.Number), i.CutOff)...)
	}
	if err := a.readApproval(&f, at); err != nil {
		return portal.FixtureAccount{}, err
	}
	return f, nil
}

func cutOffs(account, id string, cuts map[link.Kind]int64) []portal.LinkState {
	var all []portal.LinkState
	for kind, s := range cuts {
		all = append(all, portal.LinkState{ObjectKey: portal.ObjectKey{Account: account, Kind: kind, ID: id}, CutOff: s})
	}
	return all
}
