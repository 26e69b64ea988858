package pay

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/bojanz/currency"
)

var (
	goodAccount = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)
	goodPayment = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
)

// The limits of what is asked. Those of Stripe for metadata are 50 pairs; some
// are left for its own and ours. https://docs.stripe.com/api/metadata
const (
	maxDescription = 250
	maxURL         = 2048
	maxPairs       = 20
	maxKey         = 40
	maxValue       = 500
	ownPrefix      = "latchkey_"
)

// check refuses an Ask that no provider should see.
func (a Ask) check() error {
	return firstError(a.checkWho, a.checkMoney, a.checkWords, a.checkAddresses, a.checkMetadata)
}

func firstError(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (a Ask) checkWho() error {
	switch {
	case a.Purpose != SetUp && a.Purpose != Payment:
		return fmt.Errorf("%w: no such purpose", ErrRefused)
	case !goodAccount.MatchString(a.Account):
		return fmt.Errorf("%w: no account", ErrRefused)
	case !goodPayment.MatchString(a.Payment):
		return fmt.Errorf("%w: no payment id", ErrRefused)
	case a.ExpiresAt.IsZero():
		return fmt.Errorf("%w: no end", ErrRefused)
	}
	return nil
}

func (a Ask) checkMoney() error {
	known := a.Money.Currency != "" && currency.IsValid(a.Money.Currency)
	switch {
	case a.Purpose == Payment && a.Money.Minor <= 0:
		return fmt.Errorf("%w: nothing to pay", ErrRefused)
	case a.Purpose == Payment && !known, a.Money.Currency != "" && !known:
		return fmt.Errorf("%w: %q is no currency", ErrRefused, a.Money.Currency)
	case a.Purpose == SetUp && a.Money.Minor != 0:
		return fmt.Errorf("%w: an amount, though nothing is paid", ErrRefused)
	}
	return nil
}

func (a Ask) checkWords() error {
	n := utf8.RuneCountInString(a.Description)
	if !utf8.ValidString(a.Description) || strings.TrimSpace(a.Description) == "" || n > maxDescription {
		return fmt.Errorf("%w: a description has 1 to %d characters", ErrRefused, maxDescription)
	}
	return nil
}

func (a Ask) checkAddresses() error {
	for _, address := range []string{a.ReturnURL, a.CancelURL} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || len(address) > maxURL {
			return fmt.Errorf("%w: the ways back must be absolute addresses", ErrRefused)
		}
		// Stripe fills in what stands in braces. Ours never has any.
		if strings.ContainsAny(address, "{}") {
			return fmt.Errorf("%w: braces in the way back", ErrRefused)
		}
	}
	return nil
}

func (a Ask) checkMetadata() error {
	if len(a.Metadata) > maxPairs {
		return fmt.Errorf("%w: more than %d pairs of metadata", ErrRefused, maxPairs)
	}
	for key, value := range a.Metadata {
		switch {
		case key == "" || len(key) > maxKey || len(value) > maxValue || strings.ContainsAny(key, "[]"):
			return fmt.Errorf("%w: metadata too long, or its key", ErrRefused)
		case strings.HasPrefix(key, ownPrefix):
			return fmt.Errorf("%w: metadata that begins with %s", ErrRefused, ownPrefix)
		}
	}
	return nil
}
