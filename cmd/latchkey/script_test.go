package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts of testdata/script are what an operator would type, with what
// must come back. Beside the commands of testscript they know:
//
//	[!] latchkey ARG… [<FILE]   runs the program in this process; FILE is its
//	                            standard input. It must exit with 0, after ! with 1.
//	misuse ARG…                 the same for wrong use, which exits with 2
//	keep NAME                   puts the last standard output into a variable
//	damage FILE                 changes one letter in a row of a database
//	pdf FILE TEXT [XML]         draws a PDF, with an e-invoice inside where one is named
//
// The clock stands at $NOW unless a script sets another. installation.json, with
// the keys of the published test vectors, and the folder sample lie in $WORK.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			for name, value := range map[string]string{
				"NOW":                 "1760000000",
				"P":                   "https://pay.example.com/acme/p/366332011",
				"INV":                 "https://pay.example.com/acme/invoice/ABC-123456789",
				"LATCHKEY_MODE":       "test",
				"LATCHKEY_TEST_CLOCK": "1760000000",
				"LATCHKEY_BASE_URL":   "https://pay.example.com",
				"LATCHKEY_DATABASE":   "sqlite:" + e.WorkDir + "/latchkey.db",
				"LATCHKEY_MASTER_KEY": masterKey,
			} {
				e.Setenv(name, value)
			}
			return scriptFiles(e.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"latchkey": scriptRun, "misuse": scriptMisuse, "keep": scriptKeep, "pdf": scriptPDF, "damage": scriptDamage,
		},
	})
}

func scriptFiles(dir string) error {
	body, err := os.ReadFile("testdata/installation.json")
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(dir, "installation.json"), body, 0o600), os.CopyFS(dir, samples))
}

// masterKey is 32 bytes of seven, which seal nothing but tests.
const masterKey = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="

func scriptRun(ts *testscript.TestScript, neg bool, args []string) {
	want := exitDone
	if neg {
		want = exitRefused
	}
	scriptExpect(ts, want, args)
}

func scriptMisuse(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("misuse knows no !")
	}
	scriptExpect(ts, exitUsage, args)
}

func scriptExpect(ts *testscript.TestScript, want int, args []string) {
	var stdin io.Reader = strings.NewReader("")
	if n := len(args) - 1; n >= 0 && strings.HasPrefix(args[n], "<") {
		stdin, args = strings.NewReader(ts.ReadFile(args[n][1:])), args[:n]
	}
	if got := run(context.Background(), args, ts.Getenv, stdin, ts.Stdout(), ts.Stderr()); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func scriptKeep(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: keep NAME")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// scriptDamage changes one letter inside a row, which SQLite itself does not see.
func scriptDamage(ts *testscript.TestScript, _ bool, args []string) {
	body := []byte(ts.ReadFile(args[0]))
	at := bytes.Index(body, []byte("Harbour"))
	if at < 0 {
		at = bytes.Index(body, []byte("acme"))
	}
	body[at] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), body, 0o600))
}

func scriptPDF(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 && len(args) != 3 {
		ts.Fatalf("usage: pdf FILE TEXT [XML]")
	}
	doc := fpdf.New("P", "mm", "A4", "")
	doc.AddPage()
	doc.SetFont("Helvetica", "", 12)
	doc.Cell(40, 10, args[1])
	if len(args) == 3 {
		doc.SetAttachments([]fpdf.Attachment{{Filename: "factur-x.xml", Content: []byte(ts.ReadFile(args[2]))}})
	}
	var out bytes.Buffer
	ts.Check(doc.Output(&out))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
}
