// Package pay sends the customer to a payment provider and understands what
// comes back. There are two providers: Stripe, and a test provider that moves
// no money.
//
// Everything happens by redirect. The customer types a card number on the
// provider's page and nowhere else; what comes back is masked. Latchkey asks
// for an amount that the system of record named, and hands back what the
// provider says; it computes nothing.
//
// It leaves out who may pay what, what is stored, and what a page says: those
// belong to the caller, who also keeps the session's id and drops a Result that
// it has seen. It knows no clock: where time matters, it is given.
//
// Use: NewStripe or NewTest, then Start, and send the customer to the Session's
// URL. Two ways lead back, in either order: the provider's event, read with
// Event and Complete, and the customer, for whom Look asks. Both end in a
// Result; what it means for the payment is decided once, by the caller's
// conditional update. docs/payments.md tells the whole story.
package pay
