package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// exportAsk is what was typed to choose the decisions of a file.
type exportAsk struct {
	account, from, until string
	wrong                map[string]string
}

func (in exportAsk) form(accounts []portal.Account, account string) *views.ExportForm {
	if in.account != "" {
		account = in.account
	}
	day := func(name, label string, value string) views.Field {
		return views.Field{Name: name, Label: label, Value: value, Width: 12, Error: in.wrong[name]}
	}
	return &views.ExportForm{
		URL: "/admin/decisions/export#export", Problems: problemsOf(in.wrong, "of", "from", "until"), Accounts: accountOptions(accounts, account),
		From: day("from", "Changed from (2026-11-20, or empty)", in.from), Until: day("until", "Changed until, that day too", in.until),
		Hint:  "A table (CSV) with everything that customers read and wrote, whole addresses too. Downloads are logged.",
		Label: "Download decisions",
	}
}

// readExport takes what was typed, and the span of time it stands for, in the
// account's zone.
func readExport(v url.Values, accounts []portal.Account, now time.Time) (in exportAsk, from, until time.Time) {
	in = exportAsk{
		account: v.Get("of"), from: strings.TrimSpace(v.Get("from")), until: strings.TrimSpace(v.Get("until")), wrong: map[string]string{},
	}
	at := slices.IndexFunc(accounts, func(a portal.Account) bool { return a.Slug == in.account })
	if at < 0 {
		in.wrong["of"] = "Choose an account."
		return in, from, until
	}
	day := func(name, typed string, otherwise time.Time, days int) time.Time {
		if typed == "" {
			return otherwise
		}
		t, err := time.ParseInLocation(time.DateOnly, typed, clockOf(accounts[at]).zone)
		if err != nil {
			in.wrong[name] = "Write the day like 2026-11-20."
		}
		return t.AddDate(0, 0, days)
	}
	from, until = day("from", in.from, time.Unix(0, 0), 0), day("until", in.until, now.Add(time.Second), 1)
	if len(in.wrong) == 0 && !from.Before(until) {
		in.wrong["until"] = "The end must not be before the beginning."
	}
	return in, from, until
}

// exportDecisions is a POST: what leaves in a file stands in the audit trail.
func (d *desk) exportDecisions(w http.ResponseWriter, r *http.Request, c clerk) error {
	accounts, err := d.accounts(r, c, portal.MayAct)
	if err != nil {
		return err
	}
	in, from, until := readExport(r.PostForm, accounts, d.Portal.Now())
	if len(in.wrong) > 0 {
		return d.showDecisions(w, r, http.StatusUnprocessableEntity, c, in)
	}
	var file bytes.Buffer
	if err := d.Portal.ExportDecisions(r.Context(), &file, in.account, portal.ExportCSV, from, until); err != nil {
		return err
	}
	err = d.Portal.Record(r.Context(), portal.Entry{
		Account: in.account, Actor: string(c.actor()), Act: "decision.exported", Kind: "account", Object: in.account,
	})
	if err != nil {
		return err
	}
	visitOf(r).page = "admin-export"
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="decisions-`+in.account+`.csv"`)
	_, _ = w.Write(file.Bytes()) // a failed write means that the reader has gone away
	return nil
}
