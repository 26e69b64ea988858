package portal

import (
	"context"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// explainTampered looks for the reason why no key in force made the checksum.
func (x *explaining) explainTampered(ctx context.Context) error {
	const mend = "Send a new link, and correct the system that signed this one."
	if x.ring == nil {
		x.fail("Account and key", "no account "+x.path.Account, x.wrong,
			"There is no account "+quoted(x.path.Account)+" here.", "Check the address, or search for the customer.")
		return nil
	}
	matches, err := x.diagnose(ctx)
	if err != nil {
		return err
	}
	for _, m := range matches {
		x.fail("Checksum", matchSeen(m), x.wrong, "The checksum was made "+matchSaid(m)+".", mend)
		return nil
	}
	x.fail("Checksum", "no key or seed of the account made it", x.wrong,
		"The checksum does not match: somebody changed the address, or it was signed with another key or seed.",
		"Send a new link.")
	return nil
}

// diagnose tries the keys of the link's own account, then those of the others:
// a system that signs for several accounts mixes them up.
func (x *explaining) diagnose(ctx context.Context) ([]link.Match, error) {
	if own := link.Diagnose(x.ring, x.path, x.query); len(own) > 0 {
		return own, nil
	}
	accounts, err := x.store.Accounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	for _, a := range accounts {
		if !x.only.Has(a.Slug) {
			continue
		}
		_, ring, err := x.knownRing(ctx, a.Slug)
		if err != nil {
			return nil, err
		}
		if found := link.Diagnose(ring, x.path, x.query); len(found) > 0 {
			return found, nil
		}
	}
	return nil, nil
}

func matchSeen(m link.Match) string {
	if m.Scheme == link.SchemeV2 {
		return strings.Join(append([]string{"key " + m.Key + ", " + string(m.State)}, m.Notes...), "; ")
	}
	return strings.Join(append([]string{m.Seed + " seed"}, m.Notes...), "; ")
}

// matchSaid finishes "The checksum was made …": by what it differs, or, where
// nothing differs, by what is switched off or past its date.
func matchSaid(m link.Match) string {
	if len(m.Notes) > 0 {
		return "in another way: " + strings.Join(m.Notes, "; ")
	}
	if m.Scheme == link.SchemeV2 {
		return "with key " + m.Key + ", which is no longer accepted"
	}
	if m.Seed == "previous" {
		return "with the previous seed, which is no longer accepted"
	}
	return "with the right seed, but the account does not accept this scheme, algorithm or page kind"
}

func quoted(s string) string { return "“" + s + "”" }
