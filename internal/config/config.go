package config

import (
	"net/netip"
	"net/url"
	"strings"
)

// Config is the settings in force. The zero Config is valid for Go but not for
// a server; a program that needs no outside settings fills one in by hand and
// lets Check look at it.
type Config struct {
	Addr           string // host:port to listen on
	OpsAddr        string // host:port for metrics and profiles; empty: off
	OpsAllowPublic bool   // OpsAddr may be reachable from anywhere
	Traces         string // address of the collector of traces, "http://127.0.0.1:4318"; empty: off
	BaseURL        string // public origin without trailing slash, "https://pay.example.com"
	Database       string // "sqlite:latchkey.db" or "postgres://…"
	InstanceID     string // id that the database must have; empty: any
	MasterKeyFile  string // file that holds the master key; "" if MasterKey does
	MasterKey      string // 32 bytes in base64
	// The master key that was in force before, or comes next: it only opens and
	// checks. Both empty: there is one key alone.
	MasterKeyPreviousFile string
	MasterKeyPrevious     string
	SMTPURL               string // "smtp://user:pass@host:587?starttls=require"; empty: mail stays queued
	MailFrom              string // "Acme Billing <billing@acme.example>" or the bare address
	TrustedProxies        []netip.Prefix
	WebhookAllowPrivate   bool
	BackupDir             string // for nightly backups; empty: none are made
	OIDC                  OIDC
	Mode                  Mode
	TestClock             int64 // unix seconds at which the clock stands; 0: it runs

	sources map[string]string // by setting name: flag, environment, file; absent: default
}

// Mode says how strict the program is.
type Mode string

// The modes. Only Production is for real customers.
const (
	Production  Mode = "production"
	Development Mode = "development"
	Test        Mode = "test"
)

// Lenient reports whether developer pages, plain http and a made-up clock may
// be offered: in development and test.
func (m Mode) Lenient() bool { return m == Development || m == Test }

// Secure reports whether the public origin is https, which decides over HSTS
// and over the name and the Secure attribute of the admin cookie.
func (c *Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

// Host returns the host of the public origin without its port, "" if there is none.
func (c *Config) Host() string {
	u, err := url.Parse(c.BaseURL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// The settings that not every command needs; see Check.
const (
	BaseURL   = "BASE_URL"
	MasterKey = "MASTER_KEY"
	MailFrom  = "MAIL_FROM"
)
