package portal

import (
	"context"
	"errors"
	"fmt"
)

// openedPlaces are those of the sealed values that nothing works without. They
// are few, so that each start can look at all of them.
var openedPlaces = []SealedPlace{SealedSecrets, SealedEndpoints, SealedTOTPs, SealedKeptKeys}

// openPage is how many sealed values are read at once.
const openPage = 500

// OpensEvery says which key or secret the master keys do not open, if there is
// one: ErrUnseal. Links under it would be called forged, and what is written
// would be sealed and signed by a key that others do not have.
func (s *Service) OpensEvery(ctx context.Context) error {
	var first error
	_, err := s.openSealed(ctx, func(err error) (more bool) {
		first = err
		return err == nil
	})
	return errors.Join(err, first)
}

// OpensSome says so if the master keys open nothing of all that is sealed here:
// ErrUnseal. It is how a wrong key is told from a value that was spoiled, which
// must not keep a person from mending it.
func (s *Service) OpensSome(ctx context.Context) error {
	var first error
	opens := false
	named, err := s.openSealed(ctx, func(err error) (more bool) {
		if opens = err == nil; first == nil {
			first = err
		}
		return !opens
	})
	if err != nil || opens || named {
		return err
	}
	return first
}

// openSealed tries to open the values that are not marked as the master key's in
// force, and hands each error on until it is told to stop. named: it came upon
// values that are marked so.
func (s *Service) openSealed(ctx context.Context, each func(err error) (more bool)) (named bool, err error) {
	for _, place := range openedPlaces {
		all, otherwise, err := s.store.CountSealed(ctx, place, s.vault.SealHead())
		if err != nil {
			return named, fmt.Errorf("count %s: %w", place, err)
		}
		named = named || all > otherwise
		more, err := s.openPlace(ctx, place, each)
		if err != nil {
			return named, fmt.Errorf("open %s: %w", place, err)
		}
		if !more {
			return named, nil
		}
	}
	return named, nil
}

func (s *Service) openPlace(ctx context.Context, place SealedPlace, each func(err error) (more bool)) (more bool, err error) {
	for after := (SealedRow{}); ; {
		page, err := s.store.SealedOtherwise(ctx, place, s.vault.SealHead(), after, openPage)
		if err != nil {
			return false, err
		}
		for _, row := range page {
			if _, err := s.vault.Open(row.secret()); !each(err) {
				return false, nil
			}
		}
		if len(page) < openPage {
			return true, nil
		}
		after = page[len(page)-1]
	}
}
