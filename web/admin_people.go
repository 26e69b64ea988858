package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// peopleRooms are the addresses about the people of the desk. An owner of an
// account finds those who work there and changes their roles there; what is
// about the whole person is for owners of the installation.
func (d *desk) peopleRooms() []adminRoute {
	const one = "/admin/people/{id}"
	return []adminRoute{
		{pattern: "GET /admin/people", need: portal.MayManage, room: d.people},
		{pattern: "GET /admin/people/new", need: portal.MayManage, fresh: true, room: d.inviteForm},
		{pattern: "POST /admin/people", need: portal.MayManage, fresh: true, room: d.invite},
		{pattern: "GET " + one, need: portal.MayManage, room: d.person},
		{pattern: "POST " + one + "/roles", need: portal.MayManage, fresh: true, room: d.changeRoles},
		{pattern: "POST " + one + "/disable", need: portal.MayManage, whole: true, fresh: true, room: d.disablePerson},
		{pattern: "POST " + one + "/enable", need: portal.MayManage, whole: true, fresh: true, room: d.enablePerson},
		{pattern: "POST " + one + "/reset", need: portal.MayManage, whole: true, fresh: true, room: d.resetPerson},
		{pattern: "POST " + one + "/sessions/end", need: portal.MayManage, whole: true, fresh: true, room: d.endPerson},
		{pattern: "POST " + one + "/app/off", need: portal.MayManage, whole: true, fresh: true, room: d.personAppOff},
	}
}

// personURL is the page about a person.
func personURL(id string) string { return "/admin/people/" + id }

// manages reports whether the clerk may say what people are in an account, or
// with "" in the installation, whose owners may say it everywhere.
func (c clerk) manages(account string) bool {
	return c.may("", portal.MayManage) || c.may(account, portal.MayManage)
}

// staffed are the accounts whose people the clerk manages.
func (c clerk) staffed() portal.Accounts {
	if c.may("", portal.MayManage) {
		return portal.Accounts{}
	}
	return c.where(portal.MayManage)
}

var roleNames = map[portal.Role]string{
	portal.Owner: "Owner", portal.Support: "Support", portal.Viewer: "Viewer", portal.Auditor: "Auditor",
}

var roleOrder = []portal.Role{portal.Owner, portal.Support, portal.Viewer, portal.Auditor}

// rolesSaid is "Owner" or "Support in acme, viewer in other".
func rolesSaid(roles portal.Roles) string {
	var said []string
	for _, account := range slices.Sorted(maps.Keys(roles)) {
		one := cmp.Or(roleNames[roles[account]], string(roles[account]))
		if account != "" {
			one += " in " + account
		}
		if len(said) > 0 {
			one = lowerFirst(one)
		}
		said = append(said, one)
	}
	return cmp.Or(strings.Join(said, ", "), "None")
}

// rolesSeen are the roles that the clerk may know of.
func (c clerk) rolesSeen(roles portal.Roles) portal.Roles {
	seen := portal.Roles{}
	for account, role := range roles {
		if c.may(account, portal.MaySee) || c.manages(account) {
			seen[account] = role
		}
	}
	if everywhere, ok := roles[""]; ok {
		seen[""] = everywhere // it holds in their account too
	}
	return seen
}

func (d *desk) people(w http.ResponseWriter, r *http.Request, c clerk) error {
	all, err := d.Portal.Colleagues(r.Context(), c.staffed())
	if err != nil {
		return err
	}
	page := views.People{Frame: d.frame(c, "admin-people", "People", views.PlacePeople)}
	only := r.URL.Query().Get("account")
	for _, p := range all {
		if only != "" && p.Roles.In(only) == "" {
			continue
		}
		page.Rows = append(page.Rows, views.PersonRow{
			URL: personURL(p.ID), Name: cmp.Or(p.Name, p.Email), Address: p.Email, Roles: rolesSaid(c.rolesSeen(p.Roles)),
			Second: secondSaid(p), Seen: seenSaid(p), State: personBadge(p),
		})
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.PeoplePage(page))
}

func secondSaid(p portal.Colleague) string {
	if p.Second {
		return "Authenticator app"
	}
	return "None"
}

func seenSaid(p portal.Colleague) string {
	if p.LastSeen.IsZero() {
		return "Never"
	}
	return clock{time.UTC}.short(p.LastSeen) + " (UTC)"
}

func personBadge(p portal.Colleague) views.Badge {
	switch {
	case !p.DisabledAt.IsZero():
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Turned off"}
	case p.Invited:
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconClock, Word: "Invited"}
	}
	return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Active"}
}

// personFor is the person that the address names, for whoever manages people
// where they work. portal.ErrNotFound: there is none there.
func (d *desk) personFor(r *http.Request, c clerk) (portal.Colleague, error) {
	all, err := d.Portal.Colleagues(r.Context(), c.staffed())
	if err != nil {
		return portal.Colleague{}, err
	}
	at := slices.IndexFunc(all, func(p portal.Colleague) bool { return p.ID == r.PathValue("id") })
	if at < 0 {
		return portal.Colleague{}, portal.ErrNotFound
	}
	return all[at], nil
}
