package portal_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func (o *office) acct(slug string) portal.Account {
	o.t.Helper()
	a, err := o.service.Account(ctx, slug)
	o.must(err)
	return a
}

func TestTheEndOfV1UndoesNoChangeOfOtherSettings(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		for i := range 40 {
			name, until := fmt.Sprint("name ", i), int64(1_900_000_000+i)
			var wg sync.WaitGroup
			var named, ended error
			wg.Go(func() {
				named = o.service.ChangeAccount(ctx, portal.ByCommand, "acme", func(a *portal.Account) { a.Name = name })
			})
			wg.Go(func() { ended = o.service.SetV1End(ctx, portal.ByCommand, "acme", until) })
			wg.Wait()
			o.must(named)
			o.must(ended)
			if a := o.acct("acme"); a.Name != name || a.V1.Until != until {
				t.Fatalf("%q until %d is kept, want %q until %d", a.Name, a.V1.Until, name, until)
			}
		}
	})
}

func TestOfManyEditsOfOneSectionOneWins(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		seen := o.acct("acme").Etag(portal.SectionBusiness)
		const n = 8
		errs := make([]error, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				errs[i] = o.service.EditAccount(ctx, portal.ByCommand, "acme", portal.SectionBusiness, seen, func(a *portal.Account) { a.Name = fmt.Sprint("name ", i) })
			})
		}
		wg.Wait()
		won := -1
		for i, err := range errs {
			switch {
			case err == nil && won < 0:
				won = i
			case err == nil:
				t.Errorf("%d and %d both won", won, i)
			case !errors.Is(err, portal.ErrStale):
				t.Error(err)
			}
		}
		if name := o.acct("acme").Name; won < 0 || name != fmt.Sprint("name ", won) {
			t.Errorf("%q is kept, %d won", name, won)
		}
	})
}

// Changes that do not come from a form hold whatever the settings are by then.
func TestChangesOfDifferentSettingsAreNotLost(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, change := range []func(*portal.Account){
			func(a *portal.Account) { a.Contact.Phone = "1" }, func(a *portal.Account) { a.Brand.Color = "0b5161" },
		} {
			wg.Go(func() { errs[i] = o.service.ChangeAccount(ctx, portal.ByCommand, "acme", change) })
		}
		wg.Wait()
		o.must(errors.Join(errs...))
		if a := o.acct("acme"); a.Contact.Phone != "1" || a.Brand.Color != "0b5161" {
			t.Errorf("kept %+v", a)
		}
	})
}

func TestTheTrailHasFiguresAndNoNames(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		o.must(o.service.ChangeAccount(ctx, portal.ByCommand, "acme", func(a *portal.Account) {
			a.Name, a.Contact.Email, a.LinkDays = "Secret Name", "kim@secret.example", 14
			a.Links.Most = map[link.Kind]int{link.Invoice: 20}
			a.SetTexts("de", portal.Texts{Scope: "alles lesen"})
		}))
		entries, err := o.store.Timeline(ctx, "acme", "account", "acme", 1)
		o.must(err)
		var told struct {
			Changed       []string
			Before, After map[string]string
		}
		o.must(json.Unmarshal([]byte(entries[0].Data), &told))
		if strings.Contains(strings.ToLower(entries[0].Data), "secret") || strings.Contains(entries[0].Data, "alles") {
			t.Errorf("the trail says %s", entries[0].Data)
		}
		if got := strings.Join(told.Changed, " "); got != "business.name business.email links.linkDays links.most-invoice texts.de.scope" {
			t.Errorf("changed: %s", got)
		}
		if told.Before["links.linkDays"] != "30" || told.After["links.linkDays"] != "14" || told.After["links.most-invoice"] != "20" || len(told.After) != 2 {
			t.Errorf("figures: %+v", told)
		}
	})
}

func TestLivesOfLinksStayBelowTheMost(t *testing.T) {
	a := portal.Account{LinkDays: 60, Links: portal.LinkPolicy{
		Days: map[link.Kind]int{link.Quote: 10}, Most: map[link.Kind]int{link.Invoice: 45},
	}}
	for kind, want := range map[link.Kind][2]int{link.Quote: {10, 99}, link.Invoice: {45, 45}, link.Redo: {60, 99}} {
		if a.DaysOf(kind) != want[0] || a.MostDaysOf(kind) != want[1] {
			t.Errorf("%s: %d of %d days, want %v", kind, a.DaysOf(kind), a.MostDaysOf(kind), want)
		}
	}
}

func TestPoliciesThatNoLinkCouldFollowAreRefused(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.account("acme")
	for _, c := range []struct {
		change func(*portal.Account)
		want   error
	}{
		{func(a *portal.Account) { a.Links.Most = map[link.Kind]int{link.Invoice: 100} }, portal.ErrKindDays},
		{func(a *portal.Account) { a.Links.Days = map[link.Kind]int{link.Invoice: -1} }, portal.ErrKindDays},
		{func(a *portal.Account) {
			a.Links = portal.LinkPolicy{Days: map[link.Kind]int{link.Redo: 30}, Most: map[link.Kind]int{link.Redo: 29}}
		}, portal.ErrKindDays},
		{func(a *portal.Account) { a.Links.Days = map[link.Kind]int{link.Approve: 7} }, portal.ErrLinkKind},
		{func(a *portal.Account) { a.SetTexts("en", portal.Texts{Contact: strings.Repeat("x", 301)}) }, portal.ErrText},
		{func(a *portal.Account) { a.SetTexts("en", portal.Texts{Scope: "a\x1bb"}) }, portal.ErrText},
		{func(a *portal.Account) { a.SetTexts("../x", portal.Texts{Scope: "a"}) }, portal.ErrLanguage},
		{func(a *portal.Account) { a.Languages = []string{"EN"} }, portal.ErrLanguage},
	} {
		if err := o.service.ChangeAccount(ctx, portal.ByCommand, "acme", c.change); !errors.Is(err, c.want) {
			t.Errorf("%v, want %v", err, c.want)
		}
	}
	if a := o.acct("acme"); a.Version != 0 {
		t.Errorf("something was saved: %+v", a)
	}
}

func TestTextsFallBackToTheAccountsOwnLanguageWhereOursWouldSayMore(t *testing.T) {
	a := portal.Account{Locale: "en-GB", Approval: portal.ApprovalPolicy{Scope: "send cases", Can: []string{"one", "two"}}}
	a.SetTexts("de", portal.Texts{Scope: "Fälle senden", Contact: "Fragen:"})
	if got := a.TextsIn("de"); got.Scope != "Fälle senden" || len(got.Can) != 2 || got.Contact != "Fragen:" {
		t.Errorf("German: %+v", got)
	}
	if got := a.TextsIn("en"); got.Scope != "send cases" || got.Contact != "" {
		t.Errorf("English: %+v", got)
	}

	// A change of language leaves every text with the language it is in.
	a.SetLocale("de")
	if got := a.TextsIn("de"); got.Scope != "Fälle senden" {
		t.Errorf("German, now the account's own: %+v", got)
	}
	if got := a.OwnTexts("en"); got.Scope != "send cases" || len(got.Can) != 2 {
		t.Errorf("English, not the account's own any more: %+v", got)
	}

	// What stood in the approval policy is gone when it is taken away.
	b := portal.Account{Locale: "en", Approval: portal.ApprovalPolicy{Scope: "send cases"}}
	b.SetTexts("en", b.OwnTexts("en").With(portal.SlotScope, ""))
	if got := b.TextsIn("en"); got.Scope != "" {
		t.Errorf("after the reset: %+v", got)
	}
}

func TestAWindowOfTheAskersChoiceStaysBelowTheMost(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.account("acme")
	o.must(o.service.ChangeAccount(ctx, portal.ByCommand, "acme", func(a *portal.Account) { a.Links.Most = map[link.Kind]int{link.Confirmation: 20} }))
	sign := func(days int64) error {
		_, err := o.service.Sign(ctx, portal.SignAsk{
			Actor: portal.ByCommand, Account: "acme", Kind: link.Confirmation, ID: "1", Start: noon, End: noon + days*day,
		})
		return err
	}
	o.must(sign(20))
	if err := sign(21); !errors.Is(err, portal.ErrDays) {
		t.Errorf("21 days: %v", err)
	}
}
