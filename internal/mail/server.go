package mail

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
)

// Encryption says how the connection to a mail server is protected.
type Encryption string

// The ways to protect a connection. The first three never send in clear what
// was to be encrypted: a certificate that does not fit ends the try.
const (
	TLS           Encryption = "tls"           // from the first byte, smtps://
	Require       Encryption = "require"       // STARTTLS or nothing is sent
	Opportunistic Encryption = "opportunistic" // STARTTLS if the server offers it
	Off           Encryption = "off"           // for a relay on the same machine
)

// Server is where and how mail is handed over.
type Server struct {
	Host           string
	Port           int
	User, Password string // both empty: no sign-in
	Encryption     Encryption
}

// ParseServer reads the setting SMTP_URL:
//
//	smtp://user:password@host:587?starttls=require|opportunistic|off
//	smtps://user:password@host:465
//
// Ports may be left out, starttls is require unless it says otherwise. The
// error does not repeat the URL, which may hold a password.
func ParseServer(s string) (Server, error) {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || (u.Path != "" && u.Path != "/") || u.Fragment != "" {
		return Server{}, errors.New("SMTP_URL must be smtp://user:password@host:587 or smtps://user:password@host; " +
			"write special characters of the password as %XX")
	}
	server := Server{Host: u.Hostname(), User: u.User.Username()}
	server.Password, _ = u.User.Password()
	if (server.User == "") != (server.Password == "") {
		return Server{}, errors.New("SMTP_URL needs both user and password, or neither")
	}
	if server.Encryption, server.Port, err = protection(u); err != nil {
		return Server{}, err
	}
	if port := u.Port(); port != "" {
		if server.Port, err = strconv.Atoi(port); err != nil || server.Port < 1 || server.Port > 65535 {
			return Server{}, fmt.Errorf("SMTP_URL has the port %s: say 1 to 65535", port)
		}
	}
	return server, nil
}

// protection returns what scheme and query ask for, with the port that is usual for it.
func protection(u *url.URL) (Encryption, int, error) {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", 0, errors.New("SMTP_URL has an unreadable query")
	}
	asked, given := query.Get("starttls"), query.Has("starttls")
	query.Del("starttls")
	if len(query) > 0 {
		return "", 0, errors.New("SMTP_URL knows one option, starttls")
	}
	switch {
	case u.Scheme == "smtps" && given:
		return "", 0, errors.New("SMTP_URL: smtps:// is encrypted from the start; take out starttls")
	case u.Scheme == "smtps":
		return TLS, 465, nil
	case u.Scheme != "smtp":
		return "", 0, errors.New("SMTP_URL must begin with smtp:// or smtps://")
	case !given:
		return Require, 587, nil
	}
	switch e := Encryption(asked); e {
	case Require, Opportunistic, Off:
		return e, 587, nil
	}
	return "", 0, errors.New("SMTP_URL: starttls is require, opportunistic or off")
}

// address is host:port.
func (s Server) address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }
