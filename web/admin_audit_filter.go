package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// anyTrail in an address means every trail that the reader may see. The
// installation's own has the empty name.
const anyTrail = "*"

// auditInput is how the trail was asked for, in an address or a form.
type auditInput struct {
	account, by, act, object, from, until string

	at     clock // of the days, and of the times in the list
	known  bool  // there is such an account, or none is named
	filter portal.AuditFilter
	wrong  map[string]string
}

// readAudit takes the filters of an address or a form. Days and times are those of
// the account's zone, or UTC where several are meant: a list that is sorted by time
// would jump from zone to zone.
func readAudit(v url.Values, c clerk, clocks map[string]clock) auditInput {
	in := auditInput{
		account: anyTrail, by: v.Get("by"), act: v.Get("act"), object: strings.TrimSpace(v.Get("object")),
		from: strings.TrimSpace(v.Get("from")), until: strings.TrimSpace(v.Get("until")), known: true, wrong: map[string]string{},
	}
	if v.Has("account") {
		in.account = v.Get("account")
	}
	in.at = clocks[""]
	in.filter = portal.AuditFilter{
		Accounts: c.where(portal.MaySee), Whole: c.may("", portal.MaySee), Actor: in.by, Act: in.act, Behind: placeOf(v.Get("after")),
	}
	switch in.account {
	case anyTrail:
	case "":
		in.filter.Accounts = portal.OnlyAccounts()
	default:
		in.at, in.known = clocks[in.account]
		in.filter.Accounts, in.filter.Whole = in.filter.Accounts.Only(in.account), false
	}
	if !in.known {
		return in
	}
	// "invoice 7041" names the kind too, as the list writes it.
	kind, object, both := strings.Cut(in.object, " ")
	if in.filter.Object = in.object; both {
		in.filter.Kind, in.filter.Object = kindWritten(kind), object
	}
	day := func(name, typed string, days int) time.Time {
		if typed == "" {
			return time.Time{}
		}
		t, err := time.ParseInLocation(time.DateOnly, typed, in.at.zone)
		if err != nil {
			in.wrong[name] = "Write the day like 2026-11-20."
			return time.Time{}
		}
		return t.AddDate(0, 0, days)
	}
	in.filter.From, in.filter.Until = day("from", in.from, 0), day("until", in.until, 1)
	return in
}

// kindWritten is the kind of an object as the trail has it, for the noun that
// its pages write.
func kindWritten(noun string) string {
	for kind, said := range trailNouns {
		if said == noun && (noun == "invoice" || noun == "quote") { // the others stand for several
			return string(kind)
		}
	}
	return noun
}

func (in auditInput) title() string {
	if in.account == anyTrail {
		return "Audit trail"
	}
	return trailName(in.account) + " – Audit trail"
}

// values are the filters as they stand in an address.
func (in auditInput) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"by": in.by, "act": in.act, "object": in.object, "from": in.from, "until": in.until} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if in.account != anyTrail {
		v.Set("account", in.account)
	}
	return v
}

// url is the page behind a place.
func (in auditInput) url(after string) string {
	v := in.values()
	v.Set("after", after)
	return "/admin/audit?" + v.Encode()
}

// inspects reports whether the clerk may take away what is shown.
func (in auditInput) inspects(c clerk) bool {
	if in.account == anyTrail {
		return !c.where(portal.MayInspect).None()
	}
	return c.may(in.account, portal.MayInspect)
}

func (in auditInput) export() *views.AuditExport {
	e := &views.AuditExport{URL: "/admin/audit/export", Hint: "The entries above and all pages behind them, the oldest first. That they were taken away stands in the trail."}
	for _, name := range []string{"account", "by", "act", "object", "from", "until"} {
		if v := in.values(); v.Has(name) {
			e.Hidden = append(e.Hidden, views.Hidden{Name: name, Value: v.Get(name)})
		}
	}
	return e
}

// auditFilter is the form, with what can be chosen.
func (d *desk) auditFilter(r *http.Request, c clerk, in auditInput, clocks map[string]clock) (views.AuditFilter, error) {
	whole := in.filter
	acts, actors, err := d.Portal.AuditNames(r.Context(), whole)
	if err != nil {
		return views.AuditFilter{}, err
	}
	trails, err := d.Portal.Trails(r.Context())
	if err != nil {
		return views.AuditFilter{}, err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return views.AuditFilter{}, err
	}
	day := func(name, label, value string) views.Field {
		return views.Field{Name: name, Label: label, Value: value, Width: 12, Error: in.wrong[name]}
	}
	f := views.AuditFilter{
		Problems: problemsOf(in.wrong, "from", "until"),
		Accounts: []views.Option{{Value: anyTrail, Label: "Every account", Chosen: in.account == anyTrail}},
		Actors:   []views.Option{{Label: "Anybody", Chosen: in.by == ""}},
		Acts:     []views.Option{{Label: "Anything", Chosen: in.act == ""}},
		Object:   views.Field{Name: "object", Label: "About (number or id)", Value: in.object, Width: 16},
		From:     day("from", "From (2026-11-20)", in.from), Until: day("until", "Until", in.until),
	}
	for _, slug := range trails {
		if c.may(slug, portal.MaySee) {
			f.Accounts = append(f.Accounts, views.Option{Value: slug, Label: trailName(slug), Chosen: slug == in.account})
		}
	}
	for _, actor := range actors {
		f.Actors = append(f.Actors, views.Option{Value: actor, Label: cmp.Or(upperThe(whoSaid(actor, names)), "Nobody known"), Chosen: actor == in.by})
	}
	for _, act := range acts {
		f.Acts = append(f.Acts, views.Option{Value: act, Label: actSaid(act), Chosen: act == in.act})
	}
	if len(in.values()) > 0 {
		f.Clear = "/admin/audit"
	}
	return f, nil
}
