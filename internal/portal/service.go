package portal

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"
)

// Service is the portal at work. It keeps no state of its own but counts that
// are still to be written, so any number may run on one store.
type Service struct {
	store Store
	vault *Vault
	now   func() time.Time
	base  string
	uses  *keyUses // of API keys, to be written

	biller  Biller     // nil: there is no billing system to ask
	read    ReadRecord // of its snapshots
	cashier Cashier    // nil: nothing can be paid
	guard   *TimeGuard // nil: the clock is taken at its word
}

// New makes a Service. now is the installation's one clock; base is the public
// origin that links start with, "https://pay.example.com".
func New(store Store, vault *Vault, now func() time.Time, base string) *Service {
	return &Service{store: store, vault: vault, now: now, base: base, uses: &keyUses{}}
}

// Now is the installation's clock.
func (s *Service) Now() time.Time { return s.now() }

// Actor says who does something, as the audit trail writes it.
type Actor string

// Actors that are not admins.
const (
	ByCustomer Actor = "customer"
	BySystem   Actor = "system"
	ByCommand  Actor = "command-line"
)

// ByAdmin is the actor for an admin.
func ByAdmin(id string) Actor { return Actor("admin:" + id) }

// NewID returns a random id with a prefix that names its kind, "msg_…".
func NewID(prefix string) string { return prefix + "_" + rand.Text() }

// facts writes a small map as the JSON of an audit entry or a message.
func facts(m map[string]any) string {
	if len(m) == 0 {
		return "{}"
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(fmt.Sprintf("facts are strings and numbers: %v", err))
	}
	return string(b)
}
