package static

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func ask(method, url, accept string) *http.Response {
	request := httptest.NewRequest(method, url, nil)
	request.Header.Set("Accept-Encoding", accept)
	answer := httptest.NewRecorder()
	Handler().ServeHTTP(answer, request)
	return answer.Result()
}

func read(t *testing.T, r io.Reader) []byte {
	t.Helper()
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestEveryFileIsServedForEver(t *testing.T) {
	for _, url := range []string{URL("customer.css"), URL("favicon.svg"), URL("dev.css"), Stylesheet("#F5A623")} {
		answer := ask("GET", url, "")
		if answer.StatusCode != 200 || answer.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v", url, answer.StatusCode, answer.Header)
		}
		if got := answer.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", url, got)
		}
		if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/css") && kind != "image/svg+xml" {
			t.Errorf("%s: Content-Type %q", url, kind)
		}
		if len(read(t, answer.Body)) == 0 {
			t.Errorf("%s is empty", url)
		}
	}
}

func TestCompressedIsTheSameFile(t *testing.T) {
	for _, url := range []string{URL("customer.css"), Stylesheet("#F5A623")} {
		plain := read(t, ask("GET", url, "").Body)
		answer := ask("GET", url, "br, gzip;q=0.8")
		if answer.Header.Get("Content-Encoding") != "gzip" || answer.Header.Get("Vary") != "Accept-Encoding" {
			t.Fatalf("%s: %v", url, answer.Header)
		}
		zip, err := gzip.NewReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(read(t, zip), plain) {
			t.Errorf("%s differs when compressed", url)
		}
	}
}

func TestGzipOnlyForThoseWhoAskForIt(t *testing.T) {
	for accept, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "br": false, "gzip;q=0": false, "gzip; q=0.0": false,
		"deflate, gzip;q=1.0": true, "gzipped": false, "gzip;q=x": false,
	} {
		if got := acceptsGzip(accept); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}

func TestUnknownAddressesAreNotFound(t *testing.T) {
	good := Stylesheet("#f5a623")
	for _, url := range []string{
		"/static/", "/static/customer.css", "/static/customer.000000000000.css", "/static/css/core.css",
		strings.Replace(good, "f5a623", "f5a624", 1),
		strings.Replace(good, "f5a623", "F5A623", 1),
		good + "/", "/static/customer-f5a623.000000000000.css",
	} {
		if answer := ask("GET", url, "gzip"); answer.StatusCode != 404 {
			t.Errorf("%s: %d", url, answer.StatusCode)
		}
	}
}

func TestFilesCanOnlyBeRead(t *testing.T) {
	answer := ask("POST", URL("customer.css"), "")
	if answer.StatusCode != 405 || answer.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d, Allow %q", answer.StatusCode, answer.Header.Get("Allow"))
	}
	answer = ask("HEAD", URL("customer.css"), "")
	if answer.StatusCode != 200 || answer.Header.Get("Content-Length") == "0" || len(read(t, answer.Body)) != 0 {
		t.Errorf("HEAD: %d %v", answer.StatusCode, answer.Header)
	}
}

func TestOneColourOneStylesheet(t *testing.T) {
	if Stylesheet("#F5A623") != Stylesheet("f5a623") {
		t.Error("the way a colour is written changes its address")
	}
	for _, colour := range []string{"", "red", "#F5A62", "#F5A6233", "f5a62g", "#;}body{}"} {
		if got := Stylesheet(colour); got != URL("customer.css") {
			t.Errorf("%q: %s", colour, got)
		}
	}
	body := string(read(t, ask("GET", Stylesheet("#F5A623"), "").Body))
	light, dark := Doors("#F5A623")
	if !strings.HasPrefix(body, string(files()["customer.css"].body)) {
		t.Error("the neutral stylesheet does not come first")
	}
	if strings.LastIndex(body, light.Colour) > strings.LastIndex(body, dark.Colour) || !strings.Contains(body, dark.Hover) {
		t.Error("the doors are not both set, light before dark")
	}
}

func TestTheMemoryForStylesheetsIsBounded(t *testing.T) {
	for n := range 3 * maxBrands {
		Stylesheet(fmt.Sprintf("%06x", n))
	}
	brands.Lock()
	defer brands.Unlock()
	if len(brands.made) > maxBrands {
		t.Errorf("%d stylesheets are kept", len(brands.made))
	}
}

// Pages run in both directions and load nothing from elsewhere.
func TestStylesheetsNeverSayLeftOrRightNorLoadAnything(t *testing.T) {
	unwanted := regexp.MustCompile(`(?i)\b(left|right)\b|url\(|@import|@font-face|float:`)
	for name, parts := range bundles {
		if found := unwanted.Find(bundle(parts)); found != nil {
			t.Errorf("%s contains %q", name, found)
		}
	}
}

// What minify takes out must mean nothing: every line of a source ends where a
// blank would do no harm, and nothing but blanks and comments goes.
func TestMinifyingChangesNothing(t *testing.T) {
	lineEnd := regexp.MustCompile(`[{};,]$`)
	squeeze := func(css []byte) string {
		return strings.ReplaceAll(strings.Join(strings.Fields(string(css)), ""), ";}", "}")
	}
	for _, parts := range bundles {
		for _, name := range parts {
			css := comment.ReplaceAll(source(name), nil)
			for line := range strings.Lines(string(css)) {
				if line = strings.TrimSpace(line); line != "" && !lineEnd.MatchString(line) {
					t.Errorf("%s: a line ends in the middle: %s", name, line)
				}
			}
			if squeeze(css) != squeeze(minify(source(name))) {
				t.Errorf("%s loses more than blanks", name)
			}
			if strings.Count(string(css), "{") != strings.Count(string(css), "}") {
				t.Errorf("%s: braces do not match", name)
			}
		}
	}
}

// Scripts make pages of the desk handier; all of them together stay below 30 KB.
func TestScriptsStaySmallAndLoadNothing(t *testing.T) {
	total := 0
	for name, f := range files() {
		if !strings.HasSuffix(name, ".js") {
			continue
		}
		total += len(f.body)
		if bytes.Contains(f.body, []byte("://")) || bytes.Contains(f.body, []byte("eval(")) || bytes.Contains(f.body, []byte("innerHTML")) {
			t.Errorf("%s loads or makes code", name)
		}
	}
	if total == 0 || total > 30<<10 {
		t.Errorf("%d bytes of script", total)
	}
}
