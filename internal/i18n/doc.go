// Package i18n turns amounts, numbers, dates, spans of time and the codes of
// e-invoices into text for one locale.
//
// It leaves out the sentences of pages and mails, which belong to the views,
// and the choice of a locale, which belongs to the account and the request. It
// never computes: an amount keeps every digit its issuer wrote, and whatever
// cannot be read comes out as it came in, so that nothing is lost on the way.
//
// Formats are known for English (British, American and Indian), German, Danish,
// French, Spanish, Japanese and Arabic (with the digits of Egypt on request). Words are English so far; another language is a
// value of type words, given to its row of the table in locales.go.
//
// Use: l := i18n.For("de"); l.Money("1309.00", "EUR"). A Locale is a small
// value without state, safe to share.
package i18n
