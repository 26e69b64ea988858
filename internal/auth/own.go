package auth

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Handle names a session on a page: enough of its hash to tell the sessions of
// one person apart, and worth nothing as an id.
func Handle(s portal.Session) string { return hex.EncodeToString(s.IDHash[:min(len(s.IDHash), 8)]) }

// Sessions are a person's sessions that still open something, newest first.
func (a *Auth) Sessions(ctx context.Context, adminID string) ([]portal.Session, error) {
	all, err := a.store.OpenSessions(ctx, adminID)
	if err != nil {
		return nil, fmt.Errorf("looking up sessions: %w", err)
	}
	now := a.now()
	return slices.DeleteFunc(all, func(s portal.Session) bool { return s.Half || !open(s, now) }), nil
}

// EndOne ends the session of a person that has a handle. ErrNoSession: there is
// none, or it ended meanwhile.
func (a *Auth) EndOne(ctx context.Context, adminID, handle string) error {
	return a.endThose(ctx, adminID, func(s portal.Session) bool { return Handle(s) == handle })
}

// EndOthers ends every session of a person but one. ErrNoSession: there is none.
func (a *Auth) EndOthers(ctx context.Context, keep portal.Session) error {
	return a.endThose(ctx, keep.AdminID, func(s portal.Session) bool { return !slices.Equal(s.IDHash, keep.IDHash) })
}

func (a *Auth) endThose(ctx context.Context, adminID string, chosen func(portal.Session) bool) error {
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		all, err := tx.OpenSessions(ctx, adminID)
		if err != nil {
			return err
		}
		ended := 0
		for _, s := range all {
			if !chosen(s) {
				continue
			}
			won, err := tx.EndSession(ctx, s.IDHash, a.now())
			if err != nil {
				return err
			}
			if won {
				ended++
			}
		}
		if ended == 0 {
			return ErrNoSession
		}
		return a.note(ctx, tx, ActSessionsEnded, adminID, fmt.Sprintf(`{"sessions":%d}`, ended))
	})
	if err != nil {
		return fmt.Errorf("ending sessions: %w", err)
	}
	return nil
}
