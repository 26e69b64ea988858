package intake

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// ReadPart reads one original file of a document that is described elsewhere,
// by the role it is to have. The bytes decide: a web page saved as a PDF, a PDF
// that was cut off and an e-invoice of the other syntax are refused. The error
// is a Refusal.
func ReadPart(role portal.PartRole, body []byte) (portal.PartRead, error) {
	switch {
	case len(body) == 0:
		return portal.PartRead{}, Refusal{"the file is empty; export it again and send the new file"}
	case len(body) > MaxSize:
		return portal.PartRead{}, Refusal{"the file is larger than 10 MB; send it without large attachments"}
	case role == portal.PartPDF:
		return readPDFPart(body)
	}
	p, err := readXML(body)
	if err != nil {
		return portal.PartRead{}, err
	}
	if p.Syntax != role {
		return portal.PartRead{}, Refusal{fmt.Sprintf("this is an e-invoice in %s syntax; send it as part %s", p.Syntax, p.Syntax)}
	}
	return partOf(p), nil
}

func readPDFPart(body []byte) (portal.PartRead, error) {
	if !isPDF(body) {
		return portal.PartRead{}, Refusal{"this is not a PDF: it does not begin like one; it may be a web page that was saved in its place"}
	}
	embedded, flags, err := lookIntoPDF(body)
	if err != nil {
		return portal.PartRead{}, err
	}
	read := portal.PartRead{}
	if embedded != nil {
		// What is embedded is a service to the reader: a PDF is kept without it.
		if p, err := readXML(embedded); err == nil {
			read = partOf(p)
		} else {
			read.Flags = []portal.Flag{{Code: portal.FlagUnreadable, Detail: "The PDF carries an e-invoice that cannot be read: " + err.Error() + "."}}
		}
	}
	read.Flags = append(read.Flags, flags...)
	return read, nil
}

func partOf(p Parsed) portal.PartRead {
	return portal.PartRead{
		Number: p.Number, Currency: p.Currency, Totals: p.Totals, Content: &p.Content, Flags: p.Flags,
	}
}

// MIMEOf is the content type of a part's bytes.
func MIMEOf(role portal.PartRole) string {
	if role == portal.PartPDF {
		return "application/pdf"
	}
	return "application/xml"
}
