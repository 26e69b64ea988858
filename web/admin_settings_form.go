package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// settingsForm is a tab that is one form: what stands in it, what is read back,
// and what the portal may refuse it for.
type settingsForm struct {
	tab     string
	section func(settingsVisit) (portal.Section, error)
	// values are the fields as the account has them.
	values func(settingsVisit) url.Values
	// read puts the fields onto the account, and says what is wrong by field.
	read func(portal.Account, url.Values, *portal.Account) map[string]string
	// draw makes the page of the fields.
	draw func(settingsVisit, url.Values, wrongs) views.SettingsTab
	// refusals are the fields of what the portal does not take.
	refusals []settingsRefusal
}

// settingsRefusal says at which field an error is told, and how.
type settingsRefusal struct {
	err   error
	field string
	say   string
}

// wrongs are what is wrong with fields, by name.
type wrongs map[string]string

// seenField is the field with the etag of what the form was made from.
const seenField = "seen"

// settingsForm has the two rooms of a form.
func (d *desk) settingsForm(f settingsForm) []adminRoute {
	return []adminRoute{
		{pattern: "GET " + settingsPath + "/" + f.tab, need: portal.MaySee, room: d.ofSettings(f.show)},
		{pattern: "POST " + settingsPath + "/" + f.tab, need: portal.MayManage, room: d.ofSettings(f.save)},
	}
}

func (f settingsForm) show(v settingsVisit) error {
	section, err := f.section(v)
	if err != nil {
		return err
	}
	return f.page(v, section, v.account.Etag(section), f.values(v), nil)
}

// save makes one conditional change; what cannot be taken comes back as it was
// typed.
func (f settingsForm) save(v settingsVisit) error {
	section, err := f.section(v)
	if err != nil {
		return err
	}
	in, seen := v.r.PostForm, v.r.PostForm.Get(seenField)
	changed := v.account
	wrong := wrongs(f.read(v.account, in, &changed))
	if len(wrong) == 0 && asPreview(in) {
		return f.page(v, section, seen, in, nil)
	}
	if len(wrong) == 0 {
		err = v.Portal.EditAccount(v.r.Context(), v.c.actor(), v.account.Slug, section, seen, func(a *portal.Account) { f.read(*a, in, a) })
		at := slices.IndexFunc(f.refusals, func(no settingsRefusal) bool { return errors.Is(err, no.err) })
		switch {
		case err == nil:
			return v.back(v.r.URL.RequestURI())
		case errors.Is(err, portal.ErrStale):
			return v.stale(f.tab, section, changed, in)
		case at < 0:
			return err
		}
		wrong = wrongs{f.refusals[at].field: f.refusals[at].say}
	}
	return f.page(v, section, seen, in, wrong)
}

func (f settingsForm) page(v settingsVisit, section portal.Section, seen string, in url.Values, wrong wrongs) error {
	page := f.draw(v, in, wrong)
	page.Frame.Result = v.saved()
	status := http.StatusOK
	if v.mayChange() {
		page.Form.URL = v.r.URL.RequestURI()
		page.Form.Hidden = append(page.Form.Hidden, views.Hidden{Name: seenField, Value: seen})
		page.Form.Problems = problemsOf(wrong, slices.Sorted(maps.Keys(wrong))...)
	} else {
		page.Form, page.Presses, page.Facts = nil, nil, settingFacts(v.account, section)
	}
	if len(wrong) > 0 {
		status, page.Frame.Title = http.StatusUnprocessableEntity, "Error: "+page.Frame.Title
	}
	visitOf(v.r).page = page.Frame.Page
	return v.render(v.w, v.r, status, views.SettingsTabPage(page))
}

// stale shows what is saved now beside what was sent.
func (v settingsVisit) stale(tab string, section portal.Section, sent portal.Account, in url.Values) error {
	now, err := v.Portal.Account(v.r.Context(), v.account.Slug)
	if err != nil {
		return err
	}
	page := views.SettingsStale{
		SettingsTop: v.top("admin-settings-stale", tab, ""), URL: v.r.URL.RequestURI(),
		Back: views.Link{Label: "Keep what is saved", URL: v.r.URL.RequestURI()},
	}
	page.Frame.Title = "Not saved: " + page.Frame.Title
	mine := sent.Settings(section)
	for i, saved := range now.Settings(section) {
		if saved.Value != mine[i].Value {
			page.Rows = append(page.Rows, views.StaleRow{
				Name: settingName(saved.Key), Saved: settingSaid(saved), Sent: settingSaid(mine[i]),
			})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		for _, value := range in[name] {
			if name != seenField {
				page.Again = append(page.Again, views.Hidden{Name: name, Value: value})
			}
		}
	}
	page.Again = append(page.Again, views.Hidden{Name: seenField, Value: now.Etag(section)})
	visitOf(v.r).page = page.Frame.Page
	return v.render(v.w, v.r, http.StatusConflict, views.SettingsStalePage(page))
}

// always is the section of a tab that has one.
func always(s portal.Section) func(settingsVisit) (portal.Section, error) {
	return func(settingsVisit) (portal.Section, error) { return s, nil }
}

// typed makes the fields of a form with what stands in them and what is wrong.
type typed struct {
	in    url.Values
	wrong wrongs
}

func (t typed) field(f views.Field) views.Control {
	f.Value, f.Error = t.in.Get(f.Name), t.wrong[f.Name]
	return views.Control{Field: &f}
}

func (t typed) onOff(name, label, hint string) views.Control {
	return views.Control{Switch: &views.Switch{Name: name, Value: "on", Label: label, Hint: hint, Checked: t.in.Get(name) == "on"}}
}

func (t typed) choose(name, label, hint string, options []views.Option) views.Control {
	for i := range options {
		options[i].Chosen = options[i].Value == t.in.Get(name)
	}
	return views.Control{Select: &views.Select{Name: name, Label: label, Hint: hint, Options: options}}
}

// onWord is the value of a switch.
func onWord(on bool) string {
	if on {
		return "on"
	}
	return ""
}
