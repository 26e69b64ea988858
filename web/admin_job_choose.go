package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// jobChoice is what an address or a form asks a job for: the same names in both,
// so that a form can be shown again and an address passed on.
type jobChoice struct {
	values   url.Values
	verb     portal.BulkVerb
	sel      portal.Selection              // without picks
	accounts []string                      // in which
	picks    map[string][]portal.Pick      // by account, where rows were ticked
	wrong    map[string]string             // what cannot be read, by field
	clocks   map[string]clock              // of the accounts
	partners map[portal.Key]portal.Partner // of the accounts
}

// jobFields are the names that choose; id may stand several times.
var jobFields = []string{"verb", "over", "account", "state", "partner", "kind", "by", "from", "until", "undo", "id"}

// chosen reports whether anything was chosen yet.
func (c jobChoice) chosen() bool { return c.verb != "" }

// readChoice reads a choice, within the accounts where the reader may act: what
// names another one finds nothing.
func readChoice(v url.Values, may portal.Accounts, clocks map[string]clock, partners map[portal.Key]portal.Partner) jobChoice {
	c := jobChoice{
		values: v, verb: portal.BulkVerb(v.Get("verb")), wrong: map[string]string{}, clocks: clocks, partners: partners,
		sel: portal.Selection{
			Over: portal.Topic(v.Get("over")), Kind: link.Kind(v.Get("kind")), State: portal.PickState(v.Get("state")),
			By: portal.PickTime(v.Get("by")), Job: v.Get("undo"),
		},
	}
	account := v.Get("account")
	if of, partner, named := strings.Cut(v.Get("partner"), "/"); named && c.sel.Over != portal.OverLinks {
		account, c.sel.Partner = of, partner
	}
	if c.sel.Over == "" {
		c.sel.Over = portal.OverRequests
	}
	if c.sel.Over == portal.OverRequests {
		c.sel.Kind = ""
	}
	for slug := range clocks {
		if slug != "" && may.Only(account).Has(slug) {
			c.accounts = append(c.accounts, slug)
		}
	}
	slices.Sort(c.accounts)
	for _, name := range []string{"from", "until"} {
		if _, err := c.typedDay(name, time.UTC); err != nil {
			c.wrong[name] = "Write the day like 2026-11-20."
		}
	}
	if len(v["id"]) > 0 {
		c.tick(v["id"], may)
	}
	if c.sel.Job != "" && len(c.accounts) > 1 {
		c.accounts = nil // a job is undone in its own account, which is to be named
	}
	return c
}

// tick reads what was ticked: "account/id" of a request, with ".attempt" behind
// it where that is meant, or "account/kind/id" of a link, with ":generation".
func (c *jobChoice) tick(ids []string, may portal.Accounts) {
	c.picks, c.accounts = map[string][]portal.Pick{}, nil
	for _, id := range ids {
		account, rest, _ := strings.Cut(id, "/")
		var p portal.Pick
		seen := ""
		if c.sel.Over == portal.OverLinks {
			kind, object, _ := strings.Cut(rest, "/")
			p.Kind = link.Kind(kind)
			p.ID, seen, _ = strings.Cut(object, ":")
		} else {
			p.ID, seen, _ = strings.Cut(rest, ".")
		}
		p.Seen, _ = strconv.ParseInt(seen, 10, 64) // what cannot be read is whichever is in force
		if _, there := c.clocks[account]; !there || account == "" || !may.Has(account) {
			continue
		}
		if c.picks[account] == nil {
			c.accounts = append(c.accounts, account)
		}
		c.picks[account] = append(c.picks[account], p)
	}
	slices.Sort(c.accounts)
}

// in is the selection in one account. Its days are those of the account's zone.
func (c jobChoice) in(account string) portal.Selection {
	sel := c.sel
	if c.picks != nil {
		return portal.Selection{Over: sel.Over, Picks: c.picks[account]}
	}
	zone := c.clocks[account].zone
	sel.From, _ = c.typedDay("from", zone) // what cannot be read was said to be wrong
	if until, _ := c.typedDay("until", zone); !until.IsZero() {
		sel.Until = until.AddDate(0, 0, 1)
	}
	return sel
}

// typedDay reads a day; empty: the zero time.
func (c jobChoice) typedDay(name string, zone *time.Location) (time.Time, error) {
	typed := strings.TrimSpace(c.values.Get(name))
	if typed == "" {
		return time.Time{}, nil
	}
	return time.ParseInLocation(time.DateOnly, typed, zone)
}

// hidden repeats the choice in a form.
func (c jobChoice) hidden() []views.Hidden {
	var all []views.Hidden
	for _, name := range jobFields {
		for _, value := range c.values[name] {
			if value != "" {
				all = append(all, views.Hidden{Name: name, Value: value})
			}
		}
	}
	return all
}

// filter is the form to choose by how links stand.
func (c jobChoice) filter(names map[string]string) *views.JobFilter {
	v := c.values
	day := func(name, label string) views.Field {
		return views.Field{Name: name, Label: label, Value: v.Get(name), Width: 12, Error: c.wrong[name]}
	}
	f := &views.JobFilter{
		URL: "/admin/jobs/new",
		Verbs: chosenOption(string(c.verb), views.Option{Value: string(portal.BulkReissue), Label: "Send new links"},
			views.Option{Value: string(portal.BulkRemind), Label: "Send reminders"}, views.Option{Value: string(portal.BulkRevoke), Label: "Withdraw, or revoke"}),
		Topics: chosenOption(string(c.sel.Over), views.Option{Value: string(portal.OverRequests), Label: "Link requests"},
			views.Option{Value: string(portal.OverLinks), Label: "Links to documents and orders"}),
		Times: chosenOption(v.Get("by"), views.Option{Value: string(portal.PickMade), Label: "was made"}, views.Option{Value: string(portal.PickEnds), Label: "ends or ended"}),
		From:  day("from", "from (2026-11-20, or empty)"), Until: day("until", "until, that day too"),
		Partners: partnerOptions(c.partners, v.Get("partner")),
	}
	states := []views.Option{{Label: "In any state"}}
	for _, s := range portal.PickStates(portal.OverRequests) {
		states = append(states, views.Option{Value: string(s), Label: pickNames[s]})
	}
	f.States = chosenOption(v.Get("state"), states...)
	kinds := []views.Option{{Label: "All kinds"}}
	for _, k := range link.Kinds() {
		if k != link.Approve {
			kinds = append(kinds, views.Option{Value: string(k), Label: upperFirst(linkNames[k])})
		}
	}
	f.Kinds = chosenOption(v.Get("kind"), kinds...)
	if len(names) > 1 {
		options := []views.Option{{Label: "All accounts"}}
		for _, slug := range sortedNames(names) {
			options = append(options, views.Option{Value: slug, Label: names[slug]})
		}
		f.Accounts = chosenOption(v.Get("account"), options...)
	}
	return f
}

func chosenOption(chosen string, all ...views.Option) []views.Option {
	for i := range all {
		all[i].Chosen = all[i].Value == chosen
	}
	return all
}
