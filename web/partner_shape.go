package web

import (
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// conflictBody is a 409 of POST /clients.
type conflictBody struct {
	Type    string       `json:"type"`
	Message string       `json:"message"`
	Data    conflictData `json:"data"`
}

type conflictData struct {
	ExternalTenantID string           `json:"externalTenantId"`
	Existing         string           `json:"existingExternalTenantId,omitempty"`
	Onboarding       *onboardingLinks `json:"onboardingLinks,omitempty"`
	IsAttributed     *bool            `json:"isAttributedClient,omitempty"`
	LinkRequest      *linkRequestMade `json:"linkRequest,omitempty"`
}

// onboardingLinks holds the one address that a client has to open next.
type onboardingLinks struct {
	URL *string `json:"url"` // null: there is none
}

// linkRequestMade is what we add to the documented 409.
type linkRequestMade struct {
	ID           string           `json:"id"`
	Status       string           `json:"status"`
	Attempt      int64            `json:"attempt"`
	Reissued     bool             `json:"reissued"`
	RequestedAt  string           `json:"requestedAt"`
	ExpiresAt    string           `json:"expiresAt"`
	Email        portal.MailState `json:"email"`
	CasesHeld    int64            `json:"casesHeld"`
	CasesUpdated []string         `json:"casesUpdated,omitempty"`
}

func needsApproval(a portal.NeedsApproval) conflictData {
	attributed := false
	r := a.Request
	return conflictData{
		Onboarding: &onboardingLinks{&a.URL}, IsAttributed: &attributed,
		LinkRequest: &linkRequestMade{
			ID: r.ID, Status: string(r.Status), Attempt: r.Attempt, Reissued: a.Reissued,
			RequestedAt: stamp(r.RequestedAt), ExpiresAt: stamp(unix(r.End)),
			Email: a.Mail, CasesHeld: a.Held, CasesUpdated: a.Updated,
		},
	}
}

// linkRequestNow is how a request stands, beside the 404 of a tenant that is not
// connected.
type linkRequestNow struct {
	ID          string  `json:"id"`
	Status      string  `json:"status"`
	Attempt     int64   `json:"attempt"`
	RequestedAt string  `json:"requestedAt"`
	ExpiresAt   string  `json:"expiresAt"`
	DecidedAt   *string `json:"decidedAt"`
	EmailStatus string  `json:"emailStatus"`
	CasesHeld   int     `json:"casesHeld"`
}

func requestNow(d portal.RequestDetail, now time.Time) *linkRequestNow {
	r := d.Request
	return &linkRequestNow{
		ID: r.ID, Status: standingNow(r, now), Attempt: r.Attempt, RequestedAt: stamp(r.RequestedAt), ExpiresAt: stamp(unix(r.End)),
		DecidedAt: stampOrNull(r.DecidedAt), EmailStatus: d.EmailStatus, CasesHeld: heldCases(d.Cases),
	}
}

// standingNow is the state of a request as its clock has it: one that has run
// out is expired, reported or not.
func standingNow(r portal.LinkRequest, now time.Time) string {
	if r.Status == portal.Pending && !r.Live(now.Unix()) {
		return string(portal.RequestExpired)
	}
	return string(r.Status)
}

func heldCases(cases []portal.HeldCase) (n int) {
	for _, c := range cases {
		if c.State == portal.CaseHeld {
			n++
		}
	}
	return n
}

// stamp writes a time as both APIs do: RFC 3339, UTC, whole seconds.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func stampOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := stamp(t)
	return &s
}

// clientBody is a connected client: the 201, the 202 and the 200 of GET. What
// Latchkey does not keep (address, case statistics, identity checks) is null.
type clientBody struct {
	ExternalTenantID   string          `json:"externalTenantId"`
	OnboardingDone     bool            `json:"onboardingDone"`
	OnboardingLinks    onboardingLinks `json:"onboardingLinks"`
	Client             clientFacts     `json:"client"`
	Users              []clientUser    `json:"users"`
	IsAttributedClient bool            `json:"isAttributedClient"`
	DateLinked         string          `json:"dateLinked"`
	CaseStats          *struct{}       `json:"caseStats"`
	KYCStatus          string          `json:"kycStatus"`
	KYCVerification    *struct{}       `json:"kycVerification"`
	CaseResults        *caseResults    `json:"caseResults"`
}

type clientFacts struct {
	ID                 string  `json:"id"`
	CompanyName        string  `json:"companyName"`
	OfficeEmail        *string `json:"officeEmail"`
	Country            *string `json:"country"`
	Address            *string `json:"address"`
	City               *string `json:"city"`
	ZipCode            *string `json:"zipCode"`
	RegistrationNumber *string `json:"companyRegistrationNumber"`
}

type clientUser struct {
	ID        string `json:"id"`
	Email     string `json:"email"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
}

// clientOf: a client that this partner brought is attributed to it; one that
// approved a request was there before.
func clientOf(c portal.Customer, conn portal.Connection) clientBody {
	body := clientBody{
		ExternalTenantID: conn.Tenant, OnboardingDone: c.OnboardingDone,
		Client: clientFacts{
			ID: c.ID, CompanyName: c.Name, OfficeEmail: orNil(c.Email), Country: orNil(c.Country), RegistrationNumber: orNil(c.RegistrationNumber),
		},
		Users: []clientUser{}, IsAttributedClient: conn.Request == "", DateLinked: stamp(conn.LinkedAt), KYCStatus: "not_required",
	}
	for _, u := range c.Users {
		first, last, _ := strings.Cut(u.Name, " ")
		body.Users = append(body.Users, clientUser{ID: u.ID, Email: u.Email, FirstName: first, LastName: last})
	}
	return body
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// caseResults says of each case of an ask what became of it.
type caseResults struct {
	Successful []landedCase `json:"successfulCases"`
	Failed     []failedCase `json:"failedCases"`
}

type landedCase struct {
	CaseIndex         int     `json:"caseIndex"`
	CreditorReference *string `json:"creditorReference"`
	CaseID            string  `json:"caseId"`
}

type failedCase struct {
	CaseIndex         int       `json:"caseIndex"`
	CreditorReference *string   `json:"creditorReference"`
	ErrorType         string    `json:"errorType"`
	ErrorMessage      string    `json:"errorMessage"`
	ValidationErrors  []string  `json:"validationErrors"`
	SigningHandoff    *struct{} `json:"signingHandoff"`
}

func caseResultsOf(results []portal.CaseResult) *caseResults {
	all := &caseResults{Successful: []landedCase{}, Failed: []failedCase{}}
	for _, r := range results {
		if r.ErrorType == "" {
			all.Successful = append(all.Successful, landedCase{r.Index, orNil(r.Reference), r.CaseID})
			continue
		}
		failed := failedCase{CaseIndex: r.Index, CreditorReference: orNil(r.Reference), ErrorType: r.ErrorType, ErrorMessage: r.Error, ValidationErrors: []string{}}
		if r.ErrorType == portal.CaseInvalid {
			failed.ValidationErrors = append(failed.ValidationErrors, r.Error)
		}
		all.Failed = append(all.Failed, failed)
	}
	return all
}
