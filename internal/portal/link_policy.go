package portal

import (
	"errors"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// LinkPolicy is what an account says of the links that it sends. It holds for
// new links only: the window of a link is inside its checksum. Links of
// connection requests last as long as their partner says.
type LinkPolicy struct {
	Days      map[link.Kind]int `json:"days,omitempty"`      // default life where it is not Account.LinkDays
	Most      map[link.Kind]int `json:"most,omitempty"`      // longest life where it is below the kind's cap
	NoRenewal bool              `json:"noRenewal,omitempty"` // pages of old links do not offer to mail a new one
}

// What the lives of links are refused for.
var (
	ErrLinkKind = errors.New("there is no such kind of link whose days an account sets")
	ErrKindDays = errors.New("the default life of a link is 1 day at least, and not above the longest")
)

// DaysOf is the life of a new link of a kind, in days.
func (a Account) DaysOf(k link.Kind) int {
	days := a.LinkDays
	if own := a.Links.Days[k]; own > 0 {
		days = own
	}
	return min(days, a.MostDaysOf(k))
}

// MostDaysOf is the longest life that a new link of a kind may be given.
func (a Account) MostDaysOf(k link.Kind) int {
	if own := a.Links.Most[k]; own > 0 {
		return min(own, k.MaxDays())
	}
	return k.MaxDays()
}

// TimedKinds are the kinds whose days an account sets.
func TimedKinds() []link.Kind {
	return []link.Kind{
		link.Confirmation, link.Invoice, link.Quote, link.Payment, link.Upgrade, link.Renewal, link.Methods, link.Redo,
	}
}

// check refuses days that no link could have.
func (p LinkPolicy) check(a Account) error {
	for _, days := range []map[link.Kind]int{p.Days, p.Most} {
		for k := range days {
			if !slices.Contains(TimedKinds(), k) {
				return fmt.Errorf("%q: %w", k, ErrLinkKind)
			}
		}
	}
	for _, k := range TimedKinds() {
		most := p.Most[k]
		if most < 0 || most > k.MaxDays() {
			return fmt.Errorf("%s, at most %d: %w", k, most, ErrKindDays)
		}
		if days := p.Days[k]; days < 0 || days > a.MostDaysOf(k) {
			return fmt.Errorf("%s, %d: %w", k, days, ErrKindDays)
		}
	}
	return nil
}
