package portal

import (
	"context"
	"time"
)

// deliveryReader is the part of Reader about how endpoints fare.
type deliveryReader interface {
	// TrySlots counts the tries of an endpoint since a time, by slots of a
	// length that follow each other from then on; slots without a try are left out.
	TrySlots(ctx context.Context, endpoint string, since time.Time, length time.Duration) ([]TrySlot, error)
}

// deliveryTx is the part of Tx about what is kept of deliveries and mails.
type deliveryTx interface {
	// ForgetTries takes away what up to limit tries before a time sent and were told,
	// the oldest first.
	ForgetTries(ctx context.Context, before time.Time, limit int) (int64, error)
	// AddSuppression: ErrExists if the account has one of that address.
	AddSuppression(ctx context.Context, s Suppression) error
}

// TrySlot is how the tries of one stretch of time ended.
type TrySlot struct {
	Slot          int64 // 0, 1, …
	Taken, Failed int64
}
