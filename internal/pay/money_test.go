package pay_test

import (
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/pay"
)

func TestFiguresBecomeMinorUnitsExactlyOrNotAtAll(t *testing.T) {
	for _, c := range []struct {
		amount, currency string
		want             int64 // -1: refused
	}{
		{"10.50", "EUR", 1050}, {"10.5", "EUR", 1050}, {"10", "EUR", 1000}, {"0.01", "EUR", 1}, {"1000.000000", "EUR", 100000},
		{"10.505", "EUR", -1}, {"500", "JPY", 500}, {"500.00", "JPY", 500}, {"500.5", "JPY", -1}, {"5.120", "KWD", 5120}, {"5.1201", "KWD", -1},
		{"0", "EUR", 0}, {"-1", "EUR", -1}, {"", "EUR", -1}, {"1,000.00", "EUR", -1}, {"1e3", "EUR", -1}, {".5", "EUR", -1}, {"5.", "EUR", -1},
		{"999999999999999999", "EUR", -1}, {"92233720368547758.07", "EUR", 9223372036854775807}, {"92233720368547758.08", "EUR", -1},
		{"1", "", -1}, {"1", "eur", -1}, {"1", "QQQ", -1}, {"1\n", "EUR", -1},
	} {
		got, err := pay.ParseMoney(c.amount, c.currency)
		switch {
		case c.want < 0 && !errors.Is(err, pay.ErrRefused):
			t.Errorf("%q %s: got %+v, %v", c.amount, c.currency, got, err)
		case c.want >= 0 && (err != nil || got != pay.Money{Minor: c.want, Currency: c.currency}):
			t.Errorf("%q %s: got %+v, %v", c.amount, c.currency, got, err)
		}
	}
}
