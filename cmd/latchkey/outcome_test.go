package main

import (
	"bytes"
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
