package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Load reads every setting from its strongest source. env looks up an
// environment variable, like os.Getenv. The error names every problem, one per
// line; secrets are not repeated in it.
func (f Flags) Load(env func(string) string) (*Config, error) {
	file, err := readFile(f.Config)
	if err != nil {
		return nil, err
	}
	c := &Config{sources: map[string]string{}}
	var errs []error
	for _, s := range settings {
		value, source := s.lookUp(f, env, file)
		if source != "" {
			c.sources[s.name] = source
		}
		if value == "" {
			continue
		}
		if err := s.set(c, value); err != nil {
			errs = append(errs, fmt.Errorf("%s %w", s.name, err))
		}
	}
	return c, errors.Join(errs...)
}

// lookUp returns the setting's text and where it is from; source "" is the default.
func (s setting) lookUp(f Flags, env func(string) string, file map[string]string) (v, source string) {
	if v := s.flag(f); v != "" {
		return v, "flag"
	}
	if v := env("LATCHKEY_" + s.name); v != "" {
		return v, "environment"
	}
	if v := file[s.name]; v != "" {
		return v, "file"
	}
	if s.name == traces { // where every program that sends traces looks
		if v := env("OTEL_EXPORTER_OTLP_ENDPOINT"); v != "" {
			return v, "environment"
		}
	}
	return s.preset, ""
}

func readFile(path string) (map[string]string, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--config: %w", err)
	}
	values, err := parseFile(text)
	if err != nil {
		return nil, fmt.Errorf("--config %s: %w", path, err)
	}
	return values, nil
}

// parseFile reads NAME=value lines; see the package comment. Errors carry the
// line's number and never its text, which may be a secret.
func parseFile(text []byte) (map[string]string, error) {
	values := map[string]string{}
	var errs []error
	number := 0
	for line := range bytes.Lines(text) {
		number++
		name, value, err := parseLine(strings.TrimSpace(string(line)))
		if err == nil && name == "" {
			continue
		}
		if _, twice := values[name]; err == nil && twice {
			err = fmt.Errorf("%s stands here for the second time", name)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %w", number, err))
			continue
		}
		values[name] = value
	}
	return values, errors.Join(errs...)
}

// parseLine splits one trimmed line; a blank or comment line has no name.
func parseLine(line string) (name, value string, err error) {
	if line == "" || line[0] == '#' {
		return "", "", nil
	}
	name, value, found := strings.Cut(line, "=")
	if !found {
		return "", "", errors.New("write NAME=value")
	}
	name = strings.TrimPrefix(strings.TrimSpace(name), "LATCHKEY_")
	if !known(name) {
		return "", "", errors.New("no setting has this name; `latchkey config` lists them all")
	}
	value = strings.TrimSpace(value)
	if len(value) >= 2 && value[0] == '"' && value[len(value)-1] == '"' {
		value = value[1 : len(value)-1]
	}
	return name, value, nil
}

func known(name string) bool {
	for _, s := range settings {
		if s.name == name {
			return true
		}
	}
	return false
}
