package hook

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// maxURL is the longest address of an endpoint, in bytes.
const maxURL = 1024

// CheckURL says whether an endpoint may have this address: nil, or an error
// that is a sentence telling its owner what to do. It looks nothing up: where a
// name leads is checked at each connection. allowPrivate is the operator's
// leave for private and loopback addresses, any port, plain http and names that
// mean something only at home.
func CheckURL(raw string, allowPrivate bool) error {
	if err := checkText(raw); err != nil {
		return err
	}
	u, err := url.Parse(raw)
	if err != nil {
		return errors.New("the address cannot be read: write it like https://hooks.example.com/in")
	}
	if u.Scheme != "https" && !(allowPrivate && u.Scheme == "http") {
		return errors.New("use an address that begins with https://")
	}
	if u.User != nil {
		return errors.New("leave the user name and password out of the address: deliveries are signed instead")
	}
	if err := checkPort(u, allowPrivate); err != nil {
		return err
	}
	return checkHost(u.Hostname(), allowPrivate)
}

// checkText looks at the bytes, before parsers can differ about them.
func checkText(raw string) error {
	switch {
	case raw == "":
		return errors.New("give an address that begins with https://")
	case len(raw) > maxURL:
		return fmt.Errorf("shorten the address to %d bytes at most", maxURL)
	case strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return errors.New("write the address in plain ASCII without spaces: an international name as xn--…, other characters percent-encoded")
	case strings.Contains(raw, `\`):
		return errors.New(`write the address with forward slashes, without "\"`)
	case strings.Contains(raw, "#"):
		return errors.New(`leave out "#" and what follows: it is never sent to a server`)
	}
	return nil
}

// ports are those an endpoint may listen on. The list is short so that we are
// no tool for reaching other services.
var ports = []uint16{443, 8443}

func checkPort(u *url.URL, allowPrivate bool) error {
	switch port := u.Port(); {
	case strings.HasSuffix(u.Host, ":"):
		return errors.New(`leave out the ":" after the host, or write a port behind it`)
	case port == "" || allowPrivate || port == "443" || port == "8443":
		return nil
	}
	return errors.New("use port 443 or 8443")
}

// label is one part of a host name, between dots.
var label = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// numeric is the last label of what some program would read as an IPv4 address:
// 2130706433, 0x7f000001, 127.1, 0177.0.0.1.
var numeric = regexp.MustCompile(`^([0-9]+|0x[0-9a-f]*)$`)

func checkHost(host string, allowPrivate bool) error {
	host = strings.ToLower(host)
	if host == "" {
		return errors.New("name a host, like https://hooks.example.com/in")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		if newGuard(allowPrivate).checkAddr(ip) != nil {
			return errors.New("use a public address: this one is private, local or reserved")
		}
		return nil
	}
	labels := strings.Split(host, ".")
	last := labels[len(labels)-1]
	switch {
	case len(host) > 253 || slices.ContainsFunc(labels, func(l string) bool { return !label.MatchString(l) }):
		return errors.New("check the host's name: parts of letters, digits and hyphens, with single dots between them and none at the end")
	case numeric.MatchString(last):
		return errors.New("write the host as a name, or as a plain address with four decimal numbers")
	case allowPrivate:
		return nil
	case len(labels) == 1:
		return errors.New("use a full public name with a dot, like hooks.example.com")
	case slices.ContainsFunc(notPublic, func(s string) bool { return host == s || strings.HasSuffix(host, "."+s) }):
		return errors.New("use a name that the public internet knows: this one is reserved for local or special use")
	}
	return nil
}

// notPublic are names that never lead to a public host, with all below them:
// the special-use names of IANA (RFC 6761 and later) but the ones set aside for
// examples, which lead nowhere, and those that private networks and clouds have
// made a habit of.
var notPublic = []string{
	"alt", "arpa", "internal", "invalid", "local", "localhost", "onion", "test",
	"corp", "home", "intranet", "lan", "localdomain", "private",
}
