package store

import (
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// filter collects the conditions of a list that has many. Its texts are made of
// constants, so that there are no more of them than combinations of conditions.
type filter struct {
	conditions []string
	args       []any
}

// value adds a value and returns its placeholder.
func (f *filter) value(v any) string {
	f.args = append(f.args, v)
	return "$" + strconv.Itoa(len(f.args))
}

// and adds a condition with a ? for each value.
func (f *filter) and(condition string, values ...any) {
	for _, v := range values {
		condition = strings.Replace(condition, "?", f.value(v), 1)
	}
	f.conditions = append(f.conditions, condition)
}

// equal adds a condition unless value is empty.
func (f *filter) equal(column, value string) {
	if value != "" {
		f.and(column+" = ?", value)
	}
}

// within keeps a list to accounts. Values are repeated up to the next power of
// two, so that there are few texts however many accounts are named.
func (f *filter) within(column string, accounts portal.Accounts) {
	slugs, leftOut := accounts.Named()
	switch {
	case accounts.All():
		return
	case accounts.None():
		f.and("1 = 0")
		return
	}
	for len(slugs)&(len(slugs)-1) != 0 {
		slugs = append(slugs, slugs[0])
	}
	places := make([]string, len(slugs))
	for i, slug := range slugs {
		places[i] = f.value(slug)
	}
	in := " in ("
	if leftOut {
		in = " not in ("
	}
	f.and(column + in + strings.Join(places, ", ") + ")")
}

// page adds where a page of a list that runs by column and id, both falling,
// begins; the zero cursor is the first page's.
func (f *filter) page(column, id string, before portal.Cursor) {
	if before != (portal.Cursor{}) {
		f.and("("+column+", "+id+") < (?, ?)", micros(before.At), before.ID)
	}
}

// pageOn is page for a list that runs by column and id, both rising.
func (f *filter) pageOn(column, id string, after portal.Cursor) {
	if after != (portal.Cursor{}) {
		f.and("("+column+", "+id+") > (?, ?)", micros(after.At), after.ID)
	}
}

// where returns the clause; empty if there are no conditions.
func (f *filter) where() string {
	if len(f.conditions) == 0 {
		return ""
	}
	return " where " + strings.Join(f.conditions, " and ")
}

// limit returns the clause; empty if n is 0, which limits nothing.
func (f *filter) limit(n int) string {
	if n <= 0 {
		return ""
	}
	return " limit " + f.value(n)
}
