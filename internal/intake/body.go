package intake

import (
	"fmt"
	"time"

	"github.com/bojanz/currency"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// SourceBody says which word of the billing system a body is (see
// portal.Source), and, when it is read back, what we call it.
type SourceBody struct {
	ID         string `json:"id,omitempty" readOnly:"true"`
	Reference  string `json:"reference,omitempty" readOnly:"true" doc:"What people say on the phone."`
	AsOf       string `json:"asOf,omitempty" readOnly:"true" format:"date-time" doc:"When it last came in."`
	Version    int64  `json:"version,omitempty" minimum:"0" doc:"Counts up with every change in the billing system. A lower one than is kept is stale."`
	ModifiedAt string `json:"modifiedAt,omitempty" format:"date-time" doc:"When it was last changed there; decides where there is no version."`
}

// CustomerBody is a customer.
type CustomerBody struct {
	SourceBody
	Name               string     `json:"name"`
	Type               string     `json:"type,omitempty" enum:"business,consumer" doc:"Partners connect to businesses; left out counts as one."`
	Country            string     `json:"country,omitempty"`
	Locale             string     `json:"locale,omitempty"`
	Email              string     `json:"email,omitempty" doc:"The address on file: the only one that mail goes to."`
	RegistrationNumber string     `json:"registrationNumber,omitempty"`
	Users              []UserBody `json:"users,omitempty"`
	OnboardingDone     bool       `json:"onboardingDone,omitempty"`
}

// UserBody is a person of a customer.
type UserBody struct {
	ID    string `json:"id,omitempty" doc:"Given by us if left out; a user keeps the id of its address."`
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
}

// PurchaseBody is one order.
type PurchaseBody struct {
	SourceBody
	Customer         string                  `json:"customer,omitempty" doc:"Customer id."`
	Status           string                  `json:"status" doc:"quoted, pending, awaiting_payment, open, paid, on_hold, partially_refunded, refunded, charged_back, debit_returned, cancelled or rejected; any other is shown as it came, with no action."`
	StatusCode       string                  `json:"statusCode,omitempty" doc:"The billing system's own code."`
	StatusLabel      string                  `json:"statusLabel,omitempty" doc:"What it calls it; shown for a status we do not know."`
	Currency         string                  `json:"currency,omitempty" doc:"ISO 4217."`
	Totals           portal.Totals           `json:"totals,omitzero"`
	PONumber         string                  `json:"poNumber,omitempty"`
	CreatedAt        string                  `json:"createdAt,omitempty" format:"date-time" doc:"When the order was placed."`
	Items            []portal.Item           `json:"items,omitempty"`
	Test             bool                    `json:"test,omitempty"`
	WithdrawUntil    string                  `json:"withdrawUntil,omitempty" format:"date" doc:"Last day of the withdrawal period, inclusive."`
	ReimbursementID  string                  `json:"reimbursementId,omitempty"`
	Merchant         string                  `json:"merchant,omitempty" doc:"Merchant of record."`
	PaidWith         string                  `json:"paidWith,omitempty" doc:"A masked label."`
	PaymentReference string                  `json:"paymentReference,omitempty"`
	Delivery         string                  `json:"delivery,omitempty"`
	Failure          string                  `json:"failure,omitempty" doc:"Why it was not completed."`
	Billing          *portal.PurchaseContact `json:"billing,omitempty"`
	DeliverTo        *portal.PurchaseContact `json:"deliverTo,omitempty"`
	Licensee         *portal.PurchaseContact `json:"licensee,omitempty"`
	PassThrough      string                  `json:"passThrough,omitempty" doc:"Given back with every decision, never read."`
}

// SubscriptionBody is a running contract.
type SubscriptionBody struct {
	SourceBody
	Customer      string                    `json:"customer,omitempty" doc:"Customer id."`
	Purchase      string                    `json:"purchase,omitempty" doc:"Id of the purchase that started it."`
	Status        string                    `json:"status" doc:"new, active, grace, on_hold, ending, awaiting_renewal, finished or external; any other is shown as it came, with no action."`
	StatusCode    string                    `json:"statusCode,omitempty"`
	StatusLabel   string                    `json:"statusLabel,omitempty"`
	Currency      string                    `json:"currency,omitempty" doc:"ISO 4217."`
	Renewal       string                    `json:"renewal,omitempty" enum:"auto,manual"`
	Interval      portal.Interval           `json:"interval,omitzero"`
	StartedAt     string                    `json:"startedAt,omitempty" format:"date-time"`
	NextBillingAt string                    `json:"nextBillingAt,omitempty" format:"date-time"`
	EndsAt        string                    `json:"endsAt,omitempty" format:"date-time"`
	GraceDays     int64                     `json:"graceDays,omitempty"`
	Next          portal.Totals             `json:"next,omitzero" doc:"What the next interval costs."`
	Open          string                    `json:"open,omitempty" doc:"What a failed charge left open."`
	FailedAt      string                    `json:"failedAt,omitempty" format:"date-time"`
	Method        string                    `json:"method,omitempty" doc:"Id of the payment method it is charged to."`
	MinTermEnd    string                    `json:"minTermEnd,omitempty" format:"date"`
	NoticeBy      string                    `json:"noticeBy,omitempty" format:"date" doc:"Last day to cancel for the end of this term."`
	Pending       string                    `json:"pending,omitempty" doc:"A change that waits, in the billing system's words."`
	PassThrough   string                    `json:"passThrough,omitempty"`
	Items         []portal.SubscriptionItem `json:"items,omitempty"`
}

// OfferBody is a product that a subscription can be changed to.
type OfferBody struct {
	SourceBody
	Subscription string          `json:"subscription,omitempty" doc:"The one subscription it is for; left out: those with an item of sources."`
	Item         int64           `json:"item,omitempty" minimum:"0" doc:"Running number there; left out: any item of sources."`
	Sources      []string        `json:"sources,omitempty" doc:"Product ids it can replace; left out: any."`
	ProductID    string          `json:"productId"`
	Name         string          `json:"name"`
	About        string          `json:"about,omitempty"`
	Gained       []string        `json:"gained,omitempty"`
	Lost         []string        `json:"lost,omitempty"`
	UnitNet      string          `json:"unitNet,omitempty"`
	Currency     string          `json:"currency,omitempty"`
	Interval     portal.Interval `json:"interval,omitzero"`
	Effective    string          `json:"effective,omitempty" enum:"now,next_billing"`
	ValidFrom    string          `json:"validFrom,omitempty" format:"date-time"`
	ValidUntil   string          `json:"validUntil,omitempty" format:"date-time" doc:"Exclusive; left out: open."`
}

// QuoteBody is the offer that a quoted purchase stands for.
type QuoteBody struct {
	SourceBody
	Number       string `json:"number,omitempty"`
	State        string `json:"state" doc:"open, accepted, declined, expired, replaced or withdrawn; any other is shown as it came, with no action."`
	QuoteVersion int64  `json:"quoteVersion,omitempty" minimum:"0" doc:"Version of the quote that the customer reads."`
	ValidUntil   string `json:"validUntil,omitempty" format:"date" doc:"Inclusive, in the account's zone."`
	ReplacedBy   string `json:"replacedBy,omitempty" doc:"Purchase id of the newer quote."`
	Terms        string `json:"terms,omitempty"`
	TermsVersion string `json:"termsVersion,omitempty"`
	PORequired   bool   `json:"poRequired,omitempty"`
	Deposit      string `json:"deposit,omitempty"`
	DecidedAt    string `json:"decidedAt,omitempty" format:"date-time"`
}

// PaymentMethodBody is a saved way to pay, masked.
type PaymentMethodBody struct {
	SourceBody
	Customer    string             `json:"customer"`
	Label       portal.MethodLabel `json:"label" doc:"What may be shown. A whole card number or IBAN in it is refused."`
	State       string             `json:"state,omitempty" doc:"valid, expiring, expired, failed or revoked; left out: valid."`
	Default     bool               `json:"default,omitempty"`
	Provider    string             `json:"provider,omitempty"`
	ProviderRef string             `json:"providerRef,omitempty" doc:"The provider's name for it; opaque."`
}

// DocumentBody is a billing document.
type DocumentBody struct {
	SourceBody
	Number      string        `json:"number" doc:"As the issuer wrote it. It cannot change."`
	Kind        string        `json:"kind" doc:"invoice, credit_note, credit_note_full, credit_note_partial, credit_note_chargeback, credit_note_return_debit, credit_note_vat, corrected_invoice, payment_request, prepayment_invoice, self_billed_invoice, quote, receipt, test_document, order_confirmation or document."`
	Purchase    string        `json:"purchase,omitempty"`
	Customer    string        `json:"customer,omitempty"`
	Email       string        `json:"email,omitempty" doc:"Address on file where no customer is known."`
	IssuedOn    string        `json:"issuedOn,omitempty" format:"date"`
	DueOn       string        `json:"dueOn,omitempty" format:"date"`
	Currency    string        `json:"currency,omitempty"`
	Totals      portal.Totals `json:"totals,omitzero"`
	Corrects    string        `json:"corrects,omitempty" doc:"Document id of the document it corrects."`
	State       string        `json:"state,omitempty" enum:"draft,issued,cancelled" doc:"A draft is shown to nobody. Left out: issued."`
	StatusCode  string        `json:"statusCode,omitempty"`
	Test        bool          `json:"test,omitempty"`
	PaidOn      string        `json:"paidOn,omitempty" format:"date"`
	PaidWith    string        `json:"paidWith,omitempty" doc:"A masked label."`
	CancelledOn string        `json:"cancelledOn,omitempty" format:"date"`
	Delivered   string        `json:"delivered,omitempty" doc:"Network the original went through: peppol, ksef, pdp."`
}

// reading gathers what cannot be read of a body.
type reading struct{ problems []portal.Problem }

func (r *reading) say(field, message string) {
	r.problems = append(r.problems, portal.Problem{Field: field, Message: message})
}

// of is the record, or what was wrong with its body.
func (r *reading) of(record portal.Record) (portal.Record, error) {
	if len(r.problems) > 0 {
		return nil, &portal.InvalidError{Problems: r.problems}
	}
	return record, nil
}

func (r *reading) source(b SourceBody) portal.Source {
	return portal.Source{Version: b.Version, ModifiedAt: r.time("modifiedAt", b.ModifiedAt)}
}

// time reads RFC 3339, and keeps microseconds.
func (r *reading) time(field, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.say(field, field+" is not a time like 2026-03-01T12:00:00Z.")
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}

// currency is an ISO 4217 code that is in use, or nothing.
func (r *reading) currency(code string) string {
	if code != "" && !currency.IsValid(code) {
		r.say("currency", fmt.Sprintf("currency is %q, which is not a code of ISO 4217 like EUR.", shorten(code)))
	}
	return code
}
