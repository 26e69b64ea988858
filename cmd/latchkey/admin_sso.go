package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/auth/sso"
	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/web"
)

type adminSSO struct {
	Email   string `arg:""`
	Subject string `help:"What the provider calls the person (the claim sub)." xor:"what" required:""`
	Forget  bool   `help:"Forget the subject: the next sign-in there is a first one." xor:"what" required:""`
}

func (adminSSO) Help() string {
	return "Needed only where the provider does not say that an address is verified: others are bound at their first sign-in.\n" +
		"Example: latchkey admin sso ada@example.com --subject 4f1c2b9e"
}

func (c adminSSO) Run(a *app) error {
	return a.with(func(i *installation) error {
		signOn, err := i.signOn(auth.New(i.store, i.vault, i.clock.now, i.service.RecordIn))
		if err != nil {
			return err
		}
		if signOn == nil {
			return errors.New("there is no single sign-on: set OIDC_ISSUER first")
		}
		admin, err := i.store.AdminByEmail(a.ctx, auth.Email(c.Email))
		if err != nil {
			return fmt.Errorf("admin %s: %w", c.Email, err)
		}
		if c.Forget {
			err = signOn.Unbind(a.ctx, portal.ByCommand, admin.ID)
		} else {
			err = signOn.Bind(a.ctx, portal.ByCommand, admin.ID, c.Subject)
		}
		switch {
		case errors.Is(err, portal.ErrExists):
			return errors.New("the subject, or the admin, is bound already: forget that first with --forget")
		case errors.Is(err, portal.ErrNotFound):
			return errors.New("the admin is bound to no subject of this provider")
		}
		return err
	})
}

// signOn is the single sign-on that the settings name; nil: none. Nothing is
// asked of the provider yet.
func (i *installation) signOn(a *auth.Auth) (*auth.SignOn, error) {
	if i.config.OIDC.Issuer == "" {
		return nil, nil
	}
	p, err := signOnProvider(i.config, i.clock.now)
	if err != nil {
		return nil, err
	}
	return auth.NewSignOn(a, p), nil
}

func signOnProvider(c *config.Config, now func() time.Time) (*sso.Provider, error) {
	secret, err := c.OIDC.Secret()
	if err != nil {
		return nil, err
	}
	s := sso.Settings{
		Name: c.OIDC.Label(), Issuer: c.OIDC.Issuer, ClientID: c.OIDC.ClientID, ClientSecret: secret,
		Redirect: c.BaseURL + web.SSOCallback,
	}
	for _, claim := range c.OIDC.SecondFactor {
		s.SecondFactor = append(s.SecondFactor, sso.Claim{Name: claim.Name, Value: claim.Value})
	}
	return sso.New(s, now), nil
}

// passkeys are nil where the site is a bare IP address, which cannot have any.
func (i *installation) passkeys(a *auth.Auth) *auth.Passkeys {
	p, err := auth.NewPasskeys(a, i.config.BaseURL)
	if err != nil {
		return nil
	}
	return p
}

// signOn asks the provider for its discovery document, where there is one.
func (c *checkup) signOn(conf *config.Config) {
	if conf.OIDC.Issuer == "" {
		return
	}
	p, err := signOnProvider(conf, newClock(conf).now)
	if err == nil {
		err = p.Check(c.ctx)
	}
	c.say("single sign-on", err)
}
