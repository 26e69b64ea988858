package main

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The two platforms of the demo that ask for connections.
const (
	demoPartner = "fakta"
	demoRival   = "tidsplan"
)

// demoScene is a request of the demo: who asked for whom, how long ago, and
// what happened since.
type demoScene struct {
	name, account, partner string
	tenant                 string
	company, email         string
	daysAgo                int
	then                   func(*stage, portal.LinkRequest) error
	state, page            string
	status                 int
}

// demoScenes has one request for each page that an approval link can open.
func demoScenes() []demoScene {
	return []demoScene{
		{"Connection to approve", northwind, demoPartner, "42118", "Harbour & Pine ApS", "anna@harbourpine.example", 1, nil, "pending", "question", 200},
		{"Connection, two companies", northwind, demoPartner, "42120", "Lind Group", "maja@lind.example", 1, nil, "pending", "question", 200},
		{"Connection, asks for a code first", fjordlight, demoPartner, "42131", "Orchard Street Books", "accounts@orchardstreet.example", 1, nil, "step-up", "step-up", 200},
		{"Connection, approved", northwind, demoPartner, "42133", "Bakkens Bryghus ApS", "ole@bakkens.example", 3, (*stage).approve, "approved", "used", 200},
		{"Connection, declined", northwind, demoPartner, "42140", "Skovly Planteskole", "karen@skovly.example", 4, (*stage).decline, "declined", "declined", 200},
		{"Connection, expired", northwind, demoPartner, "42102", "Vestkyst Cykler ApS", "jens@vestkyst.example", 9, nil, "expired", "expired", 410},
		{"Connection, a newer link was sent", northwind, demoPartner, "42107", "Havnens Kaffe ApS", "mette@havnens.example", 3, (*stage).reissue, "superseded", "superseded", 410},
		{"Connection, withdrawn", northwind, demoPartner, "42111", "Fjord Foto", "lars@fjordfoto.example", 3, (*stage).withdraw, "withdrawn", "withdrawn", 410},
		{"Connection, made elsewhere", northwind, demoPartner, "42115", "Egholm Tryk A/S", "ida@egholm.example", 3, (*stage).approveRival, "blocked", "blocked", 410},
	}
}

// demoClients are the companies that the scenes ask, besides the customers of
// the orders.
func demoClients() []portal.Customer {
	client := func(id, name, number, person, email string) portal.Customer {
		return portal.Customer{
			Key: portal.Key{Account: northwind, ID: id}, Name: name, Type: "business", Country: "DK", RegistrationNumber: number, OnboardingDone: true,
			Email: email, Users: []portal.User{{ID: "u" + id, Name: person, Email: email}},
		}
	}
	return []portal.Customer{
		client("5101", "Harbour & Pine ApS", "29384756", "Anna Holm", "anna@harbourpine.example"),
		client("5102", "Lind Ejendomme ApS", "31882204", "Maja Lind", "maja@lind.example"),
		client("5103", "Lind Service ApS", "31882212", "Maja Lind", "maja@lind.example"),
		client("5104", "Bakkens Bryghus ApS", "27440183", "Ole Bakke", "ole@bakkens.example"),
		client("5105", "Skovly Planteskole", "18402291", "Karen Skov", "karen@skovly.example"),
		client("5106", "Vestkyst Cykler ApS", "33019927", "Jens Holst", "jens@vestkyst.example"),
		client("5107", "Havnens Kaffe ApS", "40117730", "Mette Juhl", "mette@havnens.example"),
		client("5108", "Fjord Foto", "22930418", "Lars Toft", "lars@fjordfoto.example"),
		client("5109", "Egholm Tryk A/S", "15573390", "Ida Egholm", "ida@egholm.example"),
	}
}

// askForConnections makes the platforms, and plays every scene on the day it
// happened.
func (a *app) askForConnections(i *installation) error {
	for _, account := range []string{northwind, fjordlight} {
		for id, name := range map[string]string{demoPartner: "Fakta Regnskab", demoRival: "Tidsplan"} {
			if _, _, err := i.service.CreatePartner(a.ctx, portal.BySystem, portal.Partner{
				Account: account, ID: id, Name: name, About: "accounting software",
			}); err != nil {
				return err
			}
		}
	}
	if err := i.service.Mirror(a.ctx, portal.BySystem, demoClients(), nil); err != nil {
		return err
	}
	for _, s := range demoScenes() {
		if err := a.play(i, s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// play asks for a connection in the past, and lets happen what happened since.
func (a *app) play(i *installation, scene demoScene) error {
	st := &stage{ctx: a.ctx, at: i, now: i.clock.now().AddDate(0, 0, -scene.daysAgo)}
	st.service = portal.New(i.store, i.vault, func() time.Time { return st.now }, i.config.BaseURL)
	asked, err := st.ask(scene, scene.partner)
	if err != nil || scene.then == nil {
		return err
	}
	st.scene = scene
	st.now = st.now.Add(3 * time.Hour)
	return scene.then(st, asked)
}

// requests adds the link of every scene: the first that was mailed.
func (m *linkMaker) requests() {
	for _, scene := range demoScenes() {
		r, err := m.at.service.TenantRequest(m.app.ctx, portal.Partner{Account: scene.account, ID: scene.partner}, scene.tenant)
		if err != nil {
			m.note(fmt.Errorf("%s: %w", scene.name, err))
			continue
		}
		detail, err := m.at.service.RequestDetail(m.app.ctx, r.Key)
		m.note(err)
		for _, at := range detail.Attempts {
			if at.Number == 1 {
				m.add(scene.name, scene.state, scene.page, scene.status, m.first(r, at))
			}
		}
	}
}

// first derives the link of an attempt, also of one that is over.
func (m *linkMaker) first(r portal.LinkRequest, at portal.Attempt) string {
	signed, err := m.at.service.Sign(m.app.ctx, portal.SignAsk{
		Actor: portal.BySystem, Account: r.Account, Kind: link.Approve, ID: fmt.Sprintf("%s.%d", r.ID, at.Number), Start: at.Start, End: at.End,
	})
	m.note(err)
	return signed.URL
}

// demoKeys gives the demo's platform and the account's own system a new key
// each, since a key is only known when it is made.
func (a *app) demoKeys(i *installation, d *furnished) error {
	var err error
	if d.PartnerKey, err = i.service.RotatePartnerKey(a.ctx, portal.BySystem, northwind, demoPartner, 0); err != nil {
		return err
	}
	_, d.APIKey, err = i.service.CreateAPIKey(a.ctx, portal.BySystem, portal.APIKey{Account: northwind, Name: "Demo", Scopes: []string{"*"}})
	return err
}
