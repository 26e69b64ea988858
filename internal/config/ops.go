package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
)

// traces is the setting that has a name outside of Latchkey too.
const traces = "TRACES"

// OpsPublic reports whether OPS_ADDR is an address that machines other than this
// one and its private network may reach. "Every address of this machine" and a
// name are such, because nobody can tell from them.
func (c *Config) OpsPublic() bool {
	host, _, err := net.SplitHostPort(c.OpsAddr)
	if err != nil || host == "localhost" {
		return false
	}
	at, err := netip.ParseAddr(host)
	return err != nil || !at.IsLoopback() && !at.IsPrivate()
}

// checkOpsPublic keeps profiles and figures from those who did not pay for them:
// a profile takes a processor's time for as long as it is asked for, and figures
// tell how business goes.
func (c *Config) checkOpsPublic() error {
	if c.OpsAllowPublic || !c.OpsPublic() {
		return nil
	}
	return fmt.Errorf("OPS_ADDR is %q, which others may be able to reach, and metrics and profiles ask for no password: "+
		"say an address of this machine or of a private network, such as 127.0.0.1:9090, or, where a firewall or a "+
		"container keeps others out, set OPS_ALLOW_PUBLIC=on", c.OpsAddr)
}

func (c *Config) checkTraces() error {
	if c.Traces == "" {
		return nil
	}
	u, err := url.Parse(c.Traces)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("TRACES must be the address of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318, or off; " +
			"without it OTEL_EXPORTER_OTLP_ENDPOINT counts")
	}
	return c.refuseArgument(traces, c.Traces)
}
