// Package portal is what the product is and does: accounts and their keys,
// invoices and purchases as the company's billing system issued them, the
// links that open them, and the three verbs that act on links.
//
// It leaves out HTTP, HTML, SQL and SMTP: callers bring a Store, a clock and a
// Vault, and get values back. Whatever a person can cause by living normally
// (an expired link, a second click) is a value; errors mean that we could not.
//
// Use: build a Service with New, turn a request into a link.Grant with Admit,
// and hand the Grant to the operation that the page stands for.
package portal
