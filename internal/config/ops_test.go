package config_test

import (
	"strings"
	"testing"
)

func TestTheAddressOfTheOperatorIsNotReachableByAccident(t *testing.T) {
	for addr, public := range map[string]bool{
		"127.0.0.1:9090": false, "[::1]:9090": false, "localhost:9090": false, "10.1.2.3:9090": false, "192.168.0.4:9090": false, "[fd00::1]:9090": false,
		"0.0.0.0:9090": true, ":9090": true, "[::]:9090": true, "203.0.113.7:9090": true, "[2001:db8::1]:9090": true, "ops.example.com:9090": true,
	} {
		for _, allowed := range []string{"off", "on"} {
			c, err := load(t, map[string]string{"LATCHKEY_OPS_ADDR": addr, "LATCHKEY_OPS_ALLOW_PUBLIC": allowed})
			if err != nil {
				t.Fatal(err)
			}
			err = c.Check()
			if refused := err != nil && strings.Contains(err.Error(), "OPS_ALLOW_PUBLIC=on"); c.OpsPublic() != public || refused != (public && allowed == "off") {
				t.Errorf("%s, allowed %s: public %v, %v", addr, allowed, c.OpsPublic(), err)
			}
		}
	}
}

func TestTracesAreOnWhereOpenTelemetrySaysSo(t *testing.T) {
	for _, c := range []struct {
		env  string
		want string
	}{
		{"", ""},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318", "http://c:4318"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318 LATCHKEY_TRACES=off", ""},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318 LATCHKEY_TRACES=https://d/otlp", "https://d/otlp"},
	} {
		env := map[string]string{}
		for _, pair := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		got, err := load(t, env)
		if err != nil || got.Traces != c.want || got.Check() != nil {
			t.Errorf("%s: %q, %v", c.env, got.Traces, err)
		}
	}
	for _, wrong := range []string{"yes", "collector:4318", "http://"} {
		c, err := load(t, map[string]string{"LATCHKEY_TRACES": wrong})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), "TRACES") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
