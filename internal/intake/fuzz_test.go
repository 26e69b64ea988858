package intake_test

import (
	"errors"
	"os"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/intake"
)

// FuzzRead holds that any bytes are read or refused, never a panic, and that
// what is read has a number, a currency and a date.
func FuzzRead(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add(utf16be(minimal))
	f.Add(pdfWith(f, "factur-x.xml", minimal))
	for _, file := range glob(f, "testdata/*.xml") {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := intake.Read(intake.File{Body: body})
		var refusal intake.Refusal
		switch {
		case err == nil:
			if p.Number == "" || len(p.Currency) != 3 || len(p.IssuedOn) != 10 || len(p.XML) == 0 {
				t.Errorf("read without number, currency or date: %+v", p)
			}
		case errors.As(err, &refusal):
			if refusal.Reason == "" || p.XML != nil || p.PDF != nil {
				t.Errorf("refused with %q and kept something", refusal.Reason)
			}
		case errors.Is(err, intake.ErrPlainPDF):
			if len(p.PDF) == 0 {
				t.Error("a plain PDF without its bytes")
			}
		default:
			t.Errorf("neither read nor refused: %v", err)
		}
	})
}
