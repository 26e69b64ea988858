package web

import (
	"crypto/rand"
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func (d *desk) rotateLinkKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	a, err := d.accountOf(r, r.PathValue("account"))
	if err != nil {
		return err
	}
	in := d.freshSeeds(a)
	in.rotateUntil = r.PostForm.Get("rotate-until")
	until := dayEnd(in.rotateUntil, clockOf(a), d.Portal.Now())
	if until == 0 {
		in.wrong["rotate-until"] = badDay
		return d.showLinkKeys(w, r, c, http.StatusUnprocessableEntity, a, in, nil)
	}
	_, err = d.Portal.RotateKey(r.Context(), c.actor(), a.Slug, until)
	if errors.Is(err, portal.ErrChanged) {
		return d.seedsChanged(w, r, c, a.Slug)
	}
	if err != nil {
		return err
	}
	return d.backToSeeds(w, r, a.Slug, saidRotated)
}

func (d *desk) backToSeeds(w http.ResponseWriter, r *http.Request, account, said string) error {
	if err := d.tell(w, r, seedsURL(account), said); err != nil {
		return err
	}
	return d.seeOther(w, r, seedsURL(account))
}

// seedsChanged answers who comes second.
func (d *desk) seedsChanged(w http.ResponseWriter, r *http.Request, c clerk, account string) error {
	return d.say(w, r, http.StatusConflict, views.AdminNotice{
		Frame: d.frame(c, "admin-conflict", "Changed meanwhile – Link keys", views.PlaceSeeds), Heading: "Somebody else changed the keys meanwhile",
		Lead: []string{"Nothing was changed by you. Look at how they stand first."},
		Way:  &views.Link{Label: "Link keys of " + account, URL: seedsURL(account)},
	})
}

func (d *desk) askRevokeLinkKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	k := keyIn(r)
	key, err := d.Portal.LinkKeyOf(r.Context(), k.Account, k.ID)
	if err != nil {
		return err
	}
	if !key.Revocable() {
		return d.seedsChanged(w, r, c, k.Account)
	}
	reach, err := d.Portal.Reach(r.Context(), k.Account, k.ID)
	if err != nil {
		return err
	}
	rule, err := d.Portal.Rule(r.Context(), k.Account)
	if err != nil {
		return err
	}
	page := views.Confirm{
		Frame: d.frame(c, "admin-confirm", "Revoke "+k.ID+" – Link keys", views.PlaceSeeds), Heading: "Revoke key " + k.ID,
		Effects: []string{
			"Links signed with it: " + reachSaid(reach) + ".",
			"All of them stop working at once and say that they were turned off. It cannot be undone.",
		},
		URL: seedsURL(k.Account) + "/keys/" + k.ID + "/revoke", Label: "Revoke " + k.ID, Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep the key", URL: seedsURL(k.Account)},
	}
	if rule.Holds() {
		page.Effects, page.Label = append(page.Effects, ruleSaid(rule)), "Propose to revoke "+k.ID
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ConfirmPage(page))
}

func (d *desk) revokeLinkKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	k := keyIn(r)
	done, err := d.Portal.Undertake(r.Context(), c.actor(), k.Account, portal.KeyRevocation{ID: k.ID})
	switch {
	case errors.Is(err, portal.ErrChanged), errors.Is(err, portal.ErrLastKey):
		return d.seedsChanged(w, r, c, k.Account)
	case err != nil:
		return err
	case done.Waits():
		return d.toProposal(w, r, done.Proposal)
	}
	return d.backToSeeds(w, r, k.Account, saidRevoked)
}

// changeSeed takes a seed that was typed twice, or makes one. One that is made
// stands in the answer alone.
func (d *desk) changeSeed(w http.ResponseWriter, r *http.Request, c clerk) error {
	a, err := d.accountOf(r, r.PathValue("account"))
	if err != nil {
		return err
	}
	in := d.freshSeeds(a)
	in.seedUntil, in.way = r.PostForm.Get("seed-until"), r.PostForm.Get("way")
	seed, until := r.PostForm.Get("seed"), dayEnd(in.seedUntil, clockOf(a), d.Portal.Now())
	made := in.way != "typed"
	if made {
		seed = rand.Text() + rand.Text() // 256 bits
	} else if seed != r.PostForm.Get("again") {
		in.wrong["again"] = "The two are not the same."
	}
	if until == 0 {
		in.wrong["seed-until"] = badDay
	}
	var done portal.Undertaken
	if len(in.wrong) == 0 {
		done, err = d.Portal.Undertake(r.Context(), c.actor(), a.Slug, portal.SeedChange{Seed: []byte(seed), PreviousUntil: until})
	}
	switch {
	case errors.Is(err, portal.ErrChanged):
		return d.seedsChanged(w, r, c, a.Slug)
	case errors.Is(err, portal.ErrSeed):
		in.wrong["seed"] = "A seed has 16 bytes at least."
	case errors.Is(err, portal.ErrOneSeed):
		in.wrong["seed"] = "Another account has this seed. Make one of its own."
	case err != nil:
		return err
	}
	switch {
	case len(in.wrong) > 0:
		return d.showLinkKeys(w, r, c, http.StatusUnprocessableEntity, a, in, nil)
	case made:
		return d.showSeed(w, r, c, a.Slug, seed, done)
	case done.Waits():
		return d.toProposal(w, r, done.Proposal)
	}
	return d.backToSeeds(w, r, a.Slug, saidSeed)
}

// showSeed shows a seed that was made, this once.
func (d *desk) showSeed(w http.ResponseWriter, r *http.Request, c clerk, account, seed string, done portal.Undertaken) error {
	a, err := d.accountOf(r, account) // as it is now
	if err != nil {
		return err
	}
	text := "Seed changed."
	if done.Waits() {
		text = "The seed is made, and signs nothing before a second owner has approved it. It waits for 24 hours, under Second owner."
	}
	return d.showLinkKeys(w, r, c, http.StatusOK, a, d.freshSeeds(a), &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: text,
		Secret: &views.Secret{Label: "Seed of " + account, Value: seed, Hint: "Shown once. Give it to the system that signs these links."},
	})
}

func (d *desk) endV1(w http.ResponseWriter, r *http.Request, c clerk) error {
	a, err := d.accountOf(r, r.PathValue("account"))
	if err != nil {
		return err
	}
	in := d.freshSeeds(a)
	in.v1Until = r.PostForm.Get("v1-until")
	until := dayEnd(in.v1Until, clockOf(a), d.Portal.Now())
	if in.v1Until != "" && until == 0 {
		in.wrong["v1-until"] = badDay
		return d.showLinkKeys(w, r, c, http.StatusUnprocessableEntity, a, in, nil)
	}
	if err := d.Portal.SetV1End(r.Context(), c.actor(), a.Slug, until); err != nil {
		return err
	}
	return d.backToSeeds(w, r, a.Slug, saidSaved)
}
