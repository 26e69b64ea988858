package intake

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bojanz/currency"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// ReadFixture reads a test installation: accounts with keys and seeds in clear,
// customers, partners, link requests, purchases, invoices and cut-offs. Times are unix seconds, money is
// whole minor units. What it describes of pages that this version does not have
// is named in left, so that nobody believes it was loaded.
func ReadFixture(body []byte) (f portal.Fixture, left []string, err error) {
	var file fixtureFile
	if err := json.Unmarshal(body, &file); err != nil {
		return portal.Fixture{}, nil, fmt.Errorf("fixture: %w", err)
	}
	if file.Version != 1 {
		return portal.Fixture{}, nil, fmt.Errorf("fixture has version %d, this program reads version 1", file.Version)
	}
	at := time.Unix(file.Now, 0).UTC()
	counts := map[string]int{}
	for _, a := range file.Accounts {
		account, err := a.read(at)
		if err != nil {
			return portal.Fixture{}, nil, fmt.Errorf("account %s: %w", a.Slug, err)
		}
		f.Accounts = append(f.Accounts, account)
		for name, items := range map[string]int{
			"quotes": len(a.Quotes), "subscriptions": len(a.Subscriptions),
		} {
			counts[name] += items
		}
	}
	for _, name := range []string{"quotes", "subscriptions"} {
		if counts[name] > 0 {
			left = append(left, fmt.Sprintf("%d %s", counts[name], name))
		}
	}
	return f, left, nil
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
	Quotes        []json.RawMessage     `json:"quotes"`
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
	for _, s := range a.Subscriptions {
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

type fixtureSubscription struct {
	ID     string              `json:"id"`
	CutOff map[link.Kind]int64 `json:"cutoff"`
}

type fixtureCustomer struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Type    string `json:"type"`
	Locale  string `json:"locale"`
	Country string `json:"country"`
	Email   string `json:"email"`
}

func (c fixtureCustomer) read(account string) portal.Customer {
	return portal.Customer{
		Key: portal.Key{Account: account, ID: c.ID}, Name: c.Name, Type: c.Type, Locale: c.Locale, Country: c.Country, Email: c.Email,
	}
}

// fixtureTotals are sums in minor units.
type fixtureTotals struct {
	Net   *int64 `json:"net"`
	Tax   *int64 `json:"tax"`
	Gross *int64 `json:"gross"`
	Paid  *int64 `json:"paid"`
	Due   *int64 `json:"due"`
}

func (t fixtureTotals) read(code string) portal.Totals {
	return portal.Totals{
		Net: minorUnits(t.Net, code), Tax: minorUnits(t.Tax, code), Gross: minorUnits(t.Gross, code),
		Paid: minorUnits(t.Paid, code), Due: minorUnits(t.Due, code),
	}
}

// minorUnits writes whole minor units as a decimal amount: 130900 EUR is "1309.00".
func minorUnits(n *int64, code string) portal.Amount {
	if n == nil {
		return ""
	}
	digits, ok := currency.GetDigits(code)
	if !ok {
		digits = 2
	}
	sign, value := "", *n
	if value < 0 {
		sign, value = "-", -value
	}
	text := strconv.FormatInt(value, 10)
	if short := int(digits) + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	whole, fraction := text[:len(text)-int(digits)], text[len(text)-int(digits):]
	if fraction != "" {
		fraction = "." + fraction
	}
	return portal.Amount(sign + whole + fraction)
}

type fixturePurchase struct {
	ID        string              `json:"id"`
	Customer  string              `json:"customer"`
	Status    string              `json:"status"`
	Currency  string              `json:"currency"`
	Totals    fixtureTotals       `json:"totals"`
	CreatedAt int64               `json:"createdAt"`
	PONumber  string              `json:"poNumber"`
	CutOff    map[link.Kind]int64 `json:"cutoff"`
	Items     []struct {
		RunningNo  int64  `json:"runningNo"`
		ProductID  string `json:"productId"`
		Name       string `json:"name"`
		Quantity   string `json:"quantity"`
		UnitNet    *int64 `json:"unitNet"`
		TaxPercent string `json:"taxPercent"`
	} `json:"items"`
}

func (p fixturePurchase) read(account string, at time.Time) portal.Purchase {
	order := portal.Purchase{
		Key: portal.Key{Account: account, ID: p.ID}, Customer: p.Customer, Status: p.Status, Currency: p.Currency,
		Totals: p.Totals.read(p.Currency), PONumber: p.PONumber, CreatedAt: time.Unix(p.CreatedAt, 0).UTC(), AsOf: at,
	}
	for _, i := range p.Items {
		order.Items = append(order.Items, portal.Item{
			RunningNo: i.RunningNo, ProductID: i.ProductID, Name: i.Name, Quantity: portal.Amount(i.Quantity),
			UnitNet: minorUnits(i.UnitNet, p.Currency), TaxPercent: portal.Amount(i.TaxPercent),
		})
	}
	return order
}

type fixtureInvoice struct {
	Number    string              `json:"number"`
	Purchase  string              `json:"purchase"`
	Kind      string              `json:"kind"`
	IssuedOn  string              `json:"issuedOn"`
	DueOn     string              `json:"dueOn"`
	Currency  string              `json:"currency"`
	Totals    fixtureTotals       `json:"totals"`
	Corrects  string              `json:"corrects"`
	CutOff    map[link.Kind]int64 `json:"cutoff"`
	Documents []struct {
		ID       string                 `json:"documentId"`
		Kind     string                 `json:"kind"`
		IssuedOn string                 `json:"issuedOn"`
		Parts    map[string]fixturePart `json:"parts"`
	} `json:"documents"`
}

type fixturePart struct {
	Base64 []byte `json:"base64"`
}

func (i fixtureInvoice) read(account string, at time.Time) (portal.FixtureInvoice, error) {
	f := portal.FixtureInvoice{Invoice: portal.Invoice{
		Key: portal.Key{Account: account, ID: link.PathID(i.Number)}, Number: i.Number, Kind: portal.DocumentKind(i.Kind),
		Purchase: i.Purchase, IssuedOn: portal.Date(i.IssuedOn), DueOn: portal.Date(i.DueOn), Currency: i.Currency,
		Totals: i.Totals.read(i.Currency), Corrects: i.Corrects, AsOf: at, CreatedAt: at,
	}}
	for _, d := range i.Documents {
		doc := portal.FixtureDocument{Document: portal.Document{
			Account: account, ID: d.ID, Invoice: f.Invoice.ID, Kind: portal.DocumentKind(d.Kind), IssuedOn: portal.Date(d.IssuedOn),
		}}
		for _, role := range []portal.PartRole{portal.PartPDF, portal.PartUBL, portal.PartCII} {
			part, ok := d.Parts[string(role)]
			if !ok {
				continue
			}
			file, content, err := part.read(role, f.Invoice.ID)
			if err != nil {
				return portal.FixtureInvoice{}, fmt.Errorf("document %s: %w", d.ID, err)
			}
			if content != nil {
				f.Invoice.Content = content
			}
			doc.Files = append(doc.Files, file)
		}
		f.Documents = append(f.Documents, doc)
	}
	return f, nil
}

// read also reads what an e-invoice says.
func (p fixturePart) read(role portal.PartRole, id string) (portal.IncomingFile, *portal.Content, error) {
	file := portal.IncomingFile{Role: role, Body: p.Base64, MIME: "application/pdf", Filename: id + ".pdf"}
	if role == portal.PartPDF {
		return file, nil, nil
	}
	file.MIME, file.Filename = "application/xml", id+".xml"
	parsed, err := Read(File{Name: file.Filename, Body: p.Base64})
	if err != nil {
		return portal.IncomingFile{}, nil, err
	}
	return file, &parsed.Content, nil
}
