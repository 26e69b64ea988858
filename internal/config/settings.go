package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
)

// setting is one row of the table that everything else here works from.
type setting struct {
	name   string // in the environment after LATCHKEY_, and in the file
	preset string // text of the default
	flag   func(Flags) string
	set    func(*Config, string) error // the problem completes the sentence "NAME …"
	show   func(*Config) string        // without secrets
}

var settings = slices.Concat(mainSettings, oidcSettings)

var mainSettings = []setting{
	{"MODE", string(Production),
		func(f Flags) string { return f.Mode },
		setMode,
		func(c *Config) string { return string(c.Mode) }},
	{"ADDR", "127.0.0.1:8080",
		func(f Flags) string { return f.Addr },
		func(c *Config, v string) error { c.Addr = v; return nil },
		func(c *Config) string { return c.Addr }},
	{"OPS_ADDR", "off",
		func(f Flags) string { return f.OpsAddr },
		func(c *Config, v string) error { c.OpsAddr = unless(v, "off"); return nil },
		func(c *Config) string { return orElse(c.OpsAddr, "off") }},
	{"OPS_ALLOW_PUBLIC", "off",
		func(f Flags) string { return f.OpsAllowPublic },
		func(c *Config, v string) (err error) { c.OpsAllowPublic, err = truth(v); return err },
		func(c *Config) string { return onOff(c.OpsAllowPublic) }},
	{traces, "off",
		func(f Flags) string { return f.Traces },
		func(c *Config, v string) error { c.Traces = unless(v, "off"); return nil },
		func(c *Config) string { return orElse(maskURL(c.Traces), "off") }},
	{BaseURL, "",
		func(f Flags) string { return f.BaseURL },
		func(c *Config, v string) error { c.BaseURL = tidyOrigin(v); return nil },
		func(c *Config) string { return c.BaseURL }},
	{"DATABASE", "sqlite:latchkey.db",
		func(f Flags) string { return f.Database },
		func(c *Config, v string) error { c.Database = v; return nil },
		func(c *Config) string { return maskURL(c.Database) }},
	{"INSTANCE_ID", "",
		func(f Flags) string { return f.InstanceID },
		func(c *Config, v string) error { c.InstanceID = v; return nil },
		func(c *Config) string { return c.InstanceID }},
	{"MASTER_KEY_FILE", "",
		func(f Flags) string { return f.MasterKeyFile },
		func(c *Config, v string) error { c.MasterKeyFile = v; return nil },
		func(c *Config) string { return c.MasterKeyFile }},
	{MasterKey, "",
		func(Flags) string { return "" },
		func(c *Config, v string) error { c.MasterKey = v; return nil },
		func(c *Config) string { return setOrUnset(c.MasterKey) }},
	{"MASTER_KEY_PREVIOUS_FILE", "",
		func(f Flags) string { return f.MasterKeyPreviousFile },
		func(c *Config, v string) error { c.MasterKeyPreviousFile = v; return nil },
		func(c *Config) string { return c.MasterKeyPreviousFile }},
	{"MASTER_KEY_PREVIOUS", "",
		func(Flags) string { return "" },
		func(c *Config, v string) error { c.MasterKeyPrevious = v; return nil },
		func(c *Config) string { return setOrUnset(c.MasterKeyPrevious) }},
	{"SMTP_URL", "",
		func(f Flags) string { return f.SMTPURL },
		func(c *Config, v string) error { c.SMTPURL = v; return nil },
		func(c *Config) string { return maskURL(c.SMTPURL) }},
	{MailFrom, "",
		func(f Flags) string { return f.MailFrom },
		func(c *Config, v string) error { c.MailFrom = v; return nil },
		func(c *Config) string { return c.MailFrom }},
	{"TRUSTED_PROXIES", "none",
		func(f Flags) string { return f.TrustedProxies },
		setProxies,
		func(c *Config) string { return showProxies(c.TrustedProxies) }},
	{"WEBHOOK_ALLOW_PRIVATE", "off",
		func(f Flags) string { return f.WebhookAllowPrivate },
		func(c *Config, v string) (err error) { c.WebhookAllowPrivate, err = truth(v); return err },
		func(c *Config) string { return onOff(c.WebhookAllowPrivate) }},
	{"BACKUP_DIR", "off",
		func(f Flags) string { return f.BackupDir },
		setBackupDir,
		func(c *Config) string { return orElse(c.BackupDir, "off") }},
	{"TEST_CLOCK", "",
		func(f Flags) string { return f.TestClock },
		setClock,
		func(c *Config) string { return unless(strconv.FormatInt(c.TestClock, 10), "0") }},
}

func setBackupDir(c *Config, v string) error {
	c.BackupDir = unless(v, "off")
	if c.BackupDir == "" {
		return nil
	}
	if info, err := os.Stat(c.BackupDir); err != nil || !info.IsDir() {
		return fmt.Errorf("is %q, which is no folder: make it, for the server's user alone", v)
	}
	return nil
}

func setMode(c *Config, v string) error {
	switch m := Mode(v); m {
	case Production, Development, Test:
		c.Mode = m
		return nil
	}
	return fmt.Errorf("is %q: say production, development or test", v)
}

func truth(v string) (bool, error) {
	switch strings.ToLower(v) {
	case "on", "true", "yes", "1":
		return true, nil
	case "off", "false", "no", "0":
		return false, nil
	}
	return false, fmt.Errorf("is %q: say on or off", v)
}

func setClock(c *Config, v string) error {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n <= 0 {
		return fmt.Errorf("is %q: say a time in unix seconds, such as 1780000000", v)
	}
	c.TestClock = n
	return nil
}

func setProxies(c *Config, v string) error {
	c.TrustedProxies = nil
	if v == "none" {
		return nil
	}
	var errs []error
	for _, word := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := prefix(word)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		c.TrustedProxies = append(c.TrustedProxies, p)
	}
	return errors.Join(errs...)
}

// prefix reads a network, or a single address as the network of one.
func prefix(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return p, fmt.Errorf("has %q: say networks such as 10.0.0.0/8, with commas between", s)
	}
	return p.Masked(), nil
}

// tidyOrigin writes an origin the way browsers send it: lower case, no default
// port, no slash behind it. What is no origin stays as it is, for Check to see.
func tidyOrigin(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" ||
		u.RawQuery != "" || u.Fragment != "" {
		return s
	}
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return scheme + "://" + host
}

func unless(s, none string) string {
	if s == none {
		return ""
	}
	return s
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}
