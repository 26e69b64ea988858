package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Who loses a race against another admin learns what is there now, and the
// command has not done what it was asked.
func TestOvertakenVerbSaysSoAndFails(t *testing.T) {
	var stdout, stderr bytes.Buffer
	a := &app{stdout: &stdout, stderr: &stderr}
	code := a.report(target{}.tell(a, portal.Overtaken{State: portal.LinkState{Generation: 4}}))
	if want := "Someone else was first: the links are at generation 4 now. Nothing was changed.\n"; code != exitRefused || stderr.String() != want {
		t.Errorf("exit code %d, said %q", code, &stderr)
	}
	if stdout.Len() > 0 {
		t.Errorf("printed %q as a result", &stdout)
	}
}

// A fault of the program is one: the way out that --help takes swallows none.
func TestPanicIsNotTakenForSuccess(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("the panic of a command was swallowed")
		}
	}()
	broken := func(string) string { panic("broken") }
	run(context.Background(), []string{"config"}, broken, strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{})
}
