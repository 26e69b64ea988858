package pay

// Failure is why a payment failed, in the few ways that help a customer. What
// the provider says about fraud or about the issuer's settings is not among
// them.
type Failure string

const (
	Declined       Failure = "declined"
	NoFunds        Failure = "no_funds"
	CardExpired    Failure = "card_expired"
	NotConfirmed   Failure = "not_confirmed"    // the bank's own check (3-D Secure) was not passed
	MethodNotTaken Failure = "method_not_taken" // the method does not suit this payment
)

// Words are a sentence for the customer; safe to show.
func (f Failure) Words() string {
	switch f {
	case NoFunds:
		return "The account or card does not have enough funds."
	case CardExpired:
		return "The card has expired."
	case NotConfirmed:
		return "The bank could not confirm that it was you."
	case MethodNotTaken:
		return "This payment method cannot be used for this payment."
	case Declined:
		return "The bank declined the payment."
	}
	return "The payment did not go through."
}
