package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// demoDeed is something a customer of the demo did through their link, and the
// answer of the billing system, if it gave one.
type demoDeed struct {
	object  portal.ObjectKey
	act     portal.Act
	daysAgo int
	answer  *portal.ConcludeAsk // nil: none yet
	name    string              // of the link to its result; empty: it has none of its own
	state   string
}

func demoDeeds() []demoDeed {
	renewal := func(order string) portal.ObjectKey { return object(fjordlight, link.Renewal, order) }
	quote := func(id string) portal.ObjectKey { return object(fjordlight, link.Quote, id) }
	fewer, more := seatsAct("6"), seatsAct("14")
	accept := portal.Act{Action: portal.ActionAccept, Change: portal.Change{Fields: map[string]string{
		portal.FieldName: "Anna Holm", portal.FieldRole: "Owner", portal.FieldPONumber: "HP-2291", portal.FieldTerms: "yes",
	}}}
	return []demoDeed{
		{renewal(orderEnded), portal.Act{Action: portal.ActionCancel, Item: 1, Change: portal.Change{Reason: "We move to another system."}}, 1, nil, "Result, cancellation recorded", "recorded"},
		{renewal(orderAnswered), more, 3, &portal.ConcludeAsk{State: portal.DecisionApplied}, "Result, change made", "applied"},
		{renewal(orderAnswered), fewer, 1, &portal.ConcludeAsk{State: portal.DecisionRefused, Message: "Fewer than 10 seats are possible from the next term on."}, "Result, change refused", "refused"},
		{renewal(orderWaiting), more, 1, nil, "Result, change asked for", "submitted"},
		{renewal(orderSeveral), fewer, 5, nil, "Result, nobody answered in time", "lapsed"},
		{quote(quoteAccepted), accept, 1, nil, "Result, quote accepted", "submitted"},
		{quote(quoteDeclined), portal.Act{Action: portal.ActionDecline, Change: portal.Change{Reason: "Too late for this year."}}, 2, nil, "", ""},
		{quote(quoteChanging), portal.Act{Action: portal.ActionAskChange, Change: portal.Change{Comment: "Could we have 12 seats instead of 20?"}}, 1, nil, "", ""},
	}
}

// seatsAct asks for another number of seats.
func seatsAct(quantity portal.Amount) portal.Act {
	return portal.Act{
		Action: portal.ActionQuantity, Item: 1, Change: portal.Change{Quantity: quantity},
		Shown: []portal.ShownLine{{Label: "Heading", Value: "Check your change"}, {Label: "New quantity", Value: string(quantity)}},
	}
}

// decideBilled plays every deed on the day it happened. What nobody answered in
// time lapses now.
func (a *app) decideBilled(i *installation) error {
	for _, deed := range demoDeeds() {
		st := &stage{ctx: a.ctx, at: i, now: i.clock.now().AddDate(0, 0, -deed.daysAgo)}
		st.service = portal.New(i.store, i.vault, func() time.Time { return st.now }, i.config.BaseURL)
		if err := st.press(deed); err != nil {
			return fmt.Errorf("%s of %s: %w", deed.act.Action, deed.object.ID, err)
		}
	}
	_, _, err := i.service.LapseDecisions(a.ctx)
	return err
}

// press does a deed through its link, as the customer did.
func (s *stage) press(deed demoDeed) error {
	signed, err := s.service.Sign(s.ctx, portal.SignAsk{
		Actor: portal.BySystem, Account: deed.object.Account, Kind: deed.object.Kind, ID: deed.object.ID, Start: s.now.Unix(), Days: 30,
	})
	if err != nil {
		return err
	}
	adm, err := s.admit(signed.URL)
	if err != nil {
		return err
	}
	deed.act.FormValue, deed.act.Locale = fmt.Sprintf("demo %d", deed.daysAgo), "en"
	got, err := s.service.Submit(s.ctx, adm.Grant, deed.act)
	if err != nil {
		return err
	}
	accepted, ok := got.(portal.Accepted)
	if !ok {
		return fmt.Errorf("it was not taken: %T %+v", got, got)
	}
	if deed.answer == nil {
		return nil
	}
	s.now = s.now.Add(time.Hour)
	_, err = s.service.Conclude(s.ctx, portal.BySystem, portal.Key{Account: deed.object.Account, ID: accepted.Decision.ID}, *deed.answer)
	return err
}

// decided adds a link to the result of each deed that has one.
func (m *linkMaker) decided() {
	for _, deed := range demoDeeds() {
		if deed.name == "" {
			continue
		}
		d, err := m.decisionOf(deed)
		if err != nil {
			m.note(fmt.Errorf("%s: %w", deed.name, err))
			continue
		}
		page := "result"
		if deed.act.Action == portal.ActionAccept {
			page = "used" // the page of the quote says it from then on
		}
		m.add(deed.name, deed.state, page, 200, m.sign(deed.object, 0, 30)+"&done="+d.ID)
	}
}

// decisionOf finds the decision that a deed made.
func (m *linkMaker) decisionOf(deed demoDeed) (portal.BillingDecision, error) {
	all, err := m.at.service.Decisions(m.app.ctx, portal.BillingFilter{Account: deed.object.Account, Action: deed.act.Action, Limit: 100})
	if err != nil {
		return portal.BillingDecision{}, err
	}
	for _, d := range all {
		if d.Object == deed.object && d.Change.Quantity == deed.act.Change.Quantity {
			return d, nil
		}
	}
	return portal.BillingDecision{}, errors.New("there is no such decision")
}
