package web

import (
	"net/http"
	"net/netip"
)

// unbelieved says once that requests come through somebody whose X-Forwarded-For
// is not believed: if that is the operator's proxy, all visitors count as one. The
// peer is named where it is no address on the Internet, which a visitor would have.
func (s *server) unbelieved(r *http.Request, peer netip.Addr) {
	if len(r.Header.Values("X-Forwarded-For")) == 0 || s.forwarded.Swap(true) {
		return
	}
	from := "the Internet"
	if peer.IsPrivate() || peer.IsLoopback() || peer.IsLinkLocalUnicast() {
		from = peer.String()
	}
	s.Log.WarnContext(r.Context(), "X-Forwarded-For of a peer outside TRUSTED_PROXIES is not believed; "+
		"if it is your proxy, name it there: until then all its visitors share one address and its limits", "peer", from, "runbook", "overload")
}
