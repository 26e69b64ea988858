package portal

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// Submission is what a partner says of a client it wants to connect to.
type Submission struct {
	Tenant    string // externalTenantId
	Name      string
	Country   string
	Number    string // registrationNumber
	Address   string
	ZipCode   string
	City      string
	Support   string // supportEmail
	Users     []SubmittedUser
	Cases     []SubmittedCase
	ReturnURL string
	Raw       json.RawMessage // client and users as they came, kept for the record
}

// SubmittedUser is a person the partner names.
type SubmittedUser struct {
	Name       string
	Email      string
	Onboarding bool
}

// SubmittedCase is a case the partner carries along.
type SubmittedCase struct {
	Reference string // creditorReference; empty: none
	Payload   json.RawMessage
}

// InvalidError says what is wrong with a request's content, field by field.
type InvalidError struct{ Problems []Problem }

// Problem is one thing that is wrong.
type Problem struct {
	Field   string // "client.supportEmail"
	Message string // a sentence
}

func (e *InvalidError) Error() string {
	var all []string
	for _, p := range e.Problems {
		all = append(all, p.Message)
	}
	return strings.Join(all, " ")
}

// Limits of a submission.
const (
	maxTenant = 255
	maxUsers  = 20
	maxCases  = 100
	maxCase   = 64 << 10 // bytes of one case's JSON
	maxReturn = 2048

	maxReference = 50 // bytes of a creditorReference
)

// check names everything that is wrong with a submission.
func (sub Submission) check() error {
	invalid := &InvalidError{}
	need := func(field, value string, most int) {
		switch {
		case strings.ContainsFunc(value, unicode.IsControl):
			invalid.Problems = append(invalid.Problems, Problem{field, field + " holds a control character."})
		case strings.TrimSpace(value) == "":
			invalid.Problems = append(invalid.Problems, Problem{field, field + " is required."})
		case len(value) > most:
			invalid.Problems = append(invalid.Problems, Problem{field, fmt.Sprintf("%s is longer than %d bytes.", field, most)})
		}
	}
	address := func(field, value string) {
		need(field, value, 254)
		if value = strings.TrimSpace(value); value != "" && !isAddress(value) {
			invalid.Problems = append(invalid.Problems, Problem{field, field + " is not an e-mail address."})
		}
	}
	need("externalTenantId", sub.Tenant, maxTenant)
	need("client.name", sub.Name, 255)
	need("client.country", sub.Country, 100)
	address("client.supportEmail", sub.Support)
	if len(sub.Users) == 0 || len(sub.Users) > maxUsers {
		invalid.Problems = append(invalid.Problems, Problem{"users", fmt.Sprintf("users must have 1 to %d entries.", maxUsers)})
	}
	onboarding := 0
	for i, u := range sub.Users {
		need(fmt.Sprintf("users[%d].name", i), u.Name, 255)
		address(fmt.Sprintf("users[%d].email", i), u.Email)
		if u.Onboarding {
			onboarding++
		}
	}
	if len(sub.Users) > 1 && onboarding != 1 {
		invalid.Problems = append(invalid.Problems, Problem{"users", "With several users, exactly one must have isOnboardingUser true."})
	}
	if len(sub.Cases) > maxCases {
		invalid.Problems = append(invalid.Problems, Problem{"cases", fmt.Sprintf("cases has more than %d entries.", maxCases)})
	}
	for i, c := range sub.Cases {
		if len(c.Reference) > maxReference || strings.ContainsFunc(c.Reference, unicode.IsControl) {
			field := fmt.Sprintf("cases[%d].creditorReference", i)
			invalid.Problems = append(invalid.Problems, Problem{field, fmt.Sprintf("%s is longer than %d bytes or holds a control character.", field, maxReference)})
		}
		if len(c.Payload) > maxCase {
			invalid.Problems = append(invalid.Problems, Problem{fmt.Sprintf("cases[%d]", i), fmt.Sprintf("cases[%d] is too large.", i)})
		}
	}
	if len(invalid.Problems) > 0 {
		return invalid
	}
	return nil
}

// isAddress reports whether s has the form of an e-mail address. It is as
// lenient as mail is: whether the address exists only a mail can tell.
func isAddress(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	return ok && local != "" && domain != "" && !strings.ContainsAny(s, " <>,;\"\\") && !strings.Contains(domain, "@")
}

// NormalEmail is an address as it is matched: trimmed and lower-cased, nothing
// folded.
func NormalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// addresses are every address of a submission, the onboarding user's first.
func (sub Submission) addresses() []string {
	var list []string
	add := func(email string) {
		if e := NormalEmail(email); e != "" && !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	for _, u := range sub.Users {
		if u.Onboarding {
			add(u.Email)
		}
	}
	for _, u := range sub.Users {
		add(u.Email)
	}
	add(sub.Support)
	return list
}

// returnURL is the submission's address to come back to, if it is one that the
// partner may use; else empty: a bad one is dropped, not refused.
func (p Partner) returnURL(raw string) string {
	if raw == "" || len(raw) > maxReturn || strings.ContainsAny(raw, "\r\n\\ ") {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	if !slices.Contains(p.ReturnOrigins, u.Scheme+"://"+u.Host) {
		return ""
	}
	return raw
}

// errAgain means that somebody else changed it between our look and our write.
var errAgain = errors.New("somebody else changed it meanwhile")

func isAgain(err error) bool { return errors.Is(err, errAgain) }
