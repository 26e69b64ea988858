package pay

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v84/webhook"
)

// sign writes the header that proves a body: "t=<unix>,v1=<hex>", where v1 is
// the HMAC-SHA-256 of "<unix>.<body>". https://docs.stripe.com/webhooks#verify-manually
func sign(body []byte, secret string, at time.Time) string {
	return fmt.Sprintf("t=%d,v1=%s", at.Unix(), hex.EncodeToString(webhook.ComputeSignature(at, body, secret)))
}

// genuine checks a body against its header, at a given time. The library
// compares with the machine's clock, and only on one side; so it checks the
// signature alone, and the time is compared here.
func genuine(body []byte, header, secret string, now time.Time) error {
	if len(body) > MaxEvent {
		return fmt.Errorf("%w: %d bytes", ErrForged, len(body))
	}
	signed, ok := signedAt(header)
	if !ok {
		return fmt.Errorf("%w: no signature", ErrForged)
	}
	if now.Sub(signed).Abs() > webhook.DefaultTolerance {
		return fmt.Errorf("%w: signed %s from now", ErrForged, signed.Sub(now).Round(time.Second))
	}
	if err := webhook.ValidatePayloadIgnoringTolerance(body, header, secret); err != nil {
		return fmt.Errorf("%w: the signature does not fit", ErrForged)
	}
	return nil
}

// signedAt reads the one time in a header. With two of them the library would
// check the one and we might look at the other, so two are none.
func signedAt(header string) (time.Time, bool) {
	var times []string
	for _, pair := range strings.Split(header, ",") {
		if value, ok := strings.CutPrefix(pair, "t="); ok {
			times = append(times, value)
		}
	}
	if len(times) != 1 {
		return time.Time{}, false
	}
	unix, err := strconv.ParseInt(times[0], 10, 64)
	return time.Unix(unix, 0), err == nil
}
