package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// eraseRooms are the addresses of the erasure of a person. Whom it is about is
// sent in a form: an address must stand in no log.
func (d *desk) eraseRooms() []adminRoute {
	const at = settingsPath + "/erase"
	return []adminRoute{
		{pattern: "GET " + at, need: portal.MayManage, fresh: true, room: d.ofSettings(settingsVisit.askErase)},
		{pattern: "POST " + at, need: portal.MayManage, fresh: true, room: d.ofSettings(settingsVisit.planErase)},
		{pattern: "POST " + at + "/export", need: portal.MayManage, fresh: true, room: d.ofSettings(settingsVisit.exportPerson)},
		{pattern: "POST " + at + "/done", need: portal.MayManage, fresh: true, room: d.ofSettings(settingsVisit.erase)},
	}
}

const saidErased = "erased"

func (v settingsVisit) askErase() error {
	page := v.erasePage("")
	if v.told(v.w, v.r, v.eraseURL()) == saidErased {
		page.Frame.Result = done("Erased. The audit trail has what was done, in numbers.")
	}
	return v.showErase(http.StatusOK, page)
}

func (v settingsVisit) eraseURL() string { return settingsURL(v.account.Slug, "erase") }

func (v settingsVisit) erasePage(who string) views.Erase {
	page := views.Erase{
		SettingsTop: v.top("admin-erase", "retention", "For somebody who asks to be forgotten: article 17 of regulation (EU) 2016/679."),
		URL:         v.eraseURL(),
		Who:         views.Field{Name: "who", Label: "Address or customer number", Value: who, Hint: views.Plain("An address finds a person. A customer number finds the customer and everybody in it.")},
	}
	page.Heading = "Erase a person"
	return page
}

func (v settingsVisit) showErase(status int, page views.Erase) error {
	if status != http.StatusOK {
		page.Frame.Title = "Error: " + page.Frame.Title
	}
	visitOf(v.r).page = page.Frame.Page
	return v.render(v.w, v.r, status, views.ErasePage(page))
}

// whom is the person that a form names.
func (v settingsVisit) whom() (string, portal.KnownPerson, error) {
	who := strings.TrimSpace(v.r.PostForm.Get("who"))
	if who == "" {
		return who, portal.KnownPerson{}, portal.ErrNotFound
	}
	p, err := v.Portal.FindPerson(v.r.Context(), v.account.Slug, who)
	return who, p, err
}

func (v settingsVisit) nobody(who string) error {
	page := v.erasePage(who)
	page.Who.Error = "Nothing is kept here of this address or number."
	page.Problems = problemsOf(map[string]string{"who": page.Who.Error}, "who")
	return v.showErase(http.StatusUnprocessableEntity, page)
}

func (v settingsVisit) planErase() error {
	who, p, err := v.whom()
	if errors.Is(err, portal.ErrNotFound) {
		return v.nobody(who)
	}
	if err != nil {
		return err
	}
	page := v.erasePage("")
	page.Plan = v.plan(who, p)
	return v.showErase(http.StatusOK, page)
}

// erase does what the page before said, if nothing came or went since.
func (v settingsVisit) erase() error {
	who, p, err := v.whom()
	if errors.Is(err, portal.ErrNotFound) {
		return v.nobody(who)
	}
	if err != nil {
		return err
	}
	if strings.TrimSpace(v.r.PostForm.Get("number")) != strconv.Itoa(p.Rows()) {
		return v.planAgain(http.StatusUnprocessableEntity, who, p, "Write the number of rows, "+strconv.Itoa(p.Rows())+", if you mean it.")
	}
	_, err = v.Portal.ErasePerson(v.r.Context(), v.c.actor(), v.account.Slug, who, v.r.PostForm.Get(seenField))
	switch {
	case errors.Is(err, portal.ErrNotFound):
		return v.nobody(who)
	case errors.Is(err, portal.ErrStale):
		return v.planAgain(http.StatusConflict, who, p, "Nothing was erased: something changed since you looked. Read it again.")
	case err != nil:
		return err
	}
	if err := v.tell(v.w, v.r, v.eraseURL(), saidErased); err != nil {
		return err
	}
	return v.seeOther(v.w, v.r, v.eraseURL())
}

func (v settingsVisit) planAgain(status int, who string, p portal.KnownPerson, wrong string) error {
	page := v.erasePage("")
	page.Plan = v.plan(who, p)
	page.Plan.Number.Error = wrong
	page.Plan.Problems = problemsOf(map[string]string{"number": wrong}, "number")
	return v.showErase(status, page)
}
