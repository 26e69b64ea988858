package portal

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// ErrBilling is what billing settings are refused for, with the reason behind it.
var ErrBilling = errors.New("billing settings")

// check refuses settings that no page could work with.
func (p BillingPolicy) check() error {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrBilling, fmt.Sprintf(format, args...))
	}
	if !slices.Contains([]string{"", "test", "stripe"}, p.Provider) {
		return refuse("there is no payment provider %q", p.Provider)
	}
	if !slices.Contains([]string{"", "direct", "click", "code"}, p.Reveal) {
		return refuse("files open direct, by click or by code, not %q", p.Reveal)
	}
	for name, address := range map[string]string{
		"preview URL": p.PreviewURL, "resolve URL": p.ResolveURL, "imprint": p.Imprint, "privacy notice": p.Privacy,
	} {
		if address != "" && !webAddress(address) {
			return refuse("the %s is no http or https address", name)
		}
	}
	for _, host := range p.FetchHosts {
		if host == "" || strings.ContainsAny(host, "/:@ ") {
			return refuse("%q is no host name", host)
		}
	}
	if p.OfficeEmail != "" && !bareAddress(p.OfficeEmail) {
		return refuse("%q is no mail address", p.OfficeEmail)
	}
	if p.AnswerDays < 0 || p.AnswerDays > 365 || p.WithdrawDays < 0 || p.WithdrawDays > 365 || p.StaleHours < 0 {
		return refuse("days are 0 to 365")
	}
	return nil
}

func webAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}
