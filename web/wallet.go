package web

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// wallet is the page of all payment methods of a customer.
type wallet struct{ open portal.OpenMethods }

// withName is the query name of the method that a step is about.
const withName = "with"

func (k *wallet) about() string { return "How you pay" }

func (k *wallet) page(d *deed) error {
	heading := "How you pay"
	page := views.Methods{Heading: heading, List: "Your payment methods", Empty: views.Plain("There is none yet.")}
	page.Frame = d.p.page("confirm", heading)
	page.Frame.Stub = d.p.visitStub(d.p.reference(d.adm))
	who := k.open.Customer.Name
	if who == "" {
		who = "you"
	}
	page.Lead = []views.Text{{views.Words("The cards and accounts that " + d.p.account.Name + " has for "), views.Strong(who), views.Words(".")}}
	page.Notices = d.p.asked(k.open.Decisions)
	for _, used := range k.open.Methods {
		page.Items = append(page.Items, k.method(d, used))
		page.Notices = append(page.Notices, d.p.asked(used.Decisions)...)
	}
	if k.open.Offered.Can(portal.ActionAddMethod) {
		page.Add = &views.Action{Label: "Add a payment method", Icon: views.IconPlus, URL: d.stepURL(portal.ActionAddMethod, 0)}
		page.Hint = views.Plain(d.p.atProvider())
	}
	visitOf(d.r).page = "confirm"
	return d.render(d.w, d.r, 200, views.MethodsPage(page))
}

// method is one of the list, with what it pays and what can be done with it.
func (k *wallet) method(d *deed, used portal.UsedMethod) views.Method {
	p, pm := d.p, used.Method
	m := views.Method{Name: p.methodName(pm.Label), Line: methodDetail(pm.Label), Badges: methodBadges(pm)}
	for _, s := range used.Subscriptions {
		m.Uses = append(m.Uses, p.usedFor(s))
	}
	if len(m.Uses) == 0 {
		m.Uses = []views.Text{views.Plain("Not used for anything now.")}
	}
	for _, act := range []struct {
		action portal.Action
		label  string
	}{{portal.ActionDefault, "Make default"}, {portal.ActionRemove, "Remove"}} {
		if o, ok := used.Offered.Of(act.action); ok && o.Why == "" && !opened(used.Decisions, act.action) {
			m.Acts = append(m.Acts, views.MethodAct{Label: act.label, Spoken: methodSpoken(pm.Label), URL: d.methodURL(act.action, pm.ID)})
		}
	}
	if o, ok := used.Offered.Of(portal.ActionRemove); ok && o.Why == portal.WhyLast {
		m.Note = views.Plain("It cannot be removed while it is used.")
		if k.open.Offered.Can(portal.ActionAddMethod) {
			m.Note = views.Plain("It cannot be removed while it is used. Add another one first.")
		}
	}
	return m
}

func opened(decisions []portal.BillingDecision, a portal.Action) bool {
	for _, d := range decisions {
		if d.Action == a && d.Open {
			return true
		}
	}
	return false
}

func (d *deed) methodURL(a portal.Action, method string) string {
	return d.url(doName, string(a), withName, method)
}

func methodDetail(l portal.MethodLabel) string {
	if expires := methodExpires(l); expires != "" {
		return "Expires " + expires
	}
	if l.Mandate != "" {
		return "Mandate " + l.Mandate
	}
	return ""
}

func methodBadges(pm portal.PaymentMethod) []views.Badge {
	var list []views.Badge
	if pm.Default {
		list = append(list, views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Default"})
	}
	switch pm.State {
	case "expiring":
		list = append(list, views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expires soon"})
	case "expired":
		list = append(list, views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expired"})
	case "failed":
		list = append(list, views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Failed"})
	case "revoked":
		list = append(list, views.Badge{Tone: views.ToneMute, Icon: views.IconCross, Word: "Removed"})
	}
	return list
}

// usedFor says what a method pays: "Used for Team plan, next payment …".
func (p presenter) usedFor(s portal.Subscription) views.Text {
	words := "Used for " + (contract{subscription: s}).name() + " (S" + s.ID + ")"
	if at := s.Details.NextBillingAt; !at.IsZero() {
		words += ", next payment " + strings.TrimPrefix(p.money(s.Details.Next.Gross, s.Currency)+" on "+p.dateWords(at), " ")
	}
	return views.Plain(words + ".")
}

func (k *wallet) step(d *deed, action portal.Action, item int64) (*step, error) {
	if item != 0 {
		return nil, nil
	}
	if action == portal.ActionAddMethod {
		return k.add(d), nil
	}
	id := d.r.PostForm.Get("method")
	if id == "" {
		id = d.own(withName)
	}
	for _, used := range k.open.Methods {
		if used.Method.ID == id {
			return k.onOne(d, action, used), nil
		}
	}
	return nil, nil
}

// add leads to the provider.
func (k *wallet) add(d *deed) *step {
	o, ok := k.open.Offered.Of(portal.ActionAddMethod)
	if !ok {
		return nil
	}
	st := &step{view: views.Step{
		Heading: "Add a payment method",
		Lead:    []views.Text{views.Plain("You pay nothing now. What you have already is paid as before.")},
		Form:    &views.Form{Above: []views.Text{views.Plain(d.p.atProvider())}, Label: "Continue to " + d.p.provider()},
	}}
	if o.Why != "" {
		st.refuse(d, o.Why)
	}
	return st
}

// onOne is an action on one method.
func (k *wallet) onOne(d *deed, action portal.Action, used portal.UsedMethod) *step {
	o, ok := used.Offered.Of(action)
	if !ok {
		return nil
	}
	st := k.makeDefault(d, used)
	if action == portal.ActionRemove {
		st = k.remove(d, used)
	}
	st.change.Method = used.Method.ID
	st.view.Form.Hidden = []views.Hidden{{Name: "method", Value: used.Method.ID}}
	if o.Why == portal.WhyLast {
		st.view.Heading = "You need another way to pay first"
	}
	if o.Why != "" {
		st.why, st.view.Lead = o.Why, nil
		st.view.Notices = append(st.view.Notices, d.p.notOffered(o.Why))
	}
	return st
}

func (k *wallet) makeDefault(d *deed, used portal.UsedMethod) *step {
	return &step{view: views.Step{
		Heading: "Make this your default",
		Lead:    []views.Text{views.Plain("New subscriptions are paid with it. A subscription that has its own card or account keeps that one. You pay nothing now.")},
		Facts:   []views.Facts{{Rows: []views.Fact{{Name: "Default from now on", Value: d.p.methodText(used.Method.Label)}}}},
		Form:    &views.Form{Label: "Make default"},
	}}
}

func (k *wallet) remove(d *deed, used portal.UsedMethod) *step {
	st := &step{view: views.Step{
		Heading: "Remove this payment method",
		Lead:    []views.Text{views.Plain("Nothing is paid with it now, so nothing else changes. To use it again, you add it again.")},
		Facts:   []views.Facts{{Rows: []views.Fact{{Name: "Remove", Value: d.p.methodText(used.Method.Label)}}}},
		Form:    &views.Form{Label: "Remove " + methodSpoken(used.Method.Label)},
	}}
	if len(used.Subscriptions) > 0 {
		st.view.Lead = []views.Text{views.Plain(d.p.account.Name + " then charges another payment method that you have saved.")}
		for _, s := range used.Subscriptions {
			addFacts(st, views.Fact{Name: "Used for", Value: views.Plain((contract{subscription: s}).name())})
		}
	}
	return st
}
