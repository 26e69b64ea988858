package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// mailCut is what an address asks the log of mails for.
type mailCut struct {
	tab           mailTab
	account, kind string
	like          string // id of a mail: those to the same address
}

func mailCutOf(v url.Values) mailCut {
	at := slices.IndexFunc(mailTabs, func(t mailTab) bool { return t.value == v.Get("state") })
	return mailCut{mailTabs[max(at, 0)], v.Get("account"), v.Get("kind"), v.Get("like")}
}

// url is the log with this cut, from a mail on.
func (c mailCut) url(after string) string {
	v := url.Values{}
	for name, value := range map[string]string{"state": c.tab.value, "account": c.account, "kind": c.kind, "like": c.like, "after": after} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return "/admin/mail"
	}
	return "/admin/mail?" + v.Encode()
}

func (c mailCut) narrowed() bool { return c.kind != "" || c.like != "" }

// noMail stands in an address where no mail went to the one that was typed.
const noMail = "none"

// filter is the cut for the domain, and the address that it is narrowed to as
// support sees it. The whole address stands in no address of a page: a mail that
// went there stands for it.
func (d *desk) mailFilter(r *http.Request, who clerk, c mailCut) (f portal.MessageFilter, shown string, err error) {
	f = c.tab.filter
	f.Accounts, f.Template = who.where(portal.MaySee).Only(c.account), c.kind
	if c.like == "" {
		return f, "", nil
	}
	m, err := d.Portal.Mail(r.Context(), c.like)
	if errors.Is(err, portal.ErrNotFound) || err == nil && !who.may(m.Account, portal.MaySee) {
		f.Accounts = portal.OnlyAccounts()
		return f, "", nil
	}
	f.To = m.To
	return f, shownTo(m.To), err
}

// narrow is the form beside the log.
func (d *desk) mailNarrow(r *http.Request, who clerk, c mailCut, shown string) (views.MailFilter, error) {
	f := views.MailFilter{State: c.tab.value, Open: c.narrowed(), Like: c.like, To: shown, Kinds: []views.Option{{Label: "Every kind", Chosen: c.kind == ""}}}
	if shown != "" || c.like != "" {
		without := c
		without.like = ""
		f.All = without.url("")
	}
	for template, label := range templates {
		f.Kinds = append(f.Kinds, views.Option{Value: template, Label: label, Chosen: template == c.kind})
	}
	slices.SortFunc(f.Kinds[1:], func(a, b views.Option) int { return cmp.Compare(a.Label, b.Label) })
	var err error
	f.Accounts, err = d.accountChoice(r, who, c.account)
	return f, err
}

// findMail leads to the mails to one whole address. It is a form, so that the
// address stands in no address of a page.
func (d *desk) findMail(w http.ResponseWriter, r *http.Request, c clerk) error {
	cut := mailCutOf(r.PostForm)
	cut.like = ""
	if typed := strings.TrimSpace(r.PostForm.Get("to")); typed != "" {
		cut.like = noMail
		found, err := d.Portal.MailLog(r.Context(), portal.MessageFilter{Accounts: c.where(portal.MaySee).Only(cut.account), To: typed, Limit: 1})
		if err != nil {
			return err
		}
		if len(found) > 0 {
			cut.like = found[0].ID
		}
	}
	return d.seeOther(w, r, cut.url(""))
}
