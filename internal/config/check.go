package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"strings"
)

// howToMakeKey ends every sentence about a master key that is not there or no good.
const howToMakeKey = "make one with `openssl rand -base64 32` and keep it apart from the database"

// Check says what is wrong with the settings as a whole and which of those that
// are needed (BaseURL, MasterKey, MailFrom) nobody set: one sentence per line,
// each with what to do. It reads the master key file if there is one.
func (c *Config) Check(needs ...string) error {
	return errors.Join(
		c.checkAddr("ADDR", c.Addr),
		c.checkAddr("OPS_ADDR", c.OpsAddr),
		c.checkOpsPublic(),
		c.checkTraces(),
		c.checkBaseURL(slices.Contains(needs, BaseURL)),
		c.checkDatabase(),
		c.checkMasterKey(slices.Contains(needs, MasterKey)),
		c.checkSMTP(),
		c.checkMailFrom(slices.Contains(needs, MailFrom)),
		c.checkOIDC(),
		c.checkClock(),
	)
}

func (c *Config) checkAddr(name, addr string) error {
	if addr == "" {
		return nil
	}
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return fmt.Errorf("%s is %q: say host and port, such as 127.0.0.1:8080", name, addr)
	}
	return nil
}

func (c *Config) checkBaseURL(needed bool) error {
	if c.BaseURL == "" {
		if needed {
			return errors.New("BASE_URL is not set: say the address customers reach this server at, " +
				"such as https://pay.example.com")
		}
		return nil
	}
	u, err := url.Parse(c.BaseURL)
	// Comparing with its own scheme and host catches path, query, fragment and user in one go.
	if err != nil || u.Hostname() == "" || u.Scheme+"://"+u.Host != c.BaseURL {
		return errors.New("BASE_URL is no origin: say scheme and host only, such as https://pay.example.com")
	}
	switch {
	case u.Scheme == "https", u.Scheme == "http" && c.Mode.Lenient():
		return nil
	case u.Scheme == "http":
		return errors.New("BASE_URL is http: customers' links need https; put a certificate in front, " +
			"or set MODE=development to try things out")
	}
	return fmt.Errorf("BASE_URL begins with %s: it must begin with https", u.Scheme)
}

func (c *Config) checkDatabase() error {
	for _, scheme := range []string{"postgres://", "postgresql://"} {
		if strings.HasPrefix(c.Database, scheme) {
			return c.refuseArgument("DATABASE", c.Database)
		}
	}
	if file, ok := strings.CutPrefix(c.Database, "sqlite:"); ok && file != "" {
		return nil
	}
	return errors.New("DATABASE must be sqlite:FILE or postgres://user:password@host/name")
}

func (c *Config) checkMasterKey(needed bool) error {
	if c.MasterKey == "" && c.MasterKeyFile == "" && !needed {
		return nil
	}
	_, err := c.MasterKeyBytes()
	if err != nil {
		return err
	}
	_, err = c.PreviousMasterKeyBytes()
	return err
}

func (c *Config) checkSMTP() error {
	if c.SMTPURL == "" {
		return nil
	}
	u, err := url.Parse(c.SMTPURL)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return errors.New("SMTP_URL must be smtp://user:password@host:587 or smtps://user:password@host; " +
			"write special characters of the password as %XX")
	}
	return c.refuseArgument("SMTP_URL", c.SMTPURL)
}

// refuseArgument finds a password in a command line, where every user of the
// machine can read it in the list of processes.
func (c *Config) refuseArgument(name, value string) error {
	if c.sources[name] == "flag" && hasPassword(value) {
		return fmt.Errorf("%s holds a password and was given as an argument, which others on this machine "+
			"can see: put it into LATCHKEY_%s or the file of --config", name, name)
	}
	return nil
}

func (c *Config) checkMailFrom(needed bool) error {
	if c.MailFrom == "" {
		if needed || c.SMTPURL != "" {
			return errors.New("MAIL_FROM is not set: say who mail comes from, " +
				"such as \"Acme Billing <billing@acme.example>\"")
		}
		return nil
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		return errors.New("MAIL_FROM is no address: say one such as \"Acme Billing <billing@acme.example>\"")
	}
	return nil
}

func (c *Config) checkClock() error {
	if c.TestClock != 0 && c.Mode != Test {
		return errors.New("TEST_CLOCK stops the clock and is for tests only: unset it, or set MODE=test")
	}
	return nil
}
