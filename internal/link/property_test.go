package link_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// alphabet is what single characters are replaced by: enough to reach every
// branch of the grammar.
const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFS/?&=%+-._:;~ \n\x00"

// genuineTargets are V2 links: V1 covers neither the kind nor the extras.
func genuineTargets() (targets []string) {
	for _, v := range v2Vectors {
		targets = append(targets, v.target)
	}
	return targets
}

// A changed link may still say the same ("&&" is "&"). It must never say
// something else and be believed.
func TestNoChangedCharacterVerifies(t *testing.T) {
	for _, target := range genuineTargets() {
		original := wantFault(t, target, now, link.None)
		for i := range target {
			for _, c := range []byte(alphabet) {
				if target[i] == c {
					continue
				}
				changed := target[:i] + string(c) + target[i+1:]
				g, fault, noRoute := open(changed, now)
				if !noRoute && fault != link.Damaged && fault != link.Tampered && g != original {
					t.Fatalf("%q was changed to %q: %v", target, changed, fault)
				}
			}
		}
	}
}

func TestNoMissingOrDoubledCharacterVerifies(t *testing.T) {
	for _, target := range genuineTargets() {
		original := wantFault(t, target, now, link.None)
		for i := range target {
			for _, changed := range []string{target[:i] + target[i+1:], target[:i] + target[i:i+1] + target[i:], target[:i]} {
				g, fault, noRoute := open(changed, now)
				if !noRoute && fault != link.Damaged && fault != link.Tampered && g != original {
					t.Fatalf("%q was changed to %q: %v", target, changed, fault)
				}
			}
		}
	}
}

func TestV1ChecksumCoversIDAndWindow(t *testing.T) {
	for _, c := range []string{"s=1759492801", "e=1762084801", "366332012"} {
		target := purchaseV1
		for _, old := range []string{"s=1759492800", "e=1762084800", "366332011"} {
			if old[:2] == c[:2] {
				target = strings.Replace(target, old, c, 1)
			}
		}
		wantFault(t, target, now, link.Tampered)
	}
}

func TestV2ChecksumOpensNoOtherKindAccountOrParameter(t *testing.T) {
	for _, target := range genuineTargets() {
		p, _ := mustParse(t, target)
		_, query, _ := strings.Cut(target, "?")
		for _, kind := range link.Kinds() {
			for _, account := range []string{"acme", "globex", "v2only", "unknown"} {
				other := "/" + account + "/" + string(kind) + "/" + p.ID
				if account == p.Account && kind == p.Kind {
					continue
				}
				if _, fault, noRoute := open(other+"?"+query, now); !noRoute && fault != link.Tampered && fault != link.Damaged {
					t.Errorf("%s opens %s: %v", target, other, fault)
				}
			}
		}
		for _, name := range p.Kind.Covered() {
			if !strings.Contains(query, name+"=") {
				wantFault(t, target+"&"+name+"="+exampleOf(name), now, link.Tampered)
				continue
			}
			head, _, _ := strings.Cut(target, "&"+name+"=")
			wantFault(t, head, now, link.Tampered)
		}
	}
}

func exampleOf(name string) string {
	if name == "cart" {
		return "s1:2"
	}
	return "2"
}

// What is signed today verifies today, for every kind and scheme.
func TestWhatIsSignedVerifies(t *testing.T) {
	ids := map[link.Kind]string{
		link.Approve: "lr-1.x.12", link.Invoice: "R.2025_1-", link.Payment: "S1", link.Upgrade: "S9999999999999999999", link.Methods: "c5",
	}
	r := acme()
	for _, full := range []bool{false, true} {
		r.V1.FullSubscription = full
		for _, kind := range link.Kinds() {
			s := link.Spec{Kind: kind, PathID: ids[kind], Start: now, End: now + int64(kind.MaxDays())*86400, Params: map[string]string{}}
			if s.PathID == "" {
				s.PathID = "12"
			}
			for _, name := range kind.Covered() {
				s.Params[name] = exampleOf(name)
			}
			targets := []string{mustSignV2(t, r, s)}
			if kind != link.Approve {
				targets = append(targets, mustSignV1(t, r, s, false), mustSignV1(t, r, s, true))
			}
			for _, target := range targets {
				p, q := mustParse(t, target)
				g, fault := link.Check(r, p, q, now)
				if fault != link.None || g.For(kind) != nil || g.PathID() != s.PathID {
					t.Errorf("%s: %v", target, fault)
				}
				for name, value := range s.Params {
					if g.Extra(name) != value {
						t.Errorf("%s: %s = %q, want %q", target, name, g.Extra(name), value)
					}
				}
			}
		}
	}
}
