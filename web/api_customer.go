package web

import (
	"context"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type customerInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Name               string         `json:"name"`
		Type               string         `json:"type,omitempty" enum:"business,consumer" doc:"Partners connect to businesses; left out counts as one."`
		Country            string         `json:"country,omitempty"`
		Locale             string         `json:"locale,omitempty"`
		Email              string         `json:"email,omitempty"`
		RegistrationNumber string         `json:"registrationNumber,omitempty"`
		Users              []customerUser `json:"users,omitempty"`
		OnboardingDone     bool           `json:"onboardingDone,omitempty"`
	}
}

type customerUser struct {
	ID    string `json:"id,omitempty" doc:"Given by us if left out; a user keeps the id of its address."`
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
}

type customerOutput struct {
	Body struct {
		Applied  bool     `json:"applied"`
		Customer customer `json:"customer"`
	}
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
		method: http.MethodPut, path: "/api/v1/customers/{id}", id: "put-customer", tag: "Customers", scopes: []string{"write"}, status: http.StatusOK,
		summary: "Mirror a customer in", about: "A full snapshot: what is left out is emptied. An account's customers are the clients that partners connect to.",
	}, a.putCustomer)
}

func (a *api) putCustomer(ctx context.Context, in *customerInput) (*customerOutput, error) {
	c, b := callOf(ctx), in.Body
	client := portal.Customer{
		Key: portal.Key{Account: c.account(), ID: in.ID}, Name: b.Name, Type: b.Type, Country: b.Country, Locale: b.Locale, Email: b.Email,
		RegistrationNumber: b.RegistrationNumber, OnboardingDone: b.OnboardingDone,
	}
	for _, u := range b.Users {
		client.Users = append(client.Users, portal.User{ID: u.ID, Name: u.Name, Email: u.Email})
	}
	client, err := a.Portal.MirrorClient(ctx, c.actor(), client)
	if err != nil {
		return nil, err
	}
	out := &customerOutput{}
	out.Body.Applied = true
	out.Body.Customer = customer{
		ID: client.ID, Name: client.Name, Type: client.Type, Country: client.Country, Locale: client.Locale, Email: client.Email,
		RegistrationNumber: client.RegistrationNumber, Users: []customerUser{}, OnboardingDone: client.OnboardingDone,
	}
	for _, u := range client.Users {
		out.Body.Customer.Users = append(out.Body.Customer.Users, customerUser{u.ID, u.Name, u.Email})
	}
	return out, nil
}
