package web

import (
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func (d *desk) explainForm(w http.ResponseWriter, r *http.Request, c clerk) error {
	page := views.Explanation{
		Frame:   d.frame(c, "admin-explain", "Explain a link", views.PlaceExplain),
		Heading: "Why does this link not work?",
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ExplanationPage(page))
}

func (d *desk) explain(w http.ResponseWriter, r *http.Request, c clerk) error {
	pasted := r.PostForm.Get("link")
	if strings.TrimSpace(pasted) == "" {
		return d.seeOther(w, r, "/admin/explain")
	}
	return d.explained(w, r, c, pasted)
}

// explained says why a pasted link does or does not work, with what mends it
// on the same page.
func (d *desk) explained(w http.ResponseWriter, r *http.Request, c clerk, pasted string) error {
	x, err := d.Portal.ExplainIn(r.Context(), c.where(portal.MaySee), pasted)
	if err != nil {
		return err
	}
	seen := sightOf(x)
	page := views.Explanation{
		Frame:   d.frame(c, "admin-explain", seen.title+" – Explain a link", views.PlaceExplain),
		Heading: "What this link does", Asked: true, Sees: seen.sees,
		Fix: views.Fix{Tone: seen.tone, Icon: seen.icon, Heading: x.Sentence, Text: x.Mend},
	}
	for _, check := range x.Checks {
		page.Checks = append(page.Checks, views.LinkCheck{Name: check.Name, Passed: check.Passed, Seen: check.Detail})
	}
	if !x.Known {
		page.Fix.Only = "There is nothing to reissue here."
	} else if err := d.mend(r, c, x.Object, &page); err != nil {
		return err
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ExplanationPage(page))
}

// mend puts the verbs on links onto the page, for an object that is known.
func (d *desk) mend(r *http.Request, c clerk, key portal.ObjectKey, page *views.Explanation) error {
	if key.Kind == link.Approve {
		return d.mendRequest(r, c, portal.Key{Account: key.Account, ID: portal.RequestID(key.ID)}, page)
	}
	detail, err := d.Portal.Detail(r.Context(), key)
	if err != nil {
		return err
	}
	page.About = &views.AdminObject{Title: detail.Title, Reference: detail.Reference, URL: linkURL(key)}
	p := detailPresenter{Detail: detail, clock: clockOf(detail.Account), now: d.Portal.Now()}
	p.verbs(&page.Fix, c.roleIn(key.Account))
	return nil
}

// mendRequest is mend for a link request.
func (d *desk) mendRequest(r *http.Request, c clerk, key portal.Key, page *views.Explanation) error {
	p, err := d.requestDetail(r.Context(), key)
	if err != nil {
		return err
	}
	page.About = &views.AdminObject{Title: p.Partner.Name + " asks " + p.company(), Reference: p.Request.Reference, URL: requestURL(key)}
	p.verbs(&page.Fix, c.roleIn(key.Account))
	return nil
}

// sight is what the holder of a link sees, and how it looks to an admin.
type sight struct {
	title, sees string
	tone        views.Tone
	icon        views.Icon
}

// sightOf is what whoever holds the explained link sees.
func sightOf(x portal.Explanation) sight {
	if x.Page == "used" && x.Object.Kind == link.Quote {
		return sight{"Accepted", "“You accepted this quote” (used).", views.ToneOK, views.IconCheck}
	}
	if seen, ok := sights[x.Page]; ok {
		return seen
	}
	return sights["tampered"]
}

// sights are all pages a link can answer, by name.
var sights = map[string]sight{
	"document":   {"It works", "The page itself (document).", views.ToneOK, views.IconCheck},
	"confirm":    {"It works", "The page with what they can decide there (confirm).", views.ToneOK, views.IconCheck},
	"step-up":    {"It works, after a code", "A page that mails a code and asks for it, then the page itself (step-up).", views.ToneOK, views.IconCheck},
	"question":   {"It works", "The question itself, with Approve and Decline (question).", views.ToneOK, views.IconCheck},
	"used":       {"Approved", "“You approved this on …” (used).", views.ToneOK, views.IconCheck},
	"declined":   {"Declined", "“You declined this on …” (declined).", views.ToneDeclined, views.IconCross},
	"blocked":    {"Connected elsewhere", "A page that says the company is connected already (blocked).", views.ToneStop, views.IconBar},
	"expired":    {"Expired", "“This link has expired” (expired).", views.ToneWarn, views.IconClock},
	"superseded": {"Replaced", "“There is a newer link” (superseded).", views.ToneMute, views.IconArrow},
	"withdrawn":  {"Turned off", "“This link was turned off” (withdrawn).", views.ToneStop, views.IconBar},
	"not-yet":    {"Not active yet", "“This link does not work yet” (not-yet).", views.ToneInfo, views.IconCalendar},
	"damaged":    {"Incomplete", "A page that says the link is incomplete (damaged).", views.ToneWarn, views.IconInfo},
	"policy":     {"Window not allowed", "A page that says the link cannot be used (policy).", views.ToneStop, views.IconBar},
	"not-found":  {"Not found", "A page that says there is nothing here (not-found).", views.ToneStop, views.IconBar},
	"wrong-host": {"Not our link", "Nothing of ours: the link leads elsewhere (wrong-host).", views.ToneStop, views.IconBar},
	"tampered":   {"The checksum does not match", "“We cannot open this link” (tampered).", views.ToneStop, views.IconBar},
}
