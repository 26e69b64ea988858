// Package gallery has every page in every state as a literal, with the words
// customers read. Tests render it, browsers check it, and a developer looks
// at it before writing a handler. It computes nothing: what stands here is
// what the page says.
//
// The two merchants and everybody they write to are invented.
package gallery

import (
	"slices"

	"github.com/a-h/templ"
)

// Entry is one page in one state.
type Entry struct {
	Name      string // "invoice-overdue": unique, also the name of its golden file
	Page      string // the page's name for outside checks
	Status    int    // the HTTP status it is answered with
	Component templ.Component
}

// Entries returns all pages, in the order a newcomer would want to see them.
func Entries() []Entry {
	return slices.Concat(Customer(), devMails(), apis(), admins())
}

// Customer returns the pages that customers see.
func Customer() []Entry {
	return slices.Concat(approvals(), decisions(), stepUps(), answers(), invoices(), confirmations(), quotes(), redos(), documentLists(), lifetimes(), faults(), services(), actions(), statutory(), rightToLeft())
}
