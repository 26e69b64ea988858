package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// stage is where a scene plays: the portal, on the day of the scene.
type stage struct {
	ctx     context.Context
	at      *installation
	service *portal.Service
	now     time.Time
	scene   demoScene
}

func (s *stage) ask(scene demoScene, by string) (portal.LinkRequest, error) {
	partner, err := s.service.Partner(s.ctx, scene.account, by)
	if err != nil {
		return portal.LinkRequest{}, err
	}
	sub := portal.Submission{
		Tenant: scene.tenant, Name: scene.company, Country: "Denmark", Support: scene.email,
		Users: []portal.SubmittedUser{{Name: scene.company, Email: scene.email, Onboarding: true}},
	}
	sub.Raw, err = json.Marshal(map[string]any{
		"client": map[string]string{"name": sub.Name, "country": sub.Country, "supportEmail": sub.Support},
		"users":  []map[string]any{{"name": sub.Name, "email": scene.email, "isOnboardingUser": true}},
	})
	if err != nil {
		return portal.LinkRequest{}, err
	}
	answer, err := s.service.AskConnection(s.ctx, partner, sub)
	if err != nil {
		return portal.LinkRequest{}, err
	}
	asked, ok := answer.(portal.NeedsApproval)
	if !ok {
		return portal.LinkRequest{}, fmt.Errorf("%T where a request was to be made", answer)
	}
	return asked.Request, nil
}

func (s *stage) approve(r portal.LinkRequest) error {
	return s.decide(r, portal.Choice{Approve: true})
}

func (s *stage) decline(r portal.LinkRequest) error {
	return s.decide(r, portal.Choice{Reason: "We have left Fakta and now use another system."})
}

// approveRival has another platform ask the same client, and be approved first.
func (s *stage) approveRival(portal.LinkRequest) error {
	other, err := s.ask(s.scene, demoRival)
	if err != nil {
		return err
	}
	return s.approve(other)
}

// decide answers through the link, as the client does.
func (s *stage) decide(r portal.LinkRequest, c portal.Choice) error {
	raw, err := s.service.RequestURL(s.ctx, r)
	if err != nil {
		return err
	}
	adm, err := s.admit(raw)
	if err != nil {
		return err
	}
	c.Client, c.FormValue = r.Clients[0], "demo"
	got, err := s.service.Decide(s.ctx, adm.Grant, c)
	if _, won := got.(portal.Won); err == nil && !won {
		return fmt.Errorf("the decision was not taken: %T", got)
	}
	return err
}

// admit opens a link, as a browser that asks for it does.
func (s *stage) admit(raw string) (portal.Admission, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return portal.Admission{}, err
	}
	path, _ := link.ParsePath(u.Path)
	return s.service.Admit(s.ctx, path, u.RawQuery)
}

func (s *stage) reissue(r portal.LinkRequest) error {
	_, err := s.service.ReissueRequest(s.ctx, portal.RequestAsk{Actor: portal.BySystem, Request: r.Key, Mail: true})
	return err
}

func (s *stage) withdraw(r portal.LinkRequest) error {
	_, err := s.service.WithdrawRequest(s.ctx, portal.RequestAsk{Actor: portal.BySystem, Request: r.Key})
	return err
}
