package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// Every command's help shows how it is typed.
func TestEveryCommandHelpsWithAnExample(t *testing.T) {
	parser, err := kong.New(&grammar{})
	if err != nil {
		t.Fatal(err)
	}
	commands := [][]string{nil}
	commands = append(commands, allCommands(parser.Model.Node)...)
	if len(commands) < 25 {
		t.Fatalf("found %d commands only", len(commands))
	}
	for _, command := range commands {
		var stdout, stderr bytes.Buffer
		args := append(append([]string{}, command...), "--help")
		code := run(context.Background(), args, noEnv, strings.NewReader(""), &stdout, &stderr)
		if code != exitDone || stderr.Len() > 0 {
			t.Errorf("%v: exit code %d, messages %q", args, code, &stderr)
		}
		if want := "Example: latchkey " + strings.Join(command, " "); !strings.Contains(oneLine(stdout.String()), want) &&
			!strings.Contains(stdout.String(), "| latchkey "+strings.Join(command, " ")) {
			t.Errorf("%v: the help has no %q:\n%s", args, want, &stdout)
		}
	}
}

func noEnv(string) string { return "" }

// oneLine undoes the wrapping of a help text.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// allCommands walks the tree of commands; each is the words that name it.
func allCommands(n *kong.Node) [][]string {
	var all [][]string
	for _, child := range n.Children {
		if child.Type != kong.CommandNode {
			continue
		}
		all = append(all, []string{child.Name})
		for _, below := range allCommands(child) {
			all = append(all, append([]string{child.Name}, below...))
		}
	}
	return all
}
