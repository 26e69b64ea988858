package portal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// ErrLastOwner: without this person nobody would own the installation.
var ErrLastOwner = errors.New("the last owner of the installation")

// ChangeRoles gives a person the roles that change makes of theirs, and ends
// their sessions and the codes for a password that they have not used: who made
// one of those must not come in with a role that somebody else gave. ErrNotFound: no such person, role or account; ErrLastOwner.
func (s *Service) ChangeRoles(ctx context.Context, by Actor, adminID string, change func(Roles)) (Admin, error) {
	return s.changeRoles(ctx, by, adminID, change, func(tx Tx) error {
		_, err := tx.RevokeSessions(ctx, adminID, s.now())
		return err
	})
}

// ChangeOwnRoles is ChangeRoles for the person who is signed in: goOn ends their
// sessions but the one that they go on with. Where it fails, or nothing changes,
// nothing is done.
func (s *Service) ChangeOwnRoles(ctx context.Context, adminID string, change func(Roles), goOn func(Tx) error) (Admin, error) {
	return s.changeRoles(ctx, ByAdmin(adminID), adminID, change, goOn)
}

func (s *Service) changeRoles(
	ctx context.Context, by Actor, adminID string, change func(Roles), endSessions func(Tx) error,
) (Admin, error) {
	var a Admin
	err := s.changePerson(ctx, adminID, func(tx Tx, was Admin) error {
		a = was
		a.Roles = maps.Clone(was.Roles)
		if a.Roles == nil {
			a.Roles = Roles{}
		}
		change(a.Roles)
		if maps.Equal(a.Roles, was.Roles) {
			return nil
		}
		if err := checkRoles(ctx, tx, a.Roles); err != nil {
			return err
		}
		if a.Roles[""] != Owner {
			if err := s.anotherOwner(ctx, tx, was); err != nil {
				return err
			}
		}
		won, err := tx.SetRoles(ctx, a.ID, was.Roles, a.Roles)
		if err != nil || !won {
			return errors.Join(err, lost(won))
		}
		if err := endSessions(tx); err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		for _, kind := range []CodeKind{CodeInvite, CodeReset} {
			if err := tx.DropCodes(ctx, a.ID, kind); err != nil {
				return fmt.Errorf("end codes: %w", err)
			}
		}
		return s.recordPerson(ctx, tx, by, "admin.roles-changed", a.ID, map[string]any{"from": was.Roles, "to": a.Roles})
	})
	return a, err
}

// lost is the error of a change that somebody was ahead of, though they should
// have waited.
func lost(won bool) error {
	if won {
		return nil
	}
	return fmt.Errorf("changed meanwhile: %w", ErrUnavailable)
}

// DisableAdmin keeps a person out from now on, and ends their sessions. False:
// they are out already.
func (s *Service) DisableAdmin(ctx context.Context, by Actor, adminID string) (changed bool, err error) {
	err = s.changePerson(ctx, adminID, func(tx Tx, a Admin) error {
		if err := s.anotherOwner(ctx, tx, a); err != nil {
			return err
		}
		if changed, err = tx.DisableAdmin(ctx, a.ID, s.now()); err != nil || !changed {
			return err
		}
		if _, err := tx.RevokeSessions(ctx, a.ID, s.now()); err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		return s.recordPerson(ctx, tx, by, "admin.disabled", a.ID, nil)
	})
	return changed, err
}

// EnableAdmin lets a person in again. False: they are not kept out.
func (s *Service) EnableAdmin(ctx context.Context, by Actor, adminID string) (changed bool, err error) {
	err = s.changePerson(ctx, adminID, func(tx Tx, a Admin) error {
		if changed, err = tx.EnableAdmin(ctx, a.ID); err != nil || !changed {
			return err
		}
		return s.recordPerson(ctx, tx, by, "admin.enabled", a.ID, nil)
	})
	return changed, err
}

// RenameAdmin changes what a person is called.
func (s *Service) RenameAdmin(ctx context.Context, by Actor, adminID, name string) error {
	return s.changePerson(ctx, adminID, func(tx Tx, a Admin) error {
		if err := tx.SetAdminName(ctx, a.ID, name); err != nil {
			return err
		}
		return s.recordPerson(ctx, tx, by, "admin.renamed", a.ID, nil)
	})
}

// changePerson runs a change of a person. It locks the installation's trail
// first, so that changes of people happen one after the other: two owners cannot
// demote each other.
func (s *Service) changePerson(ctx context.Context, adminID string, change func(Tx, Admin) error) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		if _, _, err := tx.AuditHead(ctx, ""); err != nil {
			return fmt.Errorf("lock trail: %w", err)
		}
		a, err := tx.Admin(ctx, adminID)
		if err != nil {
			return fmt.Errorf("admin: %w", err)
		}
		return change(tx, a)
	})
}

// anotherOwner returns ErrLastOwner if nobody but a owns the installation.
func (s *Service) anotherOwner(ctx context.Context, tx Tx, a Admin) error {
	if a.Roles[""] != Owner || !a.DisabledAt.IsZero() {
		return nil
	}
	all, err := tx.Admins(ctx)
	if err != nil {
		return fmt.Errorf("admins: %w", err)
	}
	if !slices.ContainsFunc(all, func(o Admin) bool {
		return o.ID != a.ID && o.Roles[""] == Owner && o.DisabledAt.IsZero() && o.PasswordHash != ""
	}) {
		return ErrLastOwner
	}
	return nil
}

func (s *Service) recordPerson(ctx context.Context, tx Tx, by Actor, act, adminID string, data map[string]any) error {
	return s.RecordIn(ctx, tx, Entry{Actor: string(by), Act: act, Kind: "admin", Object: adminID, Data: facts(data)})
}

// Colleagues are the people who have a role in one of the accounts, by address,
// and everybody where every account is meant.
func (s *Service) Colleagues(ctx context.Context, accounts Accounts) ([]Colleague, error) {
	admins, err := s.store.Admins(ctx)
	if err != nil {
		return nil, fmt.Errorf("admins: %w", err)
	}
	seen, err := s.store.LastSeen(ctx)
	if err != nil {
		return nil, fmt.Errorf("last seen: %w", err)
	}
	guarded, err := s.store.Guarded(ctx)
	if err != nil {
		return nil, fmt.Errorf("second factors: %w", err)
	}
	var all []Colleague
	for _, a := range admins {
		if accounts.All() || a.WorksIn(accounts) {
			all = append(all, Colleague{
				Admin: a, LastSeen: seen[a.ID], Second: slices.Contains(guarded, a.ID), Invited: a.PasswordHash == "",
			})
		}
	}
	return all, nil
}

// WorksIn reports whether a person has a role in one of the accounts, which are
// bounded.
func (a Admin) WorksIn(accounts Accounts) bool {
	named, leftOut := accounts.Named()
	if a.Roles[""].Known() && !accounts.None() {
		return true
	}
	for account, role := range a.Roles {
		if role.Known() && account != "" && slices.Contains(named, account) != leftOut {
			return true
		}
	}
	return false
}

// AdminOf returns one person. ErrNotFound: there is none of that id.
func (s *Service) AdminOf(ctx context.Context, id string) (Admin, error) {
	a, err := s.store.Admin(ctx, id)
	if err != nil {
		return Admin{}, fmt.Errorf("admin: %w", err)
	}
	return a, nil
}

// AdminCalled returns the person of an address. ErrNotFound: nobody has it.
func (s *Service) AdminCalled(ctx context.Context, email string) (Admin, error) {
	a, err := s.store.AdminByEmail(ctx, email)
	if err != nil {
		return Admin{}, fmt.Errorf("admin: %w", err)
	}
	return a, nil
}
