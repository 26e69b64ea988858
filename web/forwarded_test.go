package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func TestAProxyThatNobodyNamedIsToldOfOnce(t *testing.T) {
	for name, c := range map[string]struct {
		options []option
		header  string
		told    int
	}{
		"a proxy that nobody named": {nil, "X-Forwarded-For", 1},
		"one that is trusted":       {[]option{trusting}, "X-Forwarded-For", 0},
		"visitors without one":      {nil, "X-Other", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, storetest.SQLite(t), c.options...)
			for range 3 {
				s.send(http.MethodGet, "/healthz", c.header, "203.0.113.7")
			}
			said := s.log.String()
			if n := strings.Count(said, "is not believed"); n != c.told || n > 0 && !strings.Contains(said, `"peer":"127.0.0.1"`) || strings.Contains(said, "203.0.113") {
				t.Errorf("it is told of %d times:\n%s", n, said)
			}
		})
	}
}
