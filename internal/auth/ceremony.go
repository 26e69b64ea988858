package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// ErrStale: what is answered was begun in another browser, was answered already,
// or took too long.
var ErrStale = errors.New("nothing of that kind was begun here")

// How long an answer may take: a person finds their key, or signs in elsewhere.
const (
	passkeyLife     = 5 * time.Minute
	ssoLife         = 10 * time.Minute
	LongestCeremony = ssoLife // for the cookie that holds its id
)

// begin keeps what an answer will be checked against and returns the id for the
// browser's cookie, without which the answer is worth nothing. It takes away
// what nobody answered in time.
func (a *Auth) begin(ctx context.Context, kind portal.CeremonyKind, adminID string, data any, life time.Duration) (string, error) {
	text, err := json.Marshal(data)
	if err != nil {
		return "", fmt.Errorf("ceremony: %w", err)
	}
	id, now := newID(), a.now()
	c := portal.Ceremony{IDHash: idHash(id), Kind: kind, AdminID: adminID, Data: string(text), EndsAt: now.Add(life)}
	err = a.store.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.SweepCeremonies(ctx, now); err != nil {
			return err
		}
		return tx.AddCeremony(ctx, c)
	})
	if err != nil {
		return "", fmt.Errorf("beginning %s: %w", kind, err)
	}
	return id, nil
}

// finish takes a ceremony away, whatever its answer is worth, and reads what the
// answer is checked against. adminID must be who began it.
func (a *Auth) finish(ctx context.Context, kind portal.CeremonyKind, adminID, id string, data any) error {
	if !isID(id) {
		return ErrStale
	}
	var c portal.Ceremony
	err := a.store.InTx(ctx, func(tx portal.Tx) (err error) {
		c, err = tx.TakeCeremony(ctx, idHash(id), kind, a.now())
		return err
	})
	switch {
	case errors.Is(err, portal.ErrNotFound), err == nil && c.AdminID != adminID:
		return ErrStale
	case err != nil:
		return fmt.Errorf("finishing %s: %w", kind, err)
	}
	if err := json.Unmarshal([]byte(c.Data), data); err != nil {
		return fmt.Errorf("ceremony: %w", err)
	}
	return nil
}

// knock counts a beginning that needs no sign-in against its network, together
// with the passwords tried from there: each one writes a row.
func (a *Auth) knock(ctx context.Context, network string) error {
	return throttled(a.throttle.knock(ctx, a.now(), network))
}

// refuseBy records a sign-in that failed by another way than the password. why
// is a word of ours, never what was sent.
func (a *Auth) refuseBy(ctx context.Context, how How, adminID, network, why string) error {
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		return a.noteAs(ctx, tx, "system", ActRefused, adminID, said("network", network, "how", string(how), "why", why))
	})
	if err != nil {
		return fmt.Errorf("recording refused sign-in: %w", err)
	}
	return ErrRefused
}
