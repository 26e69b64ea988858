package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectBillingDecision = `
	select account, id, reference, class, action, object_account, object_kind, object_id, subject_type,
		subject_id, subject_item, slot, change, shown, locale, preview, version, state, open, outcome, email,
		form_value, link, network, user_agent, due_at, created_at, done_at, updated_at
	from billing_decision`

func scanBillingDecision(rows *sql.Rows) (d portal.BillingDecision, err error) {
	err = rows.Scan(&d.Account, &d.ID, &d.Reference, &d.Class, &d.Action, &d.Object.Account, &d.Object.Kind,
		&d.Object.ID, &d.Subject.Type, &d.Subject.ID, &d.Subject.Item, &d.Slot, asJSON{&d.Change},
		asJSON{&d.Shown}, &d.Locale, &d.Preview, &d.Version, &d.State, &d.Open, asJSON{&d.Outcome}, &d.Email,
		&d.FormValue, &d.Link, &d.Network, &d.UserAgent, at{&d.DueAt}, at{&d.CreatedAt}, at{&d.DoneAt},
		at{&d.UpdatedAt})
	return d, err
}

func (r reader) BillingDecision(ctx context.Context, k portal.Key) (portal.BillingDecision, error) {
	return one(ctx, r, "billing decision", scanBillingDecision,
		selectBillingDecision+` where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) BillingDecisions(ctx context.Context, f portal.BillingFilter) ([]portal.BillingDecision, error) {
	var w filter
	w.equal("account", f.Account)
	w.within("account", f.Accounts)
	w.equal("state", string(f.State))
	w.equal("action", string(f.Action))
	w.equal("subject_type", f.Subject.Type)
	w.equal("subject_id", f.Subject.ID)
	id := "id" + r.d.bytewise
	order := ` order by updated_at, ` + id
	if f.Newest {
		order = ` order by updated_at desc, ` + id + ` desc`
		w.page("updated_at", id, f.After)
	} else {
		w.pageOn("updated_at", id, f.After)
	}
	text := selectBillingDecision + w.where() + order + w.limit(f.Limit)
	return list(ctx, r, "billing decisions", scanBillingDecision, text, w.args...)
}

func (r reader) SubjectDecisions(
	ctx context.Context, account string, s portal.Subject, limit int,
) ([]portal.BillingDecision, error) {
	return list(ctx, r, "billing decisions of a subject", scanBillingDecision, selectBillingDecision+`
		where account = $1 and subject_type = $2 and subject_id = $3
		order by created_at desc, id`+r.d.bytewise+` desc limit $4`, account, s.Type, s.ID, limit)
}

func (r reader) SlotDecision(ctx context.Context, account, slot string) (portal.BillingDecision, error) {
	return one(ctx, r, "billing decision of a slot", scanBillingDecision, selectBillingDecision+`
		where account = $1 and slot = $2 and open and slot <> ''`, account, slot)
}

// DueDecisions leaves declarations out, which never lapse.
func (r reader) DueDecisions(ctx context.Context, now time.Time, limit int) ([]portal.BillingDecision, error) {
	return list(ctx, r, "due billing decisions", scanBillingDecision, selectBillingDecision+`
		where open and due_at > 0 and due_at <= $1 and class <> 'declaration'
		order by due_at, account, id limit $2`, micros(now), limit)
}

// AddBillingDecision leaves it to the unique indexes who is first.
func (t *tx) AddBillingDecision(ctx context.Context, d portal.BillingDecision) (bool, error) {
	return t.won(ctx, "add billing decision", `
		insert into billing_decision (account, id, reference, class, action, object_account, object_kind,
			object_id, subject_type, subject_id, subject_item, slot, change, shown, locale, preview, version,
			state, open, outcome, email, form_value, link, network, user_agent, due_at, created_at, done_at,
			updated_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
			$22, $23, $24, $25, $26, $27, $28, $29)
		on conflict do nothing`,
		d.Account, d.ID, d.Reference, d.Class, d.Action, d.Object.Account, d.Object.Kind, d.Object.ID,
		d.Subject.Type, d.Subject.ID, d.Subject.Item, d.Slot, asJSON{d.Change}, asJSON{d.Shown}, d.Locale,
		d.Preview, d.Version, d.State, d.Open, asJSON{d.Outcome}, d.Email, d.FormValue, d.Link, d.Network,
		d.UserAgent, micros(d.DueAt), micros(d.CreatedAt), micros(d.DoneAt), micros(d.UpdatedAt))
}

func (t *tx) FinishDecision(ctx context.Context, d portal.BillingDecision, from portal.BillingState) (bool, error) {
	return t.won(ctx, "finish billing decision", `
		update billing_decision set state = $4, open = $5, outcome = $6, done_at = $7, updated_at = $8
		where account = $1 and id = $2 and state = $3 and open`,
		d.Account, d.ID, from, d.State, d.Open, asJSON{d.Outcome}, micros(d.DoneAt), micros(d.UpdatedAt))
}
