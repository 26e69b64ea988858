package portal

import (
	"cmp"
	"slices"
)

// Accounts are the accounts that a list is about. The zero value is all of them.
type Accounts struct {
	bounded bool
	except  bool     // slugs are those left out, not those meant
	slugs   []string // no order
}

// OnlyAccounts are the ones named; none, if none is.
func OnlyAccounts(slugs ...string) Accounts { return Accounts{bounded: true, slugs: slugs} }

// Has reports whether an account is among them.
func (a Accounts) Has(account string) bool {
	return !a.bounded || slices.Contains(a.slugs, account) != a.except
}

// All reports whether every account is meant, also those still to come.
func (a Accounts) All() bool { return !a.bounded }

// None reports whether no account is.
func (a Accounts) None() bool { return a.bounded && !a.except && len(a.slugs) == 0 }

// Only narrows them to one account, where it is among them; "" narrows nothing.
func (a Accounts) Only(account string) Accounts {
	switch {
	case account == "":
		return a
	case a.Has(account):
		return OnlyAccounts(account)
	}
	return OnlyAccounts()
}

// Named returns the slugs in order and whether they are the ones left out
// rather than the ones meant. It is for the store, after All.
func (a Accounts) Named() (slugs []string, leftOut bool) {
	return slices.SortedFunc(slices.Values(a.slugs), cmp.Compare[string]), a.except
}
