package web

import "github.com/latchkey-portal/latchkey/internal/portal"

// partnerURL is the page about a partner.
func partnerURL(p portal.Partner) string { return "/admin/partners/" + p.Account + "/" + p.ID }
