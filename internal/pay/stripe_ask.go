package pay

import (
	"maps"
	"slices"
	"strings"

	"github.com/stripe/stripe-go/v84"
)

// Where our ids stand in Stripe's metadata.
const (
	stripeAccount = ownPrefix + "account"
	stripePayment = ownPrefix + "payment"
)

// stripeParams says an Ask in Stripe's words. It names no ui_mode: a page of
// their own is what every API version makes unasked, under changing names.
// https://docs.stripe.com/api/checkout/sessions/create
func stripeParams(ask Ask) (*stripe.CheckoutSessionCreateParams, error) {
	if err := ask.check(); err != nil {
		return nil, err
	}
	params := &stripe.CheckoutSessionCreateParams{
		ClientReferenceID: stripe.String(ask.Payment),
		Metadata:          stripeMetadata(ask),
		SuccessURL:        stripe.String(ask.ReturnURL),
		CancelURL:         stripe.String(ask.CancelURL),
		ExpiresAt:         stripe.Int64(ask.ExpiresAt.Unix()),
		Locale:            stripe.String(stripeLocale(ask.Locale)),
	}
	params.SetIdempotencyKey(ask.Payment)
	if ask.Customer != "" {
		params.Customer = stripe.String(ask.Customer)
	}
	if ask.Purpose == SetUp {
		return params, askSetUp(params, ask)
	}
	return params, askPayment(params, ask)
}

// askSetUp asks for a method to charge later. Without a customer Stripe would
// keep a method that nobody can be charged with, so it makes one.
func askSetUp(params *stripe.CheckoutSessionCreateParams, ask Ask) error {
	params.Mode = stripe.String(string(stripe.CheckoutSessionModeSetup))
	params.SetupIntentData = &stripe.CheckoutSessionCreateSetupIntentDataParams{
		Description: stripe.String(ask.Description), Metadata: stripeMetadata(ask),
	}
	if ask.Customer == "" {
		params.CustomerCreation = stripe.String(string(stripe.CheckoutSessionCustomerCreationAlways))
	}
	// Stripe wants to know a currency or the methods.
	if ask.Money.Currency == "" {
		params.PaymentMethodTypes = stripe.StringSlice([]string{string(stripe.PaymentMethodTypeCard)})
		return nil
	}
	if _, err := stripeScale(ask.Money.Currency); err != nil {
		return err
	}
	params.Currency = stripe.String(strings.ToLower(ask.Money.Currency))
	return nil
}

// askPayment asks for the exact amount, once, in its own currency.
func askPayment(params *stripe.CheckoutSessionCreateParams, ask Ask) error {
	amount, err := toStripe(ask.Money)
	if err != nil {
		return err
	}
	params.Mode = stripe.String(string(stripe.CheckoutSessionModePayment))
	params.AdaptivePricing = &stripe.CheckoutSessionCreateAdaptivePricingParams{Enabled: stripe.Bool(false)}
	params.PaymentIntentData = &stripe.CheckoutSessionCreatePaymentIntentDataParams{
		Description: stripe.String(ask.Description), Metadata: stripeMetadata(ask),
	}
	params.LineItems = []*stripe.CheckoutSessionCreateLineItemParams{{
		Quantity: stripe.Int64(1),
		PriceData: &stripe.CheckoutSessionCreateLineItemPriceDataParams{
			Currency:    stripe.String(strings.ToLower(ask.Money.Currency)),
			UnitAmount:  stripe.Int64(amount),
			ProductData: &stripe.CheckoutSessionCreateLineItemPriceDataProductDataParams{Name: stripe.String(ask.Description)},
		},
	}}
	return nil
}

func stripeMetadata(ask Ask) map[string]string {
	all := map[string]string{stripeAccount: ask.Account, stripePayment: ask.Payment}
	maps.Copy(all, ask.Metadata)
	return all
}

// stripeLocales are the languages that Checkout speaks.
var stripeLocales = strings.Fields("bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv " +
	"ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW")

// stripeLocale is the nearest language that Checkout speaks; "auto" leaves it to
// the customer's browser.
func stripeLocale(locale string) string {
	if locale == "no" || strings.HasPrefix(locale, "no-") {
		return "nb"
	}
	for at := locale; at != ""; {
		if i := slices.IndexFunc(stripeLocales, func(l string) bool { return strings.EqualFold(l, at) }); i >= 0 {
			return stripeLocales[i]
		}
		cut := strings.LastIndexByte(at, '-')
		if cut < 0 {
			break
		}
		at = at[:cut]
	}
	return "auto"
}
