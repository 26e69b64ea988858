package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct {
	JSON bool `help:"Print JSON."`
}

func (versionCommand) Help() string { return "Example: latchkey version" }

func (c versionCommand) Run(a *app) error {
	version, revision, goVersion := "unknown", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version, goVersion = info.Main.Version, info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	if c.JSON {
		return a.printJSON(map[string]string{"version": version, "revision": revision, "go": goVersion})
	}
	fmt.Fprintln(a.stdout, "latchkey", version, revision, goVersion)
	return nil
}

type configCommand struct{}

func (configCommand) Help() string { return "Example: latchkey config --config /etc/latchkey.conf" }

func (configCommand) Run(a *app) error {
	c, err := a.flags.Load(a.env)
	if err != nil {
		return err
	}
	return c.Dump(a.stdout)
}
