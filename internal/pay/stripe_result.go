package pay

import (
	"fmt"

	"github.com/stripe/stripe-go/v84"
)

// readSession says what a Checkout Session tells. False: we did not make it, or
// somebody took our marks off.
func readSession(s *stripe.CheckoutSession) (Result, bool, error) {
	r := Result{
		Session: s.ID,
		Account: s.Metadata[stripeAccount],
		Payment: s.Metadata[stripePayment],
		URL:     s.URL,
	}
	if s.ID == "" || r.Account == "" || r.Payment == "" || s.ClientReferenceID != r.Payment {
		return Result{}, false, nil
	}
	if s.Customer != nil {
		r.Customer = s.Customer.ID
	}
	switch s.Mode {
	case stripe.CheckoutSessionModeSetup:
		r.Purpose = SetUp
		readSetUp(&r, s)
	case stripe.CheckoutSessionModePayment:
		r.Purpose = Payment
		money, err := fromStripe(s.AmountTotal, string(s.Currency))
		if err != nil {
			return Result{}, false, fmt.Errorf("stripe: read session: %w", err)
		}
		r.Money = money
		readPayment(&r, s)
	default:
		return Result{}, false, nil
	}
	return r, true, nil
}

// ended is the state of a session that says it by itself; empty: it was
// completed, and what came of it stands elsewhere.
func ended(s *stripe.CheckoutSession) State {
	switch s.Status {
	case stripe.CheckoutSessionStatusExpired:
		return Cancelled
	case stripe.CheckoutSessionStatusComplete:
		return ""
	}
	return Pending
}

func readSetUp(r *Result, s *stripe.CheckoutSession) {
	if r.State = ended(s); r.State != "" {
		return
	}
	r.State = Pending
	intent := s.SetupIntent
	if intent == nil {
		return
	}
	switch intent.Status {
	case stripe.SetupIntentStatusSucceeded:
		r.State = Succeeded
		r.Method = stripeMethod(intent.PaymentMethod)
	case stripe.SetupIntentStatusRequiresPaymentMethod, stripe.SetupIntentStatusCanceled:
		r.State = Failed
		r.Failure = stripeFailure(intent.LastSetupError)
	}
}

// readPayment believes the session that it is paid, and the intent that it is
// not: a debit may take days and fail at the end.
func readPayment(r *Result, s *stripe.CheckoutSession) {
	if r.State = ended(s); r.State != "" {
		return
	}
	r.State = Pending
	intent := s.PaymentIntent
	if s.PaymentStatus == stripe.CheckoutSessionPaymentStatusPaid {
		r.State = Succeeded
		if intent != nil {
			r.Method = stripeMethod(intent.PaymentMethod)
		}
		return
	}
	if intent == nil {
		return
	}
	switch intent.Status {
	case stripe.PaymentIntentStatusRequiresPaymentMethod, stripe.PaymentIntentStatusCanceled:
		r.State = Failed
		r.Failure = stripeFailure(intent.LastPaymentError)
	}
}

// stripeMethod masks a payment method; Stripe hands out nothing more to mask.
func stripeMethod(pm *stripe.PaymentMethod) Method {
	if pm == nil {
		return Method{}
	}
	m := Method{Ref: pm.ID, Kind: Other, Brand: string(pm.Type)}
	switch {
	case pm.Type == stripe.PaymentMethodTypeCard && pm.Card != nil:
		m.Kind, m.Brand, m.Last4 = Card, string(pm.Card.Brand), pm.Card.Last4
		m.ExpMonth, m.ExpYear = int(pm.Card.ExpMonth), int(pm.Card.ExpYear)
	case pm.Type == stripe.PaymentMethodTypeSEPADebit && pm.SEPADebit != nil:
		m.Kind, m.Brand, m.IBANLast4 = SEPA, "", pm.SEPADebit.Last4
	case pm.Type == stripe.PaymentMethodTypePaypal:
		m.Kind, m.Brand = PayPal, ""
	case pm.Type == stripe.PaymentMethodTypeUSBankAccount && pm.USBankAccount != nil:
		m.Last4 = pm.USBankAccount.Last4
	case wallets[pm.Type]:
		m.Kind = Wallet
	}
	return m
}

var wallets = map[stripe.PaymentMethodType]bool{
	stripe.PaymentMethodTypeLink: true, stripe.PaymentMethodTypeAlipay: true, stripe.PaymentMethodTypeAmazonPay: true,
	stripe.PaymentMethodTypeCashApp: true, stripe.PaymentMethodTypeRevolutPay: true, stripe.PaymentMethodTypeWeChatPay: true,
}

// stripeFailure sorts an error by its codes. Its text stays behind: it was not
// written for our customers.
func stripeFailure(e *stripe.Error) Failure {
	if e == nil {
		return ""
	}
	for _, code := range []string{string(e.DeclineCode), string(e.Code)} {
		switch code {
		case "insufficient_funds":
			return NoFunds
		case "expired_card":
			return CardExpired
		case "authentication_required", "payment_intent_authentication_failure", "setup_intent_authentication_failure":
			return NotConfirmed
		case "card_not_supported", "currency_not_supported", "payment_method_not_available", "payment_method_currency_mismatch":
			return MethodNotTaken
		}
	}
	return Declined
}
