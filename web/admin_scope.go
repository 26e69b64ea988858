package web

import (
	"net/http"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// lackingError refuses somebody who may see a thing, but not do this with it.
type lackingError struct{ need portal.Permission }

func (e lackingError) Error() string { return "no permission to " + string(e.need) }

// must is for what is reached without its account in the address:
// portal.ErrNotFound where the clerk may not see the account, a lackingError
// where they may see it and lack the permission.
func (c clerk) must(account string, p portal.Permission) error {
	switch {
	case !c.may(account, portal.MaySee):
		return portal.ErrNotFound
	case !c.may(account, p):
		return lackingError{p}
	}
	return nil
}

// accounts are those in which the clerk has a permission, by slug.
func (d *desk) accounts(r *http.Request, c clerk, p portal.Permission) ([]portal.Account, error) {
	all, err := d.Portal.Accounts(r.Context())
	return slices.DeleteFunc(all, func(a portal.Account) bool { return !c.may(a.Slug, p) }), err
}

// mailFor is the mail that the address names, for whoever has a permission in
// its account.
func (d *desk) mailFor(r *http.Request, c clerk, p portal.Permission) (portal.Message, error) {
	m, err := d.Portal.Mail(r.Context(), r.PathValue("id"))
	if err == nil {
		err = c.must(m.Account, p)
	}
	return m, err
}

// closed are the rooms of the rail that the clerk may not enter.
func (d *desk) closed(c clerk) []views.AdminPlace {
	var places []views.AdminPlace
	for _, at := range views.AdminRail() {
		route, ok := d.byPattern[http.MethodGet+" "+at.URL]
		if ok && route.admits("", c.admin) != admitted {
			places = append(places, at.Place)
		}
	}
	return places
}
