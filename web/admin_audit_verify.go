package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// auditWalk is the verification that is under way in this process; there is one
// at a time, for it reads every entry there is.
type auditWalk struct {
	mu   sync.Mutex
	said string // how far it is; empty: nothing is under way
}

// begin reports whether nothing else was under way.
func (a *auditWalk) begin() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.said != "" {
		return false
	}
	a.said = "Verification begins."
	return true
}

func (a *auditWalk) say(text string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.said = text
}

func (a *auditWalk) now() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.said
}

// everyTrail is the filter that wants all that there is.
var everyTrail = portal.AuditFilter{Whole: true}

func (d *desk) auditChecks(w http.ResponseWriter, r *http.Request, c clerk) error {
	trails, err := d.inspected(r, c, everyTrail)
	if err != nil {
		return err
	}
	page := views.AuditVerify{
		Frame: d.frame(c, "admin-audit-verify", "Verify – Audit trail", views.PlaceAudit), URL: "/admin/audit/verify", File: "/admin/audit/anchors.txt",
		Every: "This page refreshes every 2 seconds. The work goes on when you leave.",
		Start: views.PostButton{URL: "/admin/audit/verify", Label: "Verify these trails", Icon: views.IconCheck, Hint: "Recomputes every hash. The result is an entry of each trail."},
	}
	if page.Running = d.walk.now(); page.Running != "" {
		w.Header().Set("Refresh", "2")
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	if page.Watch, err = d.auditWatch(r, c, clocks[""]); err != nil {
		return err
	}
	for _, account := range trails {
		row, err := d.trailCheck(r, account, clocks)
		if err != nil {
			return err
		}
		page.Trails = append(page.Trails, row)
	}
	if page.Anchors, err = d.anchors(r, trails); err != nil {
		return err
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.AuditVerifyPage(page))
}

// checked is what the entry of a verification says.
type checked struct {
	Entries  int64  `json:"entries"`
	BrokenAt int64  `json:"brokenAt,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// actVerified is the act of that entry.
const actVerified = "audit.verified"

// trailCheck says how a trail was found when it was verified last.
func (d *desk) trailCheck(r *http.Request, account string, clocks map[string]clock) (row views.TrailCheck, err error) {
	at, ok := clocks[account]
	if !ok {
		at = clock{time.UTC}
	}
	row = views.TrailCheck{
		Trail: trailName(account), State: views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: "Not verified yet"}, Text: "Nobody verified it here yet.",
	}
	f := portal.AuditFilter{Accounts: portal.OnlyAccounts(account), Whole: account == "", Act: actVerified, Limit: 1}
	last, err := d.Portal.AuditList(r.Context(), f)
	if err != nil || len(last) == 0 {
		return row, err
	}
	var found checked
	if err := json.Unmarshal([]byte(last[0].Data), &found); err != nil {
		return row, fmt.Errorf("entry %d of %q: %w", last[0].Seq, account, err)
	}
	row.When = "Verified " + at.short(last[0].At)
	if found.BrokenAt > 0 {
		row.State = views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Broken"}
		row.Text = fmt.Sprintf("Broken at entry %d: %s.", found.BrokenAt, found.Reason)
		return row, nil
	}
	first, err := d.Portal.Trail(r.Context(), account, 0, 1)
	if err != nil || len(first) == 0 {
		return row, err
	}
	row.State = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Unbroken"}
	row.Text = "Unbroken since " + first[0].At.In(at.zone).Format("2 January 2006") + ": " + counted(found.Entries, "entry", "entries") + ", each fits the one before it."
	return row, nil
}

// verifyAudit begins to recompute the trails that the clerk may inspect. It
// changes nothing but that its result is recorded.
func (d *desk) verifyAudit(w http.ResponseWriter, r *http.Request, c clerk) error {
	trails, err := d.inspected(r, c, everyTrail)
	if err != nil {
		return err
	}
	if d.walk.begin() {
		d.Spawn(func(ctx context.Context) {
			defer d.walk.say("")
			for _, account := range trails {
				if err := d.verifyTrail(ctx, c.actor(), account); err != nil {
					d.Log.ErrorContext(ctx, "audit trail was not verified", "trail", account, "error", err)
					return
				}
			}
		})
	}
	return d.seeOther(w, r, "/admin/audit/verify")
}

func (d *desk) verifyTrail(ctx context.Context, by portal.Actor, account string) error {
	head, _, err := d.Portal.AnchorOf(ctx, account)
	if err != nil {
		return err
	}
	of := english.Quantity(number(head.Seq))
	entries, broken, err := d.Portal.VerifyTrail(ctx, account, func(done int64) {
		d.walk.say("Verified " + english.Quantity(number(done)) + " of " + of + " entries of a trail.")
	})
	if err != nil {
		return err
	}
	found := checked{Entries: entries}
	if broken != nil {
		found.BrokenAt, found.Reason = broken.Seq, broken.Reason
		d.Log.ErrorContext(ctx, "audit trail is broken", "trail", account, "entry", broken.Seq, "runbook", "database-corrupt")
	}
	data, err := json.Marshal(found)
	if err != nil {
		return err
	}
	return d.Portal.Record(ctx, portal.Entry{Account: account, Actor: string(by), Act: actVerified, Kind: "audit", Object: account, Data: string(data)})
}

// anchors are where trails end, a line each.
func (d *desk) anchors(r *http.Request, trails []string) (string, error) {
	var lines strings.Builder
	for _, account := range trails {
		anchor, there, err := d.Portal.AnchorOf(r.Context(), account)
		if err != nil {
			return "", err
		}
		if there {
			lines.WriteString(anchor.String() + "\n")
		}
	}
	return lines.String(), nil
}

func (d *desk) anchorFile(w http.ResponseWriter, r *http.Request, c clerk) error {
	trails, err := d.inspected(r, c, everyTrail)
	if err != nil {
		return err
	}
	text, err := d.anchors(r, trails)
	if err != nil {
		return err
	}
	visitOf(r).page = "admin-audit-anchors"
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="audit-anchors-`+d.Portal.Now().UTC().Format(time.DateOnly)+`.txt"`)
	_, _ = w.Write([]byte(text)) // a failed write means that the reader has gone away
	return nil
}
