package config

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
)

// OIDC is the company's single sign-on, an OpenID Connect provider for admins.
// Without an issuer there is none.
type OIDC struct {
	Issuer           string // as the provider writes it, to the letter
	ClientID         string
	ClientSecretFile string // "" if ClientSecret has it
	ClientSecret     string
	Name             string // on the button: "Keycloak"; empty: see Label
	SecondFactor     []Claim
}

// Claim is a value of one of the claims amr and acr.
type Claim struct{ Name, Value string }

func (c Claim) String() string { return c.Name + "=" + c.Value }

// oidcSettings have no flags: they are set once, and one is a secret.
var oidcSettings = []setting{
	{"OIDC_ISSUER", "", noFlag,
		func(c *Config, v string) error { c.OIDC.Issuer = v; return nil },
		func(c *Config) string { return c.OIDC.Issuer }},
	{"OIDC_CLIENT_ID", "", noFlag,
		func(c *Config, v string) error { c.OIDC.ClientID = v; return nil },
		func(c *Config) string { return c.OIDC.ClientID }},
	{"OIDC_CLIENT_SECRET_FILE", "", noFlag,
		func(c *Config, v string) error { c.OIDC.ClientSecretFile = v; return nil },
		func(c *Config) string { return c.OIDC.ClientSecretFile }},
	{"OIDC_CLIENT_SECRET", "", noFlag,
		func(c *Config, v string) error { c.OIDC.ClientSecret = v; return nil },
		func(c *Config) string { return setOrUnset(c.OIDC.ClientSecret) }},
	{"OIDC_NAME", "", noFlag,
		func(c *Config, v string) error { c.OIDC.Name = v; return nil },
		func(c *Config) string { return c.OIDC.Name }},
	{"OIDC_SECOND_FACTOR", "none", noFlag,
		setSecondFactor,
		func(c *Config) string { return showClaims(c.OIDC.SecondFactor) }},
}

func noFlag(Flags) string { return "" }

func setSecondFactor(c *Config, v string) error {
	c.OIDC.SecondFactor = nil
	if v == "none" {
		return nil
	}
	for _, word := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, value, ok := strings.Cut(word, "=")
		if !ok || value == "" || name != "amr" && name != "acr" {
			return fmt.Errorf("has %q: say claims such as amr=mfa, with commas between", word)
		}
		c.OIDC.SecondFactor = append(c.OIDC.SecondFactor, Claim{name, value})
	}
	return nil
}

func showClaims(all []Claim) string {
	words := make([]string, 0, len(all))
	for _, c := range all {
		words = append(words, c.String())
	}
	return orElse(strings.Join(words, ","), "none")
}

func (c *Config) checkOIDC() error {
	o := c.OIDC
	if o.Issuer == "" {
		if o.ClientID != "" || o.ClientSecret != "" || o.ClientSecretFile != "" {
			return errors.New("OIDC_ISSUER is not set, but other OIDC settings are: say the provider's issuer, " +
				"such as https://id.example.com/realms/staff, or unset them")
		}
		return nil
	}
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !c.Mode.Lenient()) {
		return errors.New("OIDC_ISSUER must be the provider's issuer as it writes it, beginning with https://")
	}
	if o.ClientID == "" {
		return errors.New("OIDC_CLIENT_ID is not set: say the id that the provider gave this installation")
	}
	_, err = o.Secret()
	return err
}

// Label is what people read as the provider's name: the one that was set, or its
// host.
func (o OIDC) Label() string {
	if u, err := url.Parse(o.Issuer); o.Name == "" && err == nil {
		return u.Hostname()
	}
	return o.Name
}

// Secret returns the client's secret, from its file if one is set.
func (o OIDC) Secret() (string, error) {
	secret := o.ClientSecret
	switch {
	case secret != "" && o.ClientSecretFile != "":
		return "", errors.New("OIDC_CLIENT_SECRET and OIDC_CLIENT_SECRET_FILE are both set: unset one of them")
	case o.ClientSecretFile != "":
		b, err := os.ReadFile(o.ClientSecretFile)
		if err != nil {
			return "", fmt.Errorf("OIDC_CLIENT_SECRET_FILE cannot be read: %w", err)
		}
		secret = strings.TrimRight(string(b), "\r\n")
	}
	if secret == "" {
		return "", errors.New("OIDC_CLIENT_SECRET_FILE and OIDC_CLIENT_SECRET are not set: " +
			"put the secret that the provider gave this installation into a file")
	}
	return secret, nil
}
