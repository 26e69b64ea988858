package web

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// provider is the payment provider as customers know it.
func (p presenter) provider() string {
	switch name := p.account.Billing.Provider; name {
	case "stripe":
		return "Stripe"
	case "", "test":
		return "the payment provider"
	default:
		return name
	}
}

// atProvider says who gets to see what is typed on the page to come.
func (p presenter) atProvider() string {
	return "You enter your card or account details at " + p.provider() + ". " + p.account.Name + " does not see them."
}

// fill puts names and figures into words.
func (p presenter) fill(words string, dec portal.BillingDecision) string {
	return strings.NewReplacer(
		"{M}", p.account.Name, "{P}", p.provider(), "{A}", p.money(dec.Change.Amount, dec.Change.Currency),
	).Replace(words)
}

// notOffered says why an action cannot be done now.
func (p presenter) notOffered(why string) views.Callout {
	heading, text := "This is not possible now", "Nothing was changed. Contact "+p.account.Name+" if you need it."
	switch why {
	case portal.WhyEnded:
		heading, text = "This has ended", "Nothing can be changed here any more. To start again, contact "+p.account.Name+"."
	case portal.WhyDone:
		heading, text = "It is so already", "There is nothing more to do. Nothing was changed now."
	case portal.WhyClosed:
		heading, text = "This offer is closed", "It has ended or was replaced by another one. Nothing was changed."
	case portal.WhyNoMethod:
		heading, text = "There is no way to pay on file", "Add a payment method first. Nothing was changed."
	case portal.WhyLast:
		heading, text = "You need another way to pay first", "Something that renews is paid with it, and there is no other. Add another one, or turn off renewal. Nothing was changed."
	case portal.WhyNothing:
		heading, text = "There is nothing to pay", "Nothing is open. You have not been charged."
	case portal.WhyNegative:
		heading, text = "We cannot show you the right amounts", "The figures we were given do not fit together, so nothing was changed. "+p.account.Name+" will have to look at it: please contact them."
	case portal.WhyNoPayment:
		heading, text = "You cannot pay here", "Contact "+p.account.Name+" to pay or to change how you pay. Nothing was changed."
	case portal.WhyUnknown:
		heading, text = "This cannot be changed here", "Its state is new to us. Contact "+p.account.Name+". Nothing was changed."
	}
	return views.Callout{Tone: views.ToneWait, Icon: views.IconInfo, Heading: heading, Text: views.Plain(text)}
}

// methodName is a payment method as it may be shown: "Visa •••• 4242".
func (p presenter) methodName(l portal.MethodLabel) views.Text {
	name := methodKind(l)
	if l.Last4 == "" {
		return views.Plain(name)
	}
	return views.Text{{Text: name + " •••• " + l.Last4, Spoken: name + " ending in " + l.Last4}}
}

// methodSpoken is the same in words alone: "Visa ending in 4242".
func methodSpoken(l portal.MethodLabel) string {
	if l.Last4 == "" {
		return methodKind(l)
	}
	return methodKind(l) + " ending in " + l.Last4
}

func methodKind(l portal.MethodLabel) string {
	if l.Brand != "" {
		return strings.ToUpper(l.Brand[:1]) + l.Brand[1:]
	}
	switch l.Kind {
	case "card":
		return "Card"
	case "sepa_core", "sepa_b2b":
		return "Bank account"
	case "paypal":
		return "PayPal"
	case "wallet":
		return "Wallet"
	case "wire":
		return "Bank transfer"
	case "invoice":
		return "Invoice"
	}
	return "Payment method"
}

// methodExpires is when a card ends, "04/27"; empty: it does not, or nobody
// said.
func methodExpires(l portal.MethodLabel) string {
	year, month, ok := strings.Cut(l.Expires, "-")
	if !ok || len(year) != 4 || len(month) != 2 {
		return ""
	}
	return month + "/" + year[2:]
}
