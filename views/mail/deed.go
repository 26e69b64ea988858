package mail

// Deed is what the mails call one thing that a customer can do about something
// billed. No phrase holds a name, a number or a day, so that all can stand in a
// subject.
type Deed struct {
	Asked  string // receipt: "We have your request to change your plan"
	Calls  string // in a sentence: "your request to change your plan"
	Until  string // how things stand until the answer: "Nothing changes until then."
	Done   string // applied: "Your plan has changed"
	Later  string // applied from a day to come, which follows: "Your plan changes"; empty: as Done
	Undone string // refused: "Your plan was not changed"
	Office string // to the back office: "A customer wants another plan"
	Todo   string // there: "Change the plan in your billing system."
}

// DeedOf finds the words of an action by its name in the API, "remove_item".
// False: there are none.
func DeedOf(action string) (Deed, bool) {
	d, ok := deeds[action]
	if d.Asked == "" {
		d.Asked = "We have " + d.Calls
	}
	if d.Until == "" {
		d.Until = "Nothing changes until then."
	}
	return d, ok
}

// deeds has a row for every action.
var deeds = map[string]Deed{
	"cancel": {
		Asked: "We received your cancellation", Calls: "your cancellation",
		Done: "Your cancellation is confirmed", Undone: "About your cancellation",
		Office: "A customer cancelled", Todo: "End the renewal in your billing system.",
	},
	"withdraw": {
		Asked: "We received your withdrawal from the contract", Calls: "your withdrawal from the contract",
		Done: "Your withdrawal is confirmed", Undone: "About your withdrawal from the contract",
		Office: "A customer withdrew from a contract", Todo: "Reverse the contract and pay back what is owed.",
	},
	"decline": {
		Asked: "You declined the quote", Calls: "your answer to the quote",
		Done: "Your answer to the quote is confirmed", Undone: "About your answer to the quote",
		Office: "A customer declined a quote", Todo: "Close the quote in your billing system.",
	},
	"reinstate": {
		Calls: "your request to keep your subscription",
		Done:  "Your subscription goes on", Later: "Your subscription goes on", Undone: "Your subscription still ends",
		Office: "A customer wants to keep a subscription", Todo: "Turn the renewal on again in your billing system.",
	},
	"renew": {
		Calls: "your request to renew your subscription",
		Done:  "Your subscription is renewed", Later: "Your subscription renews", Undone: "Your subscription was not renewed",
		Office: "A customer wants to renew a subscription", Todo: "Renew the subscription in your billing system.",
	},
	"quantity": {
		Calls: "your request to change the quantity",
		Done:  "Your quantity has changed", Later: "Your quantity changes", Undone: "Your quantity was not changed",
		Office: "A customer wants another quantity", Todo: "Change the quantity in your billing system.",
	},
	"remove_item": {
		Calls: "your request to remove an item",
		Done:  "An item was removed from your subscription", Later: "An item leaves your subscription", Undone: "The item was not removed",
		Office: "A customer wants to remove an item", Todo: "Remove the item from the subscription in your billing system.",
	},
	"upgrade": {
		Calls: "your request to change your plan",
		Done:  "Your plan has changed", Later: "Your plan changes", Undone: "Your plan was not changed",
		Office: "A customer wants another plan", Todo: "Change the plan in your billing system.",
	},
	"interval": {
		Calls: "your request to change how often you pay",
		Done:  "How often you pay has changed", Later: "How often you pay changes", Undone: "How often you pay was not changed",
		Office: "A customer wants to pay at another interval", Todo: "Change the interval in your billing system.",
	},
	"auto_renew": {
		Calls: "your request to turn on automatic renewal",
		Done:  "Automatic renewal is on", Later: "Automatic renewal starts", Undone: "Automatic renewal was not turned on",
		Office: "A customer wants automatic renewal", Todo: "Turn on automatic renewal in your billing system.",
	},
	"accept": {
		Asked: "You accepted the quote", Calls: "your acceptance of the quote",
		Until: "It becomes an order with that answer.",
		Done:  "Your order is confirmed", Undone: "Your order was not confirmed",
		Office: "A customer accepted a quote", Todo: "Turn the quote into an order in your billing system.",
	},
	"ask_change": {
		Calls: "your request to change the quote", Until: "The quote stays as it is until then.",
		Done: "Your request about the quote was answered", Undone: "The quote was not changed",
		Office: "A customer asks for a change to a quote", Todo: "Make a new version of the quote, or tell the customer why not.",
	},
	"ask_quote": {
		Calls: "your request for a quote", Until: "You have ordered nothing.",
		Done: "Your request for a quote was answered", Undone: "Your request for a quote was declined",
		Office: "A customer asks for a quote", Todo: "Make a quote for this order, or tell the customer why not.",
	},
	"correct_billing": {
		Calls: "your correction of your billing details",
		Done:  "Your billing details were corrected", Later: "Your billing details change", Undone: "Your billing details were not changed",
		Office: "A customer corrects billing details", Todo: "Check the details and correct them in your billing system. Documents that were issued stay as they are.",
	},
	"report_problem": {
		Calls: "your report of a problem", Until: "You do not have to do anything else.",
		Done: "Your report of a problem was answered", Undone: "Your report of a problem was closed",
		Office: "A customer reports a problem", Todo: "Look into it and answer the customer.",
	},
	"default_method": {
		Calls: "your request to change how you pay",
		Done:  "How you pay has changed", Later: "How you pay changes", Undone: "How you pay was not changed",
		Office: "A customer chose another payment method", Todo: "Make it the default payment method in your billing system.",
	},
	"remove_method": {
		Calls: "your request to remove a payment method",
		Done:  "A payment method was removed", Undone: "The payment method was not removed",
		Office: "A customer wants to remove a payment method", Todo: "Remove the payment method in your billing system.",
	},
	"change_method": {
		Asked: "You started to change how you pay", Calls: "the change of your payment method",
		Done: "Your payment method has changed", Undone: "Your payment method was not changed",
		Office: "A customer changed a payment method", Todo: "Use the new payment method from now on.",
	},
	"add_method": {
		Asked: "You started to add a payment method", Calls: "your new payment method",
		Done: "Your payment method was added", Undone: "Your payment method was not added",
		Office: "A customer added a payment method", Todo: "Offer the new payment method from now on.",
	},
	"pay": {
		Asked: "You started a payment", Calls: "your payment",
		Done: "We received your payment", Undone: "Your payment did not go through",
		Office: "A customer paid", Todo: "Book the payment in your billing system.",
	},
}
