package portal

import (
	"context"
	"errors"
	"fmt"
)

// Safety is what an account asks of the people who change it.
type Safety struct {
	Account   string // "" for the installation
	FourEyes  bool   // some changes need a second owner
	BulkLimit int64  // work on more objects than these at once is one of them
}

// defaultBulkLimit is the limit where an account sets none.
const defaultBulkLimit = 500

// maxBulkLimit keeps a limit a limit.
const maxBulkLimit = 100_000

// ErrBulkLimit means that a limit is none.
var ErrBulkLimit = errors.New("the limit is a whole number from 1 to 100000")

// DefaultSafety is what holds where nothing was set: the rule is on, so that an
// installation with a second owner has it without asking.
func DefaultSafety(account string) Safety {
	return Safety{Account: account, FourEyes: true, BulkLimit: defaultBulkLimit}
}

// Rule is how the rule of the second owner stands in an account.
type Rule struct {
	Safety
	Owners int // who may approve: people at work with MayManage who have a way in
}

// Holds reports whether a second owner is needed. With a single one nobody
// could approve, so the rule rests until there are two.
func (r Rule) Holds() bool { return r.FourEyes && r.Owners >= 2 }

// Rule returns how the rule of the second owner stands. ErrNotFound: there is no
// such account.
func (s *Service) Rule(ctx context.Context, account string) (Rule, error) {
	return ruleOf(ctx, s.store, account)
}

func ruleOf(ctx context.Context, from Reader, account string) (Rule, error) {
	if account != "" {
		if _, err := from.Account(ctx, account); err != nil {
			return Rule{}, fmt.Errorf("account %s: %w", account, err)
		}
	}
	safety, err := from.Safety(ctx, account)
	if err != nil {
		return Rule{}, fmt.Errorf("safety of %q: %w", account, err)
	}
	admins, err := from.Admins(ctx)
	if err != nil {
		return Rule{}, fmt.Errorf("admins: %w", err)
	}
	rule := Rule{Safety: safety}
	for _, a := range admins {
		if !a.DisabledAt.IsZero() || !a.May(account, MayManage) {
			continue
		}
		in, err := hasWayIn(ctx, from, a)
		if err != nil {
			return Rule{}, err
		}
		if in {
			rule.Owners++
		}
	}
	return rule, nil
}

// hasWayIn reports whether a person came in once or can: who was invited and set
// no password yet cannot approve anything. At a single sign-on one needs none.
func hasWayIn(ctx context.Context, from Reader, a Admin) (bool, error) {
	if a.PasswordHash != "" {
		return true, nil
	}
	known, err := from.Identities(ctx, a.ID)
	if err != nil {
		return false, fmt.Errorf("identities of %s: %w", a.ID, err)
	}
	return len(known) > 0, nil
}
