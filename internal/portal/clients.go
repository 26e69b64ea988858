package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// MirrorClient keeps a customer as the company's own system describes it, whole:
// it is what partners connect to. A user keeps the id that its address had
// before. *InvalidError.
func (s *Service) MirrorClient(ctx context.Context, by Actor, c Customer) (Customer, error) {
	if err := c.check(); err != nil {
		return Customer{}, err
	}
	err := s.store.InTx(ctx, func(tx Tx) error {
		before, err := tx.Customer(ctx, c.Key)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("customer %s: %w", c.ID, err)
		}
		c.nameUsers(before.Users)
		if _, err := tx.PutCustomer(ctx, c); err != nil {
			return fmt.Errorf("customer %s: %w", c.ID, err)
		}
		return s.RecordIn(ctx, tx, Entry{Account: c.Account, Actor: string(by), Act: "client.mirrored", Kind: "client", Object: c.ID})
	})
	return c, err
}

// nameUsers gives the users that have no id the one of their address.
func (c *Customer) nameUsers(before []User) {
	known := map[string]string{}
	for _, u := range before {
		known[NormalEmail(u.Email)] = u.ID
	}
	users := make([]User, 0, len(c.Users))
	for _, u := range c.Users {
		if u.ID == "" {
			u.ID = known[NormalEmail(u.Email)]
		}
		if u.ID == "" {
			u.ID = NewID("u")
		}
		users = append(users, u)
	}
	c.Users = users
}

// maxClientUsers is how many users a client has at most.
const maxClientUsers = 200

func (c Customer) check() error {
	invalid := &InvalidError{}
	text := func(field, value string, required bool) {
		switch {
		case required && strings.TrimSpace(value) == "":
			invalid.Problems = append(invalid.Problems, Problem{field, field + " is required."})
		case len(value) > 255 || strings.ContainsFunc(value, unicode.IsControl):
			invalid.Problems = append(invalid.Problems, Problem{field, field + " is longer than 255 bytes or holds a control character."})
		}
	}
	address := func(field, value string) {
		if value != "" && !isAddress(strings.TrimSpace(value)) || len(value) > 254 {
			invalid.Problems = append(invalid.Problems, Problem{field, field + " is not an e-mail address."})
		}
	}
	if !link.ValidID(c.ID) {
		invalid.Problems = append(invalid.Problems, Problem{"id", "id must be 1 to 64 letters, digits, dots, dashes and underscores."})
	}
	text("name", c.Name, true)
	text("country", c.Country, false)
	text("locale", c.Locale, false)
	text("registrationNumber", c.RegistrationNumber, false)
	address("email", c.Email)
	if len(c.Users) > maxClientUsers {
		invalid.Problems = append(invalid.Problems, Problem{"users", fmt.Sprintf("users has more than %d entries.", maxClientUsers)})
	}
	for i, u := range c.Users {
		text(fmt.Sprintf("users[%d].name", i), u.Name, false)
		text(fmt.Sprintf("users[%d].email", i), u.Email, true)
		address(fmt.Sprintf("users[%d].email", i), u.Email)
	}
	if len(invalid.Problems) > 0 {
		return invalid
	}
	return nil
}
