package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectCustomer = `
	select account, id, name, type, locale, country, email, registration_number, onboarding_done, users,
		source_version, modified_at
	from customer`

func scanCustomer(rows *sql.Rows) (c portal.Customer, err error) {
	err = rows.Scan(&c.Account, &c.ID, &c.Name, &c.Type, &c.Locale, &c.Country, &c.Email,
		&c.RegistrationNumber, &c.OnboardingDone, asJSON{&c.Users},
		&c.Source.Version, at{&c.Source.ModifiedAt})
	return c, err
}

func (r reader) Customer(ctx context.Context, k portal.Key) (portal.Customer, error) {
	return one(ctx, r, "customer", scanCustomer,
		selectCustomer+` where account = $1 and id = $2`, k.Account, k.ID)
}

// ClientsByEmail asks for one address after the other: a list of values has no
// form that both engines know.
func (r reader) ClientsByEmail(ctx context.Context, account string, emails []string) ([]portal.Customer, error) {
	found := map[string]portal.Customer{}
	for _, email := range emails {
		some, err := list(ctx, r, "customers of an address", scanCustomer, selectCustomer+`
			where account = $1 and id in (
				select customer from customer_address where account = $1 and email = $2)`, account, email)
		if err != nil {
			return nil, err
		}
		for _, c := range some {
			found[c.ID] = c
		}
	}
	var all []portal.Customer
	for _, id := range slices.Sorted(maps.Keys(found)) {
		all = append(all, found[id])
	}
	return all, nil
}

func (t *tx) PutCustomer(ctx context.Context, c portal.Customer) (bool, error) {
	applied, err := t.won(ctx, "put customer", `
		insert into customer (account, id, name, type, locale, country, email, registration_number,
			onboarding_done, users, source_version, modified_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict (account, id) do update set name = excluded.name, type = excluded.type,
			locale = excluded.locale, country = excluded.country, email = excluded.email,
			registration_number = excluded.registration_number,
			onboarding_done = excluded.onboarding_done, users = excluded.users,`+
		sourceOf("customer"),
		c.Account, c.ID, c.Name, c.Type, c.Locale, c.Country, c.Email, c.RegistrationNumber,
		c.OnboardingDone, asJSON{c.Users}, c.Source.Version, micros(c.Source.ModifiedAt))
	if err != nil || !applied {
		return false, err
	}
	return true, t.indexCustomer(ctx, c)
}

// indexCustomer replaces the addresses and terms by which a customer is found.
func (t *tx) indexCustomer(ctx context.Context, c portal.Customer) error {
	err := t.do(ctx, "forget addresses of a customer",
		`delete from customer_address where account = $1 and customer = $2`, c.Account, c.ID)
	if err != nil {
		return err
	}
	emails := addresses(c)
	for _, email := range emails {
		err := t.do(ctx, "add address of a customer", `
			insert into customer_address (account, customer, email) values ($1, $2, $3)
			on conflict do nothing`, c.Account, c.ID, email)
		if err != nil {
			return err
		}
	}
	return t.index(ctx, portal.SortCustomer, c.Key, append(emails, c.ID), namesOf(c))
}

// namesOf are the names that a customer is found by: its own and its people's.
func namesOf(c portal.Customer) []string {
	var names []string
	if c.Name != portal.Erased {
		names = append(names, c.Name)
	}
	for _, u := range c.Users {
		names = append(names, u.Name)
	}
	return names
}

// addresses returns the addresses by which a customer is matched.
func addresses(c portal.Customer) (all []string) {
	add := func(email string) {
		if email = strings.ToLower(strings.TrimSpace(email)); email != "" {
			all = append(all, email)
		}
	}
	add(c.Email)
	for _, u := range c.Users {
		add(u.Email)
	}
	return all
}
