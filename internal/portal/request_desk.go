package portal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// RequestDetail is everything that is known of a link request.
type RequestDetail struct {
	OpenRequest
	Account     Account
	Attempts    []Attempt
	Timeline    []Entry   // newest first
	Mails       []Message // newest first
	EmailStatus string
	Events      []Event // newest first
}

// RequestDetail gathers it. ErrNotFound: no such request.
func (s *Service) RequestDetail(ctx context.Context, k Key) (RequestDetail, error) {
	open, err := s.openRequest(ctx, s.store, k)
	if err != nil {
		return RequestDetail{}, err
	}
	d := RequestDetail{OpenRequest: open}
	if d.Account, err = s.store.Account(ctx, k.Account); err != nil {
		return RequestDetail{}, fmt.Errorf("account: %w", err)
	}
	if d.Attempts, err = s.store.Attempts(ctx, k); err != nil {
		return RequestDetail{}, fmt.Errorf("attempts: %w", err)
	}
	if d.Timeline, err = s.store.Timeline(ctx, k.Account, string(link.Approve), k.ID, timelineLength); err != nil {
		return RequestDetail{}, fmt.Errorf("timeline: %w", err)
	}
	if d.Mails, err = s.store.Messages(ctx, ObjectKey{k.Account, link.Approve, k.ID}, timelineLength); err != nil {
		return RequestDetail{}, fmt.Errorf("mails: %w", err)
	}
	d.EmailStatus, err = s.emailStatus(ctx, s.store, open.Request)
	return d, err
}

// Requests lists link requests.
func (s *Service) Requests(ctx context.Context, f RequestFilter) ([]LinkRequest, error) {
	f.Now = s.now().Unix()
	list, err := s.store.Requests(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("link requests: %w", err)
	}
	return list, nil
}

// Company is the name of the client as the partner submitted it; empty where it
// gave none.
func (r LinkRequest) Company() string {
	name, _ := submittedCompany(r)["companyName"].(string)
	return name
}

// TenantRequest returns the request of a partner's tenant.
func (s *Service) TenantRequest(ctx context.Context, p Partner, tenant string) (LinkRequest, error) {
	r, err := s.store.TenantRequest(ctx, p.Account, p.ID, tenant)
	if err != nil {
		return LinkRequest{}, fmt.Errorf("request of a tenant: %w", err)
	}
	return r, nil
}

// TenantClient returns the connected client of a partner's tenant. ErrNotFound:
// the tenant is not connected.
func (s *Service) TenantClient(ctx context.Context, p Partner, tenant string) (Customer, Connection, error) {
	conn, err := s.store.TenantConnection(ctx, p.Account, p.ID, tenant)
	if err != nil {
		return Customer{}, Connection{}, fmt.Errorf("connection of a tenant: %w", err)
	}
	c, err := s.store.Customer(ctx, Key{conn.Account, conn.Client})
	if err != nil {
		return Customer{}, Connection{}, fmt.Errorf("connected client: %w", err)
	}
	return c, conn, nil
}

// CountRequests counts the requests of accounts by how they stand now: pending,
// overdue, expired, approved, declined, withdrawn, blocked; each up to most.
func (s *Service) CountRequests(ctx context.Context, accounts Accounts, most int) (map[string]int64, error) {
	counts, err := s.store.CountRequests(ctx, accounts, s.now().Unix(), most)
	if err != nil {
		return nil, fmt.Errorf("count requests: %w", err)
	}
	return counts, nil
}

// Bundle is what a partner's support asks for when a link did not work, as
// plain text: no live link, no checksum, no seed.
func (d RequestDetail) Bundle() string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-22s %s\n", name+":", value)
		}
	}
	r := d.Request
	line("Reference", r.Reference)
	line("Request", r.ID)
	line("Partner", d.Partner.Name+" ("+d.Partner.ID+")")
	line("External tenant id", r.Tenant)
	if len(d.Clients) > 0 {
		line("Company", d.Clients[0].Name)
	}
	line("Email on file", r.Email)
	line("State", string(r.Status))
	line("Attempt", fmt.Sprint(r.Attempt))
	line("Requested (409)", stamp(r.RequestedAt))
	line("Link ends", unixStamp(r.End))
	line("client.link_expired", optionalStamp(r.ExpiredAt))
	line("Decided", optionalStamp(r.DecidedAt))
	line("Mail", d.EmailStatus)
	line("Customer confirmed", "[ ] not received   [ ] received, not acted on in time")
	for _, m := range d.Mails {
		line("Mail "+m.Template, fmt.Sprintf("%s, %s, %d tries", stamp(m.CreatedAt), m.State, m.Attempts))
	}
	b.WriteString("\nTimeline, newest first\n")
	for i, e := range d.Timeline {
		if i == 10 {
			break
		}
		fmt.Fprintf(&b, "  %s  %s  by %s\n", stamp(e.At), e.Act, e.Actor)
	}
	return b.String()
}

func optionalStamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}

// RequestURLFor derives the live link of a request for whoever asks for it, and
// records that they did. Empty: there is none.
func (s *Service) RequestURLFor(ctx context.Context, by Actor, r LinkRequest) (string, error) {
	url, err := s.RequestURL(ctx, r)
	if err != nil || url == "" {
		return "", err
	}
	return url, s.Record(ctx, requestEntry(r, string(by), "link.copied", map[string]any{"attempt": r.Attempt}))
}

// Report records that a customer says it was not them who answered, or
// that they are not the right person to answer. Nothing is undone by it: the
// company looks into it.
func (s *Service) Report(ctx context.Context, g link.Grant, act string) error {
	if err := g.Genuine(link.Approve); err != nil {
		return err
	}
	return s.Record(ctx, Entry{
		Account: g.Account(), Actor: string(ByCustomer), Act: act, Kind: string(link.Approve), Object: g.ObjectID(),
		Data: facts(map[string]any{"attempt": g.Attempt()}),
	})
}

// What customers report.
const (
	ReportNotUs = "request.reported"
	ReportNotMe = "request.wrong-person"

	// ReportStranger is ours: somebody approved who was taken off the client.
	ReportStranger = "request.stranger"
)

// Request returns one link request.
func (s *Service) Request(ctx context.Context, k Key) (LinkRequest, error) {
	r, err := s.store.Request(ctx, k)
	if err != nil {
		return LinkRequest{}, fmt.Errorf("link request %s: %w", k.ID, err)
	}
	return r, nil
}
