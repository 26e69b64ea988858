package store

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// within adds a condition on the accounts that a list is about; all of them need
// none.
func (f *filter) within(column string, accounts portal.Accounts) {
	if accounts.All() {
		return
	}
	slugs, leftOut := accounts.Named()
	if len(slugs) == 0 {
		f.and("1 = 0")
		return
	}
	marks := make([]string, len(slugs))
	for i, slug := range slugs {
		marks[i] = f.value(slug)
	}
	not := ""
	if leftOut {
		not = "not "
	}
	f.conditions = append(f.conditions, column+" "+not+"in ("+strings.Join(marks, ", ")+")")
}
