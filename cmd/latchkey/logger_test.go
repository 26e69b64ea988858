package main

import (
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/config"
)

// storm logs more lines than are let through, also where a second ends among them.
func storm(a *app, words string) {
	for range 40 {
		a.logger().Warn(words)
	}
}

func TestAServerSaysWhatItLeftOutOfItsLogOnceTheStormIsOver(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out := &safeBuffer{}
	a := &app{ctx: ctx, env: from(testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)), stdin: strings.NewReader(""), stdout: io.Discard, stderr: out}
	furnishedDatabase(t, testEnv(a.env("LATCHKEY_DATABASE"), endOfB1))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	err = a.with(func(i *installation) error {
		r, err := a.start(i, l)
		if err != nil {
			return err
		}
		storm(a, "the disk is slow")
		eventually(t, "it is told", func() bool { return strings.Contains(out.String(), `"msg":"suppressed"`) })
		cancel()
		return r.wait(ctx)
	}, config.BaseURL)
	if err != nil {
		t.Error(err)
	}
}

func TestAProgramThatEndsSaysWhatItLeftOutOfItsLog(t *testing.T) {
	out := &safeBuffer{}
	a := &app{ctx: t.Context(), stderr: out}
	storm(a, "the disk is slow")
	if a.end(nil); !strings.Contains(out.String(), `"msg":"suppressed"`) {
		t.Errorf("the log ends with\n%s", out)
	}
}
