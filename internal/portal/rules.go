package portal

// rule says whether an act can be done: "", or one of the Why… words.
type rule func(m *ground, act Act) string

// rules are what is offered when, by action and by type of its subject. An
// action that is not here for a subject is never offered for it.
var rules = map[Action]map[string]rule{
	ActionCancel:     {ofSubscription: whyCancel},
	ActionReinstate:  {ofSubscription: whyReinstate},
	ActionRenew:      {ofSubscription: whyRenew},
	ActionAutoRenew:  {ofSubscription: whyAutoRenew},
	ActionQuantity:   {ofSubscription: whyQuantity},
	ActionRemoveItem: {ofSubscription: whyRemoveItem},
	ActionUpgrade:    {ofSubscription: whyUpgrade},
	ActionInterval:   {ofSubscription: whyInterval},
	ActionMethod:     {ofSubscription: whyChangeMethod},
	ActionDefault:    {ofSubscription: whyOtherMethod, ofMethod: whyDefault},
	ActionRemove:     {ofMethod: whyRemove},
	ActionAddMethod:  {ofCustomer: whyAddMethod},
	ActionPay:        {ofPurchase: whyPay, ofInvoice: whyPayInvoice, ofSubscription: whySettle},
	ActionWithdraw:   {ofPurchase: whyWithdraw},
	ActionAskQuote:   {ofPurchase: whyRedo},
	ActionCorrect:    {ofPurchase: whyAnytime, ofInvoice: whyAnytime},
	ActionProblem:    {ofPurchase: whyAnytime, ofInvoice: whyAnytime},
	ActionAccept:     {ofQuote: whyAccept},
	ActionDecline:    {ofQuote: whyDecline},
	ActionAskChange:  {ofQuote: whyAskChange},
}

// why says whether an act can be done: "", or one of the Why… words.
func (m *ground) why(act Act) string {
	r, ok := rules[act.Action][m.subject.Type]
	if !ok {
		return WhyState
	}
	return r(m, act)
}

// offering is an action of a page with what the rules say of it.
func (m *ground) offering(a Action) Offering {
	o := Offering{Action: a, Subject: m.subject, Why: m.why(Act{Action: a})}
	o.Late = a == ActionWithdraw && o.Why == "" && m.over(m.purchase.Details.WithdrawUntil)
	return o
}

// offerings are the actions out of a list that there can be for the subject.
func (m *ground) offerings(actions []Action) Offerings {
	var list Offerings
	for _, a := range actions {
		if _, ok := rules[a][m.subject.Type]; ok {
			list = append(list, m.offering(a))
		}
	}
	return list
}
