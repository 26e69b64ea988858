package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const (
	requestColumns = ` account, id, reference, partner, tenant, status, attempt, start_at, end_at, ttl_days,
		clients, client, email, person, submitted, return_url, requested_at, decided_at, ended_at, expired_at,
		reason, form_value, reminders, reminded_at, sequence, created_at, updated_at`
	selectRequest = `select` + requestColumns + ` from link_request`
)

func scanRequest(rows *sql.Rows) (r portal.LinkRequest, err error) {
	err = rows.Scan(&r.Account, &r.ID, &r.Reference, &r.Partner, &r.Tenant, &r.Status, &r.Attempt, &r.Start,
		&r.End, &r.TTLDays, asJSON{&r.Clients}, &r.Client, &r.Email, &r.Person, &r.Submitted, &r.ReturnURL,
		at{&r.RequestedAt}, at{&r.DecidedAt}, at{&r.EndedAt}, at{&r.ExpiredAt}, &r.Reason, &r.FormValue,
		&r.Reminders, at{&r.RemindedAt}, &r.Sequence, at{&r.CreatedAt}, at{&r.UpdatedAt})
	return r, err
}

func (r reader) Request(ctx context.Context, k portal.Key) (portal.LinkRequest, error) {
	return one(ctx, r, "link request", scanRequest,
		selectRequest+` where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) TenantRequest(ctx context.Context, account, partner, tenant string) (portal.LinkRequest, error) {
	return one(ctx, r, "link request of a tenant", scanRequest,
		selectRequest+` where account = $1 and partner = $2 and tenant = $3`, account, partner, tenant)
}

func scanAttempt(rows *sql.Rows) (a portal.Attempt, err error) {
	err = rows.Scan(&a.Account, &a.Request, &a.Number, &a.Start, &a.End, &a.IssuedBy, at{&a.IssuedAt},
		at{&a.EndedAt}, &a.EndReason)
	return a, err
}

func (r reader) Attempts(ctx context.Context, request portal.Key) ([]portal.Attempt, error) {
	return list(ctx, r, "attempts", scanAttempt, `
		select account, request, number, start_at, end_at, issued_by, issued_at, ended_at, end_reason
		from link_attempt where account = $1 and request = $2 order by number`, request.Account, request.ID)
}

func (t *tx) AddRequest(ctx context.Context, r portal.LinkRequest, first portal.Attempt) error {
	s := submission(r)
	err := t.must(ctx, portal.ErrExists, "add link request", `
		insert into link_request (account, id, reference, partner, tenant, status, attempt, start_at, end_at,
			ttl_days, clients, client, email, person, submitted, return_url, requested_at, decided_at,
			ended_at, expired_at, reason, form_value, reminders, reminded_at, sequence, created_at,
			updated_at, company)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
			$21, $22, $23, $24, $25, $26, $27, $28)
		on conflict do nothing`,
		r.Account, r.ID, r.Reference, r.Partner, r.Tenant, r.Status, r.Attempt, r.Start, r.End,
		r.TTLDays, asJSON{r.Clients}, r.Client, r.Email, r.Person, r.Submitted, r.ReturnURL,
		micros(r.RequestedAt), micros(r.DecidedAt), micros(r.EndedAt), micros(r.ExpiredAt), r.Reason,
		r.FormValue, r.Reminders, micros(r.RemindedAt), r.Sequence, micros(r.CreatedAt),
		micros(r.UpdatedAt), s.Client.Name)
	if err != nil {
		return err
	}
	if err := t.indexRequest(ctx, r); err != nil {
		return err
	}
	return t.addAttempt(ctx, first)
}

func (t *tx) addAttempt(ctx context.Context, a portal.Attempt) error {
	return t.must(ctx, portal.ErrExists, "add attempt", `
		insert into link_attempt (account, request, number, start_at, end_at, issued_by, issued_at, ended_at,
			end_reason)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict do nothing`,
		a.Account, a.Request, a.Number, a.Start, a.End, a.IssuedBy, micros(a.IssuedAt), micros(a.EndedAt),
		a.EndReason)
}

// indexRequest replaces the clients and terms by which a request is found,
// after a statement that wrote its row and so holds it locked.
func (t *tx) indexRequest(ctx context.Context, r portal.LinkRequest) error {
	err := t.do(ctx, "forget clients of a link request",
		`delete from link_request_client where account = $1 and request = $2`, r.Account, r.ID)
	if err != nil {
		return err
	}
	for _, client := range r.Clients {
		err := t.do(ctx, "add client of a link request", `
			insert into link_request_client (account, request, client) values ($1, $2, $3)
			on conflict do nothing`, r.Account, r.ID, client)
		if err != nil {
			return err
		}
	}
	s := submission(r)
	keys := []string{r.ID, r.Reference, r.Tenant, r.Email, s.Client.SupportEmail, s.Client.RegistrationNumber}
	for _, u := range s.Users {
		keys = append(keys, u.Email)
	}
	return t.index(ctx, portal.SortRequest, r.Key, keys, []string{s.Client.Name})
}

// submitted is what can be searched for in what a partner submitted.
type submitted struct {
	Client struct{ Name, SupportEmail, RegistrationNumber string }
	Users  []struct{ Email string }
}

// submission leaves empty what it cannot read: to judge what was submitted is
// not the store's business.
func submission(r portal.LinkRequest) (s submitted) {
	if json.Unmarshal([]byte(r.Submitted), &s) != nil {
		return submitted{}
	}
	return s
}
