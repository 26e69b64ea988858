package config

import (
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"strings"
	"text/tabwriter"
)

// Setting is one setting as `latchkey config` shows it: without secrets.
type Setting struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Source string `json:"source"` // flag, environment, file, default
}

// Settings lists all settings in force, in the order of their importance.
func (c *Config) Settings() []Setting {
	list := make([]Setting, 0, len(settings))
	for _, s := range settings {
		list = append(list, Setting{s.name, s.show(c), orElse(c.sources[s.name], "default")})
	}
	return list
}

// Dump writes the settings as a table for people.
func (c *Config) Dump(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tVALUE\tSOURCE")
	for _, s := range c.Settings() {
		fmt.Fprintf(t, "%s\t%s\t%s\n", s.Name, orElse(s.Value, "–"), s.Source)
	}
	return t.Flush()
}

func setOrUnset(secret string) string {
	if secret == "" {
		return "unset"
	}
	return "set"
}

// maskURL replaces the password of a URL. A text that does not parse is not
// shown at all, because nobody can tell where its password is.
func maskURL(s string) string {
	if s == "" || strings.HasPrefix(s, "sqlite:") {
		return s
	}
	u, err := url.Parse(s)
	if err != nil {
		return "set, but no URL"
	}
	if q := u.Query(); q.Has("password") { // libpq takes it there too
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

// hasPassword reports whether a URL carries a password where maskURL masks one.
func hasPassword(s string) bool {
	u, err := url.Parse(s)
	if err != nil {
		return false
	}
	_, inUser := u.User.Password()
	return inUser || u.Query().Has("password")
}

func showProxies(list []netip.Prefix) string {
	if len(list) == 0 {
		return "none"
	}
	words := make([]string, len(list))
	for i, p := range list {
		words[i] = p.String()
	}
	return strings.Join(words, ",")
}
