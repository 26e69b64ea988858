package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// bundleFact is one line of a support bundle.
type bundleFact struct{ name, value string }

// bundleForms are how a bundle can be taken, and what the file is called by.
var bundleForms = map[string]struct {
	kind string
	text func(b bundleText) ([]byte, error)
}{
	"txt":  {"text/plain; charset=utf-8", func(b bundleText) ([]byte, error) { return []byte(b.plain()), nil }},
	"md":   {"text/markdown; charset=utf-8", func(b bundleText) ([]byte, error) { return []byte(b.markdown()), nil }},
	"json": {"application/json", bundleText.json},
}

// bundle gives what support asks for about a link, as a page or as a file. It
// has the customer's whole address in it, so it is asked for by a form: that it
// was taken stands in the audit trail.
func (d *desk) bundle(w http.ResponseWriter, r *http.Request, c clerk) error {
	k, as := aboutIn(r), r.PostForm.Get("as")
	form, file := bundleForms[as]
	if !file {
		as = "page"
	}
	b, err := d.Portal.SupportBundle(r.Context(), c.actor(), k, as)
	if err != nil {
		return err
	}
	names, err := d.Portal.AdminNames(r.Context())
	if err != nil {
		return err
	}
	if b.Partner != nil {
		names[portal.ByPartnerActor(b.Partner.ID)] = b.Partner.Name
	}
	text := bundleOf(b, linkHistory{object: k, clock: clock{time.UTC}, now: d.Portal.Now(), names: names})
	visitOf(r).page = "admin-bundle"
	if !file {
		return d.showBundle(w, r, c, k, b, text)
	}
	body, err := form.text(text)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", form.kind)
	w.Header().Set("Content-Disposition", `attachment; filename="support-`+b.Reference+`.`+as+`"`)
	_, _ = w.Write(body) // a failed write means that the reader has gone away
	return nil
}

func (d *desk) showBundle(w http.ResponseWriter, r *http.Request, c clerk, k portal.ObjectKey, b portal.SupportBundle, text bundleText) error {
	page := views.Bundle{
		Frame:   d.frame(c, "admin-bundle", "Support bundle "+b.Reference, views.PlaceLinks),
		Heading: "Support bundle " + b.Reference, Text: text.plain(), Back: views.Link{Label: "Back to the link", URL: objectURL(k)},
	}
	for _, as := range []string{"txt", "md", "json"} {
		page.Files = append(page.Files, views.PostButton{
			URL: objectURL(k) + "/bundle", Hidden: []views.Hidden{{Name: "as", Value: as}}, Label: "Download ." + as, Icon: views.IconDownload,
		})
	}
	return d.render(w, r, http.StatusOK, views.BundlePage(page))
}

// bundleText is a bundle in words.
type bundleText struct {
	reference string
	facts     []bundleFact
	timeline  []string
}

// stampSaid is a time as systems compare it; empty times say what they mean.
func stampSaid(t time.Time, never string) string {
	if t.IsZero() {
		return never
	}
	return t.UTC().Format(time.RFC3339)
}

// bundleOf words the facts that support asks for, and no others.
func bundleOf(b portal.SupportBundle, h linkHistory) bundleText {
	text := bundleText{reference: b.Reference}
	add := func(name, value string) { text.facts = append(text.facts, bundleFact{name, value}) }
	add("Reference", b.Reference)
	if b.Partner != nil {
		add("Partner", b.Partner.Name+" ("+b.Partner.ID+")")
		add("External tenant ID", b.Tenant)
	} else {
		add("Account", b.Account.Name+" ("+b.Account.Slug+")")
		add("About", b.About)
	}
	add("Company", orNone(b.Company))
	add("Email", orNone(b.Email))
	if b.Partner != nil {
		add("409 answered", stampSaid(b.AskedAt, "unknown"))
	}
	ends, made := "no link was made here", b.Link.Start > 0
	if made {
		ends = stampSaid(unix(b.Link.End), "")
	}
	add("Link ends", ends)
	if b.Partner != nil {
		add("client.link_expired", stampSaid(b.ExpiredAt, "not sent"))
	}
	add("Email delivered", deliveredSaid(b.Link.Mail))
	add("Opened", openedBySaid(b.Link))
	add("Customer confirmed", "[ ] not received   [ ] received but late")
	var deliveries []string
	for _, n := range b.Deliveries {
		deliveries = append(deliveries, n.ID+" ("+n.Type+", "+string(n.State)+")")
	}
	add("Webhook deliveries", orNone(strings.Join(deliveries, ", ")))
	add("Versions", "Latchkey "+programVersion()+", link scheme 2")
	for _, one := range b.Happened {
		item := h.item(one)
		line := stampSaid(one.At, "") + "  " + item.Fact
		if _, note := one.Fact.(portal.NoteFact); !note && item.Sub != "" {
			line += ". " + partySaid(one, item.Sub)
		}
		text.timeline = append(text.timeline, line)
	}
	return text
}

// partySaid leaves out which of our people it was: that is not the partner's
// business.
func partySaid(one portal.Happening, sub string) string {
	entry, ok := one.Fact.(portal.EntryFact)
	if !ok || !strings.HasPrefix(entry.Entry.Actor, "admin:") {
		return sub
	}
	_, rest, found := strings.Cut(sub, ": ")
	if !found {
		return "by support"
	}
	return "by support: " + rest
}

func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return value
}

// deliveredSaid is what is known of the mail with the link.
func deliveredSaid(m *portal.Message) string {
	switch {
	case m == nil:
		return "not mailed from here"
	case m.Delivered != "":
		return string(m.Delivered) + " " + stampSaid(m.FateAt, "")
	case m.State == portal.Sent:
		return "sent " + stampSaid(m.SentAt, "") + ", nothing heard since"
	}
	return lowerFirst(mailBadge(*m).Word)
}

func openedBySaid(l portal.LinkMade) string {
	person, scanner := l.Opened()
	var said []string
	if !person.IsZero() {
		said = append(said, "by a person, last "+stampSaid(person, ""))
	}
	if !scanner.IsZero() {
		said = append(said, "by a mail scanner, last "+stampSaid(scanner, ""))
	}
	if len(said) == 0 {
		return "no"
	}
	return strings.Join(said, "; ")
}

// programVersion is what this program was built from.
func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

func (b bundleText) plain() string {
	var out strings.Builder
	for _, f := range b.facts {
		fmt.Fprintf(&out, "%-20s %s\n", f.name+":", f.value)
	}
	out.WriteString("\nTimeline, newest first (UTC)\n")
	for _, line := range b.timeline {
		out.WriteString("  " + line + "\n")
	}
	return out.String()
}

// forMarkdown keeps what a customer is called from being read as markup.
var forMarkdown = strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "\n", " ")

func (b bundleText) markdown() string {
	var out strings.Builder
	out.WriteString("## Support bundle " + b.reference + "\n\n| | |\n|---|---|\n")
	for _, f := range b.facts {
		fmt.Fprintf(&out, "| %s | %s |\n", f.name, forMarkdown.Replace(f.value))
	}
	out.WriteString("\n### Timeline, newest first (UTC)\n\n")
	for _, line := range b.timeline {
		out.WriteString("- " + forMarkdown.Replace(line) + "\n")
	}
	return out.String()
}

func (b bundleText) json() ([]byte, error) {
	facts := map[string]any{"timeline": append([]string{}, b.timeline...)}
	for _, f := range b.facts {
		facts[jsonName(f.name)] = f.value
	}
	body, err := json.MarshalIndent(facts, "", "  ")
	return append(body, '\n'), err
}

// jsonName turns "Link ends" into "linkEnds"; the name of an event stays.
func jsonName(name string) string {
	if strings.Contains(name, ".") {
		return name
	}
	words := strings.Fields(name)
	for i, w := range words {
		if i == 0 {
			words[i] = strings.ToLower(w)
		} else {
			words[i] = upperFirst(strings.ToLower(w))
		}
	}
	return strings.Join(words, "")
}
