package biller_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/biller"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestAFileIsFetchedFromItsHostAlone(t *testing.T) {
	asked := map[string]int{}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		switch r.URL.Path {
		case "/good.pdf":
			io.WriteString(w, "%PDF-1.7")
		case "/away.pdf":
			http.Redirect(w, r, "/good.pdf", http.StatusFound)
		case "/large.pdf":
			w.Write(bytes.Repeat([]byte("x"), portal.MaxFetched+1))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	pool := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	here := []string{"127.0.0.1"}
	for _, c := range []struct {
		name, address string
		private       bool
		hosts         []string
		body, says    string
	}{
		{"a file", server.URL + "/good.pdf?c=secret", true, here, "%PDF-1.7", ""},
		{"a redirect", server.URL + "/away.pdf", true, here, "", "answered 302"},
		{"nothing there", server.URL + "/none.pdf", true, here, "", "answered 404"},
		{"too large", server.URL + "/large.pdf", true, here, "", "10 MB"},
		{"another host", server.URL + "/good.pdf?c=secret", true, []string{"files.example"}, "", "not of a host"},
		{"no TLS", strings.Replace(server.URL, "https", "http", 1) + "/good.pdf", true, here, "", "not of a host"},
		{"a name in front", strings.Replace(server.URL, "https://", "https://files.example@", 1) + "/good.pdf", true, here, "", "not of a host"},
		{"a private address", server.URL + "/good.pdf?c=secret", false, here, "", "private, local or reserved"},
	} {
		f := biller.NewFetcher(c.private)
		f.Trust(pool)
		body, err := f.Fetch(context.Background(), c.address, c.hosts)
		if string(body) != c.body || (err == nil) != (c.says == "") {
			t.Errorf("%s: %d bytes, %v", c.name, len(body), err)
		}
		if err != nil && (!strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "127.0.0.1")) {
			t.Errorf("%s: the reason is %q", c.name, err)
		}
	}
	if asked["/good.pdf"] != 1 {
		t.Errorf("the file was asked for %d times", asked["/good.pdf"])
	}
}
