package portal_test

import (
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Case 68.
func TestAQuantityKeepsTheItemsBounds(t *testing.T) {
	seats := portal.SubscriptionItem{Quantity: "3", Min: "1", Max: "50"}
	litres := portal.SubscriptionItem{Quantity: "2.50", Min: "0.5", Max: "10", Step: "0.1"}
	dozens := portal.SubscriptionItem{Quantity: "12", Min: "12", Step: "12"}
	for _, c := range []struct {
		item portal.SubscriptionItem
		q    portal.Amount
		want error
	}{
		{seats, "4", nil}, {seats, "50", nil}, {seats, "1", nil}, {seats, "4.0", nil},
		{seats, "0", portal.ErrQuantityLow}, {seats, "-1", portal.ErrQuantityNumber},
		{seats, "1.5", portal.ErrQuantityStep}, {seats, "51", portal.ErrQuantityHigh},
		{seats, "1000000000", portal.ErrQuantityHigh}, {seats, "1e9", portal.ErrQuantityNumber},
		{seats, "99999999999999999999", portal.ErrQuantityNumber}, {seats, "3", portal.ErrQuantitySame},
		{seats, "3.000", portal.ErrQuantitySame}, {seats, "", portal.ErrQuantityNumber}, {seats, "٤", portal.ErrQuantityNumber},
		{seats, "04", portal.ErrQuantityNumber}, {seats, "4 ", portal.ErrQuantityNumber}, {seats, "1/2", portal.ErrQuantityNumber},
		{litres, "0.6", nil}, {litres, "2.5", portal.ErrQuantitySame}, {litres, "0.55", portal.ErrQuantityStep},
		{litres, "0.4", portal.ErrQuantityLow}, {litres, "10.1", portal.ErrQuantityHigh}, {litres, "9.9", nil},
		{dozens, "36", nil}, {dozens, "30", portal.ErrQuantityStep}, {dozens, "1000000008", nil},
	} {
		if err := c.item.CheckQuantity(c.q); !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", c.q, err, c.want)
		}
	}
}
