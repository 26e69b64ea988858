package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// No engine builds the container in our tests, so what can go wrong in its file
// without one is looked for here.
func TestTheContainerFileFitsTheRepository(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("..", "..", "docs", "deploy", "Containerfile"))
	if err != nil {
		t.Fatal(err)
	}
	text, all := string(body), readTree(t)
	version := regexp.MustCompile(`(?m)^FROM docker\.io/library/golang:(\d+\.\d+)\.\d+-\w+ AS build$`).FindStringSubmatch(text)
	wanted := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(all["go.mod"])
	if version == nil || wanted == nil || version[1] != wanted[1] {
		t.Errorf("it builds with Go %v, go.mod asks for %v", version, wanted)
	}
	last := text[strings.LastIndex(text, "\nFROM "):]
	for _, line := range []string{
		"FROM gcr.io/distroless/static-debian12:nonroot", "USER 65532:65532", `VOLUME ["/var/lib/latchkey"]`, "STOPSIGNAL SIGTERM",
		`ENTRYPOINT ["/usr/local/bin/latchkey"]`, `CMD ["serve"]`,
	} {
		if !strings.Contains(last, "\n"+line+"\n") {
			t.Errorf("the image has no line %s", line)
		}
	}
	if strings.Contains(last, "\nRUN ") || strings.Contains(text, "USER root") {
		t.Error("the image has no shell to run anything with, and no root")
	}
	if !strings.Contains(text, "CGO_ENABLED=0") || !strings.Contains(text, "./cmd/latchkey") || !all.has("cmd/latchkey/main.go") {
		t.Error("it does not build the static program")
	}
	for _, m := range regexp.MustCompile(`(?m)^COPY (go\S+) (go\S+) \./$`).FindAllStringSubmatch(text, -1) {
		if !all.has(m[1]) || !all.has(m[2]) {
			t.Errorf("it copies %v, which is not here", m[1:])
		}
	}
	// What goes in comes out of the stage before, by the name it got there.
	for _, m := range regexp.MustCompile(`(?m)^COPY --from=build (?:--chown=\S+ )?(\S+) `).FindAllStringSubmatch(last, -1) {
		if !strings.Contains(text[:strings.LastIndex(text, "\nFROM ")], m[1]) {
			t.Errorf("nothing makes %s", m[1])
		}
	}
}
