package web

import (
	"context"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type customerOutput struct {
	Body struct {
		Taken
		Customer customer `json:"customer" doc:"As it is kept now."`
	}
}

type customerUser struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

type customer struct {
	ID                 string         `json:"id"`
	Name               string         `json:"name"`
	Type               string         `json:"type"`
	Country            string         `json:"country"`
	Locale             string         `json:"locale"`
	Email              string         `json:"email"`
	RegistrationNumber string         `json:"registrationNumber"`
	Users              []customerUser `json:"users" nullable:"false"`
	OnboardingDone     bool           `json:"onboardingDone"`
}

func (a *api) customers() {
	register(a, operation{
		method: http.MethodPut, path: "/api/v1/customers/{id}", id: "put-customer", tag: "Mirror", scopes: []string{"write"}, status: http.StatusOK,
		summary: "Mirror a customer in",
		about: "A full snapshot: what is left out is emptied. An older one than is kept answers applied: false, reason: stale. " +
			"An account's customers are the clients that partners connect to.",
	}, a.putCustomer)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/customers/{id}", id: "get-customer", tag: "Mirror", scopes: []string{"read"}, status: http.StatusOK,
		summary: "Read a customer back",
	}, func(ctx context.Context, in *SnapshotID) (*shownOutput[intake.CustomerBody], error) {
		c, err := a.Portal.MirroredCustomer(ctx, portal.Key{Account: callOf(ctx).account(), ID: in.ID})
		if err != nil {
			return nil, err
		}
		return &shownOutput[intake.CustomerBody]{intake.ShowCustomer(c)}, nil
	})
}

func (a *api) putCustomer(ctx context.Context, in *snapshotInput[intake.CustomerBody]) (*customerOutput, error) {
	t, err := takeBody[intake.CustomerBody](ctx, a, in)
	if err != nil {
		return nil, err
	}
	c, err := a.Portal.MirroredCustomer(ctx, portal.Key{Account: callOf(ctx).account(), ID: t.ID})
	if err != nil {
		return nil, err
	}
	out := &customerOutput{}
	out.Body.Taken = t
	out.Body.Customer = customer{
		ID: c.ID, Name: c.Name, Type: c.Type, Country: c.Country, Locale: c.Locale, Email: c.Email,
		RegistrationNumber: c.RegistrationNumber, Users: []customerUser{}, OnboardingDone: c.OnboardingDone,
	}
	for _, u := range c.Users {
		out.Body.Customer.Users = append(out.Body.Customer.Users, customerUser{u.ID, u.Name, u.Email})
	}
	return out, nil
}
