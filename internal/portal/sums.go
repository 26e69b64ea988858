package portal

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// FlagTotals says that a billing system's figures do not add up. They are shown
// as they came.
const FlagTotals = "totals-inconsistent"

// EventInconsistentTotals tells that figures came in that do not add up.
const EventInconsistentTotals = "import.inconsistent_totals"

// sums finds lines that do not add up to the order's net, and net and tax that
// are not its gross, by more than one minor unit per line.
func (p Purchase) sums() []Flag {
	var nets []Amount
	for _, i := range p.Items {
		if i.Net == "" {
			nets = nil
			break
		}
		nets = append(nets, i.Net)
	}
	return slices.Concat(addsUp("lines", nets, "net", p.Totals.Net), p.Totals.sums())
}

func (d IssuedDocument) sums() []Flag { return d.Totals.sums() }

func (t Totals) sums() []Flag {
	if t.Net == "" || t.Tax == "" {
		return nil
	}
	return addsUp("net and tax", []Amount{t.Net, t.Tax}, "gross", t.Gross)
}

// addsUp flags parts that do not make the whole. Parts or a whole that were not
// given say nothing.
func addsUp(what string, parts []Amount, whole string, total Amount) []Flag {
	if len(parts) == 0 || total == "" {
		return nil
	}
	sum, slack, ok := new(big.Rat), new(big.Rat), true
	unit := minorUnit(total)
	for _, a := range parts {
		n, is := new(big.Rat).SetString(string(a))
		if ok = ok && is; ok {
			sum.Add(sum, n)
			slack.Add(slack, unit)
		}
	}
	want, is := new(big.Rat).SetString(string(total))
	if !ok || !is {
		return nil // refused elsewhere
	}
	off := new(big.Rat).Sub(sum, want)
	if off.Abs(off).Cmp(slack) <= 0 {
		return nil
	}
	places := decimals(total)
	for _, a := range parts {
		places = max(places, decimals(a))
	}
	return []Flag{{Code: FlagTotals, Detail: fmt.Sprintf("The %s add up to %s, and the %s is given as %s.", what, sum.FloatString(places), whole, total)}}
}

// minorUnit is one in the last place that an amount was written with.
func minorUnit(a Amount) *big.Rat {
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals(a))), nil)
	return new(big.Rat).SetFrac(big.NewInt(1), ten)
}

func decimals(a Amount) int {
	_, fraction, _ := strings.Cut(string(a), ".")
	return len(fraction)
}

func withoutFlag(flags []Flag, code string) []Flag {
	return slices.DeleteFunc(slices.Clone(flags), func(f Flag) bool { return f.Code == code })
}

// reportTotals tells the account's systems that figures do not add up.
func (s *Service) reportTotals(ctx context.Context, tx Tx, r Record, flags []Flag) error {
	if len(flags) == 0 {
		return nil
	}
	kind, key := r.Identity()
	var details []string
	for _, f := range flags {
		details = append(details, f.Detail)
	}
	return s.emit(ctx, tx, Event{
		Account: key.Account, Type: EventInconsistentTotals, ObjectType: string(kind), ObjectID: key.ID,
		Data: facts(map[string]any{"detail": strings.Join(details, " ")}),
	})
}
