package portal

import "strings"

// endpointLooked is how many of an endpoint's newest deliveries say whether it
// fails.
const endpointLooked = 5

// Failing reports whether the last try of an endpoint came to nothing; newest
// are its newest deliveries, the newest first.
func (e Endpoint) Failing(newest []HookDelivery) bool {
	for _, n := range newest {
		if n.Attempts > 0 || n.State == DeliveryExhausted {
			return n.LastError != ""
		}
	}
	return e.Exhausted > 0
}

// GivenUp reports whether an endpoint was turned off by the program rather than
// by a person, who is named in the reason.
func (e Endpoint) GivenUp() bool {
	return !e.DisabledAt.IsZero() && !strings.HasPrefix(e.Reason, "by ")
}
