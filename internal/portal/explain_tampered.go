package portal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

const mendAccount = "Check the address, or search for the customer."

func noSuchAccount(slug string) string { return "There is no account " + quoted(slug) + " here." }

// explainTampered looks for the reason why no key in force made the checksum.
func (x *explaining) explainTampered(ctx context.Context) error {
	if x.ring == nil {
		x.fail(checkHost, "no account "+x.path.Account, x.wrong, noSuchAccount(x.path.Account), mendAccount)
		return nil
	}
	x.hostSeen()
	matches, err := x.diagnose(ctx)
	if err != nil {
		return err
	}
	if len(matches) == 0 {
		x.fail(checkSum, "no match: no key or seed of an account made it", x.wrong,
			"The checksum does not match. Somebody changed the address, or it was signed with another account’s seed.", mendReissue)
		return nil
	}
	x.mismade(matches[0])
	return nil
}

// mismade ends with a checksum that is right under another reading.
func (x *explaining) mismade(m link.Match) {
	x.fail(checkSum, x.matchSeen(m), x.wrong, "The checksum was made "+x.matchSaid(m)+".",
		"Send a new link, and correct the system that signed this one.")
}

// hintUnits says of a link that cannot be read because its times are milliseconds
// that this is all that is wrong with it.
func (x *explaining) hintUnits(raw string) {
	if x.ring == nil {
		return
	}
	matches := link.DiagnoseUnits(x.ring, x.path, raw)
	if len(matches) == 0 {
		return
	}
	x.Sentence = "The times in the address are in milliseconds. They have to be in seconds."
	x.Mend = "Send a new link, and correct the system that signed this one."
	x.note(checkSum, x.matchSeen(matches[0]))
}

// diagnose tries the keys of the link's own account, then those of the others that
// are seen: a system that signs for several accounts mixes them up.
func (x *explaining) diagnose(ctx context.Context) ([]link.Match, error) {
	if own := link.Diagnose(x.ring, x.path, x.query); len(own) > 0 {
		return own, nil
	}
	if own := link.DiagnoseUnits(x.ring, x.path, x.raw); len(own) > 0 {
		return own, nil
	}
	accounts, err := x.store.Accounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	for _, a := range accounts {
		if !x.seen.Has(a.Slug) || a.Slug == x.ring.Account {
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

func (x *explaining) matchSeen(m link.Match) string {
	by := "matches the " + m.Seed + " seed"
	if m.Scheme == link.SchemeV2 {
		by = "matches key " + m.Key + ", " + string(m.State)
	}
	return strings.Join(append([]string{by + x.retired(m)}, m.Notes...), "; ")
}

// matchSaid finishes "The checksum was made …": by what it differs, or, where
// nothing differs, by what is switched off or past its date.
func (x *explaining) matchSaid(m link.Match) string {
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

// retired is the day from which a key or seed is no longer accepted, where it has
// one that has come.
func (x *explaining) retired(m link.Match) string {
	if m.Account != x.ring.Account {
		return ""
	}
	var at int64
	if m.Seed == "previous" {
		at = x.ring.V1.PreviousUntil
	}
	for _, key := range x.ring.Keys {
		if m.Scheme == link.SchemeV2 && key.ID == m.Key {
			at = key.VerifyUntil
		}
	}
	if at == 0 || at > x.now().Unix() {
		return ""
	}
	return " (retired " + x.account.moment(time.Unix(at, 0)) + ")"
}

func quoted(s string) string { return "“" + s + "”" }
