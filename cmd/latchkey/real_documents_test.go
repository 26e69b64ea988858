package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realDocuments are published example invoices, which are not part of the
// repository: LATCHKEY_TEST_DATA names their folder, else they are looked for
// beside the repository.
func realDocuments(t *testing.T) []string {
	t.Helper()
	for _, dir := range []string{os.Getenv("LATCHKEY_TEST_DATA"), filepath.Join("..", "..", "..", "shared", "data")} {
		if files, _ := filepath.Glob(filepath.Join(dir, "en16931", "*.xml")); dir != "" && len(files) > 0 {
			return files
		}
	}
	t.Skip("skipped: the published EN 16931 examples are not here; set LATCHKEY_TEST_DATA to the folder that holds en16931/")
	return nil
}

// command runs a command that must succeed, and returns what it printed.
func command(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	return commandWith(t, env, "", args...)
}

// commandWith is command with something on standard input.
func commandWith(t *testing.T, env map[string]string, stdin string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), args, from(env), strings.NewReader(stdin), &stdout, &stderr); code != exitDone {
		t.Fatalf("%v: exit code %d: %s%s", args, code, &stdout, &stderr)
	}
	return stdout.String()
}

// Real documents go in by the command and come out of the server: what the page
// shows is what the issuer wrote, found by a walk of the raw XML that shares no
// code with the program.
func TestRealDocumentsAreShownAsTheyWereIssued(t *testing.T) {
	files := realDocuments(t)
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), "1760000000")
	command(t, env, "init")
	command(t, env, "account", "create", "acme", "--name", "Acme Software")
	records := decodeRecords(t, command(t, env, append([]string{"import", "acme", "--json"}, files...)...))
	ids := map[string]bool{}
	for _, r := range records {
		if r.Status != "imported" {
			t.Errorf("%s: %s %s", r.File, r.Status, r.Reason)
		}
		ids[r.ID] = true
	}
	if len(ids) != len(files) {
		t.Errorf("%d files have %d path ids", len(files), len(ids))
	}
	p := startProgram(t, env, "serve")
	for _, r := range records {
		t.Run(filepath.Base(r.File), func(t *testing.T) {
			link := strings.TrimSpace(command(t, env, "link", "sign", "acme", "invoice", r.ID))
			shownAsIssued(t, p, r, link)
		})
	}
	if code := p.stop(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}

func decodeRecords(t *testing.T, lines string) []record {
	t.Helper()
	var all []record
	for line := range strings.Lines(lines) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func shownAsIssued(t *testing.T, p *program, r record, link string) {
	body, err := os.ReadFile(r.File)
	if err != nil {
		t.Fatal(err)
	}
	if served := p.get(strings.Replace(link, "?", ".xml?", 1)); served.status != http.StatusOK || served.body != string(body) {
		t.Errorf("the XML is served with %d and %d bytes, want the %d of the file", served.status, len(served.body), len(body))
	}
	answer := p.get(link)
	if answer.status != http.StatusOK || answer.name != "document" {
		t.Fatalf("the page: %d, %q", answer.status, answer.name)
	}
	root := parseXML(t, body)
	i := issued{t: t, root: root, syntax: syntaxOf(root), page: readPage(t, answer.body)}
	i.currency = root.get(i.syntax.currency)
	i.figures()
	i.taxes()
	i.lines()
	i.adjustments()
	i.people()
	i.nothingMissing()
	i.onPaper(p.get(strings.Replace(link, "?", ".pdf?", 1)))
}
