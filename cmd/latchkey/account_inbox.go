package main

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// inboxFlags are what an account wants of its notifications.
type inboxFlags struct {
	FetchHost []string `help:"Host that files named by notifications may be fetched from, 'files.billing.example'; may be given several times, and replaces the list. Empty: none." sep:"none"`
}

func (f inboxFlags) apply(p *portal.BillingPolicy) {
	if f.FetchHost == nil {
		return
	}
	p.FetchHosts = nil
	for _, host := range f.FetchHost {
		if host = strings.ToLower(strings.TrimSpace(host)); host != "" {
			p.FetchHosts = append(p.FetchHosts, host)
		}
	}
}
