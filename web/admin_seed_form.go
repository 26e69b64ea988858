package web

import (
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// reachSaid is "212 links still open, and about 14 requests".
func reachSaid(reach portal.KeyReach) string {
	said := counted(reach.Objects, "link", "links") + " still open"
	if reach.Requests > 0 {
		said += ", and about " + counted(reach.Requests, "request", "requests")
	}
	return said
}

func linkKeyBadge(k portal.KeyInfo, now time.Time) views.Badge {
	switch {
	case k.State == string(link.Active):
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Signs and checks"}
	case k.State == string(link.KeyRevoked):
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Revoked"}
	case k.VerifyUntil > 0 && now.Unix() >= k.VerifyUntil:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconClock, Word: "Over"}
	}
	return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Checks only"}
}

// seedFacts are what may be said of an account's seeds.
func seedFacts(a portal.Account, keys []portal.KeyInfo) []views.AdminFact {
	at := clockOf(a)
	v1, sha1 := "Off", "Refused"
	if a.V1.On {
		v1 = "On, without an end"
		if a.V1.Until > 0 {
			v1 = "On until " + at.dayAndYear(unix(a.V1.Until))
		}
	}
	if a.V1.SHA1 {
		sha1 = "Accepted, although it is old"
	}
	facts := []views.AdminFact{{Name: "v1 links", Value: v1}, {Name: "Seed", Value: "None"}, {Name: "HMAC-SHA-1", Value: sha1}}
	for _, k := range keys {
		switch k.Kind {
		case portal.SeedCurrent:
			facts[1].Value = "Set on " + at.dayAndYear(k.CreatedAt)
		case portal.SeedPrevious:
			facts = append(facts, views.AdminFact{Name: "Before it", Value: "Checks until " + at.dayAndYear(unix(a.V1.PreviousUntil))})
		}
	}
	return append(facts, views.AdminFact{Name: "Still open", Value: "Not known here: your systems sign these links"})
}

func (in seedInput) rotateForm(account string) *views.LinkKeyForm {
	return &views.LinkKeyForm{
		URL: seedsURL(account) + "/rotate", Problems: problemsOf(in.wrong, "rotate-until"), Label: "Make a new key",
		Field: views.Field{Name: "rotate-until", Label: "The old key checks until (2027-03-01)", Value: in.rotateUntil, Width: 12, Error: in.wrong["rotate-until"]},
		Hint:  "Nothing stops working before that day. No link lasts longer than 99 days.",
	}
}

func (in seedInput) seedForm(account string) *views.SeedForm {
	secret := func(name, label string) views.Field {
		return views.Field{Name: name, Label: label, Kind: "password", Complete: "new-password", Error: in.wrong[name]}
	}
	return &views.SeedForm{
		URL: seedsURL(account) + "/seed", Who: "seed of " + account, Problems: problemsOf(in.wrong, "seed", "again", "seed-until"), Label: "Set the seed",
		Ways: []views.Choice{
			{Value: "made", Label: "Make one, and show it once", Checked: in.way != "typed"},
			{Value: "typed", Label: "I type it", Checked: in.way == "typed"},
		},
		Fields: []views.Field{
			secret("seed", "Seed, if you type it (16 bytes at least)"), secret("again", "The same once more"),
			{Name: "seed-until", Label: "The seed before checks until (2027-03-01)", Value: in.seedUntil, Width: 12, Error: in.wrong["seed-until"]},
		},
		Hint: "The system that signs these links has to have it too.",
	}
}

func (in seedInput) endForm(account string) *views.SeedForm {
	return &views.SeedForm{
		URL: seedsURL(account) + "/v1-end", Problems: problemsOf(in.wrong, "v1-until"), Label: "Save the end",
		Fields: []views.Field{{
			Name: "v1-until", Label: "Last day on which v1 links work (2027-03-01)", Value: in.v1Until, Width: 12, Error: in.wrong["v1-until"],
			Hint: views.Plain("Empty: no end."),
		}},
		Hint: "After it, links that your systems signed this way are refused.",
	}
}

// dayEnd reads the last day of something, as the first second after it; 0: it
// cannot be taken.
func dayEnd(typed string, at clock, now time.Time) int64 {
	day, err := time.ParseInLocation(time.DateOnly, typed, at.zone)
	if end := day.AddDate(0, 0, 1); err == nil && end.After(now) {
		return end.Unix()
	}
	return 0
}

const badDay = "Choose a day from today on, like 2027-03-01."

// limitSaid is a limit in digits.
func limitSaid(n int64) string { return english.Quantity(strconv.FormatInt(n, 10)) }
