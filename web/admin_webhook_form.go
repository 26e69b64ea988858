package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// endpointInput is what was typed into the form of an endpoint.
type endpointInput struct {
	url, scope, style, prefix string // scope: "account/partner", "account/" for all of an account
	events                    []string
	wrong                     map[string]string // by field, in the order of fields
}

const defaultPrefix = "X-Latchkey-"

func inputOf(e portal.Endpoint) endpointInput {
	return endpointInput{url: e.URL, scope: e.Account + "/" + e.Partner, style: string(e.Style), prefix: e.HeaderPrefix, events: e.Events}
}

// readEndpoint takes what was typed and finds what is wrong with it.
func (d *desk) readEndpoint(r *http.Request, scopes []views.Option) endpointInput {
	in := endpointInput{
		url: strings.TrimSpace(r.PostForm.Get("url")), scope: r.PostForm.Get("partner"), style: r.PostForm.Get("style"),
		prefix: strings.TrimSpace(r.PostForm.Get("prefix")), events: r.PostForm["event"], wrong: map[string]string{},
	}
	if err := hook.CheckURL(in.url, d.WebhookAllowPrivate); err != nil {
		in.wrong["url"] = sentence(err)
	}
	if !slices.ContainsFunc(scopes, func(o views.Option) bool { return o.Value == in.scope }) {
		in.wrong["partner"] = "Choose whose events it hears about."
	}
	if slices.ContainsFunc(in.events, func(e string) bool { return !slices.Contains(portal.EventTypes(), e) }) {
		in.wrong["event"] = "Choose from the events listed."
	}
	if _, ok := hookStyles[portal.EndpointStyle(in.style)]; !ok {
		in.wrong["style"] = "Choose a style of signature."
	}
	if in.prefix == "" {
		in.prefix = defaultPrefix
	}
	if err := hook.CheckPrefix(in.prefix); err != nil && in.style == string(portal.TimedStyle) {
		in.wrong["prefix"] = sentence(err)
	}
	return in
}

// sentence turns an error that says what to do into a sentence of a page.
func sentence(err error) string {
	return strings.TrimSuffix(upperFirst(err.Error()), ".") + "."
}

// onto writes what was typed over an endpoint.
func (in endpointInput) onto(e *portal.Endpoint) {
	e.Account, e.Partner, _ = strings.Cut(in.scope, "/")
	e.URL, e.Events, e.Style, e.HeaderPrefix = in.url, in.events, portal.EndpointStyle(in.style), in.prefix
}

// page is the form with everything that was typed, and what is wrong with it.
func (in endpointInput) page(scopes []views.Option) views.EndpointForm {
	f := views.EndpointForm{
		Address: views.Field{
			Name: "url", Label: "Address", Kind: "url", Mode: "url", Value: in.url, Error: in.wrong["url"],
			Hint: views.Plain("Must begin with https:// and be reachable from here."),
		},
		Prefix: views.Field{
			Name: "prefix", Label: "Header prefix", Value: in.prefix, Width: 20, Error: in.wrong["prefix"],
			Hint: views.Plain("Only for the second style of signature."),
		},
	}
	for _, o := range scopes {
		o.Chosen = o.Value == in.scope
		f.Partners = append(f.Partners, o)
	}
	f.Events = in.groups()
	for _, style := range []portal.EndpointStyle{portal.StandardStyle, portal.TimedStyle} {
		f.Styles = append(f.Styles, views.Choice{Value: string(style), Label: hookStyles[style], Checked: in.style == string(style)})
	}
	f.Problems = problemsOf(in.wrong, "url", "partner", "event", "style", "prefix")
	return f
}

// problemsOf lists what is wrong with fields in their order; nil: nothing.
func problemsOf(wrong map[string]string, fields ...string) *views.Problems {
	p := &views.Problems{Heading: "There is a problem"}
	for _, name := range fields {
		if why := wrong[name]; why != "" {
			p.Items = append(p.Items, views.Link{Label: why, URL: "#" + name})
		}
	}
	if len(p.Items) == 0 {
		return nil
	}
	return p
}

// scopes are whose events an endpoint may hear about: of the account given, or
// of any that the clerk manages.
func (d *desk) scopes(r *http.Request, c clerk, account string) ([]views.Option, error) {
	accounts, err := d.accounts(r, c, portal.MayManage)
	if err != nil {
		return nil, err
	}
	partners, err := d.partnersByKey(r, c)
	if err != nil {
		return nil, err
	}
	var options []views.Option
	for _, a := range accounts {
		if account != "" && a.Slug != account {
			continue
		}
		options = append(options, views.Option{Value: a.Slug + "/", Label: "All partners of " + a.Name})
		for _, p := range sortedPartners(partners) {
			if p.Account == a.Slug {
				options = append(options, views.Option{Value: p.Account + "/" + p.ID, Label: p.Name + ", " + a.Name})
			}
		}
	}
	return options, nil
}

func (d *desk) showEndpointForm(
	w http.ResponseWriter, r *http.Request, c clerk, in endpointInput, scopes []views.Option, e *portal.Endpoint,
) error {
	page := in.page(scopes)
	page.Heading, page.URL, page.Label = "New endpoint", "/admin/webhooks", "Make endpoint and show its secret"
	page.Cancel = views.Link{Label: "Webhooks", URL: "/admin/webhooks"}
	if e != nil {
		page.Heading, page.URL, page.Label = "Change "+hookHost(*e), endpointURL(*e)+"/edit", "Save"
		page.Cancel = views.Link{Label: hookHost(*e), URL: endpointURL(*e)}
	}
	title, status := page.Heading+" – Webhooks", http.StatusOK
	if page.Problems != nil {
		title, status = "Error: "+lowerFirst(title), http.StatusUnprocessableEntity
	}
	page.Frame = d.frame(c, "admin-webhook-form", title, views.PlaceWebhooks)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.EndpointFormPage(page))
}

func (d *desk) newEndpoint(w http.ResponseWriter, r *http.Request, c clerk) error {
	scopes, err := d.scopes(r, c, "")
	if err != nil {
		return err
	}
	in := endpointInput{style: string(portal.StandardStyle), prefix: defaultPrefix}
	return d.showEndpointForm(w, r, c, in, scopes, nil)
}

// createEndpoint shows the secret in the answer itself, which is the only place
// where it ever stands.
func (d *desk) createEndpoint(w http.ResponseWriter, r *http.Request, c clerk) error {
	scopes, err := d.scopes(r, c, "")
	if err != nil {
		return err
	}
	in := d.readEndpoint(r, scopes)
	if len(in.wrong) > 0 {
		return d.showEndpointForm(w, r, c, in, scopes, nil)
	}
	var e portal.Endpoint
	in.onto(&e)
	e, secret, err := d.Portal.CreateEndpoint(r.Context(), c.actor(), e)
	if err != nil {
		return err
	}
	return d.showEndpointOf(w, r, http.StatusOK, c, e, secretResult("Endpoint made. Give this secret to whoever reads the events.", secret))
}

func (d *desk) editEndpoint(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	scopes, err := d.scopes(r, c, e.Account)
	if err != nil {
		return err
	}
	return d.showEndpointForm(w, r, c, inputOf(e), scopes, &e)
}

func (d *desk) changeEndpoint(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	scopes, err := d.scopes(r, c, e.Account)
	if err != nil {
		return err
	}
	in := d.readEndpoint(r, scopes)
	if len(in.wrong) > 0 {
		return d.showEndpointForm(w, r, c, in, scopes, &e)
	}
	changed, err := d.Portal.ChangeEndpoint(r.Context(), c.actor(), e.Account, e.ID, in.onto)
	if err != nil {
		return err
	}
	return d.backToEndpoint(w, r, changed, saidChanged)
}
