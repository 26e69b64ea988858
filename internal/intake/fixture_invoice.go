package intake

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

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
