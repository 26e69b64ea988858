package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// personFile is what is kept of a person, as it is handed out.
type personFile struct {
	Account     string          `json:"account"`
	MadeAt      time.Time       `json:"madeAt"`
	Addresses   []string        `json:"addresses"`
	Customers   []customerFact  `json:"customers"`
	Invoices    []invoiceFact   `json:"invoices"`
	Orders      []orderFact     `json:"orders"`
	Methods     []methodFact    `json:"paymentMethods"`
	Requests    []requestFact   `json:"connectionRequests"`
	Answers     []answerFact    `json:"answersToRequests"`
	Decisions   []decisionFact  `json:"decisions"`
	Mails       []mailFact      `json:"mails"`
	Notes       []noteFact      `json:"notes"`
	Visits      []visitFact     `json:"visits"`
	NotMailed   []notMailedFact `json:"addressesNotMailed"`
	NotIncluded string          `json:"notIncluded"`
}

type (
	customerFact struct {
		ID                 string   `json:"id"`
		Name               string   `json:"name"`
		Type               string   `json:"type,omitempty"`
		Country            string   `json:"country,omitempty"`
		Language           string   `json:"language,omitempty"`
		Email              string   `json:"email,omitempty"`
		RegistrationNumber string   `json:"registrationNumber,omitempty"`
		People             []string `json:"people,omitempty"`
	}
	invoiceFact struct {
		Number   string        `json:"number"`
		IssuedOn portal.Date   `json:"issuedOn"`
		Email    string        `json:"email,omitempty"`
		Currency string        `json:"currency"`
		Totals   portal.Totals `json:"totals"`
	}
	orderFact struct {
		ID        string                 `json:"id"`
		Status    string                 `json:"status"`
		CreatedAt time.Time              `json:"createdAt"`
		Items     []portal.Item          `json:"items"`
		Details   portal.PurchaseDetails `json:"details"`
	}
	methodFact struct {
		ID    string             `json:"id"`
		Label portal.MethodLabel `json:"label"`
		State string             `json:"state"`
	}
	requestFact struct {
		ID        string          `json:"id"`
		Partner   string          `json:"partner"`
		Tenant    string          `json:"externalTenantId"`
		State     string          `json:"state"`
		Email     string          `json:"email,omitempty"`
		Person    string          `json:"person,omitempty"`
		Submitted json.RawMessage `json:"submitted,omitempty"`
		CreatedAt time.Time       `json:"createdAt"`
	}
	answerFact struct {
		Request   string    `json:"request"`
		Choice    string    `json:"choice"`
		Reason    string    `json:"reason,omitempty"`
		Network   string    `json:"network,omitempty"`
		UserAgent string    `json:"userAgent,omitempty"`
		At        time.Time `json:"at"`
	}
	decisionFact struct {
		Reference string             `json:"reference"`
		Action    string             `json:"action"`
		State     string             `json:"state"`
		Change    portal.Change      `json:"change"`
		Shown     []portal.ShownLine `json:"shown"`
		Email     string             `json:"email,omitempty"`
		Network   string             `json:"network,omitempty"`
		UserAgent string             `json:"userAgent,omitempty"`
		At        time.Time          `json:"at"`
	}
	mailFact struct {
		To       string    `json:"to"`
		Template string    `json:"template"`
		About    string    `json:"about"`
		State    string    `json:"state"`
		At       time.Time `json:"at"`
	}
	noteFact struct {
		About string    `json:"about"`
		Text  string    `json:"text"`
		At    time.Time `json:"at"`
	}
	visitFact struct {
		About  string    `json:"about"`
		Who    string    `json:"who"`
		Page   string    `json:"page"`
		Client string    `json:"client,omitempty"`
		First  time.Time `json:"first"`
		Last   time.Time `json:"last"`
		Count  int64     `json:"count"`
	}
	notMailedFact struct {
		Email  string    `json:"email"`
		Reason string    `json:"reason"`
		Since  time.Time `json:"since"`
	}
)

// exportPerson is a POST: that data left stands in the audit trail.
func (v settingsVisit) exportPerson() error {
	who := strings.TrimSpace(v.r.PostForm.Get("who"))
	if who == "" {
		return v.nobody(who)
	}
	p, err := v.Portal.ExportPerson(v.r.Context(), v.c.actor(), v.account.Slug, who)
	if errors.Is(err, portal.ErrNotFound) {
		return v.nobody(who)
	}
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(personFileOf(p, v.Portal.Now()), "", "  ")
	if err != nil {
		return fmt.Errorf("write what is kept of a person: %w", err)
	}
	visitOf(v.r).page = "admin-person-export"
	v.w.Header().Set("Content-Type", "application/json")
	v.w.Header().Set("Content-Disposition", `attachment; filename="person.json"`)
	v.w.WriteHeader(http.StatusOK)
	_, err = v.w.Write(body)
	return err
}
