package portal

import (
	"context"
	"errors"
	"fmt"
)

// errSettled rolls back what was done about a message that somebody else
// settled meanwhile.
var errSettled = errors.New("settled meanwhile")

// settleClaimed reads a message of the queue and applies it. One that a fault of
// ours kept from being applied at every try is rejected at the last.
func (s *Service) settleClaimed(ctx context.Context, in Inbound, read NotificationReader) error {
	err := s.applyClaimed(ctx, in, read)
	if lasting(ctx, err) && in.Attempts >= inboxTries {
		err = errors.Join(err, s.store.InTx(ctx, func(tx Tx) error {
			_, err := s.settleInbound(ctx, tx, BySystem, in, nil, errMessageGivenUp)
			return err
		}))
	}
	if errors.Is(err, errSettled) {
		return nil
	}
	return err
}

// errMessageGivenUp is what the verdict says of a fault of ours, which itself is
// for the log.
var errMessageGivenUp = errors.New("a fault of ours kept it from being applied, five times; tell whoever runs this installation, then retry it")

func (s *Service) applyClaimed(ctx context.Context, in Inbound, read NotificationReader) error {
	place := in.place()
	place.Sealed = in.Sealed
	body, err := s.vault.Open(place)
	if err != nil {
		return err
	}
	all, refusal := read(body)
	return s.store.InTx(ctx, func(tx Tx) error {
		_, err := s.settleInbound(ctx, tx, ByBiller, in, all, refusal)
		return err
	})
}

// settleInbound applies what a message says, with its verdict and an audit entry.
func (s *Service) settleInbound(
	ctx context.Context, tx Tx, by Actor, in Inbound, all []Notification, refusal error,
) (Inbound, error) {
	v := verdictOn{}
	if refusal != nil {
		v.reject(refusal)
	} else if err := s.applyAll(ctx, tx, by, in, all, &v); err != nil {
		return in, err
	}
	in.State, in.Reason = v.state(), v.reason()
	in.Kind, in.DoneAt = kindOfAll(all), s.now()
	won, err := tx.FinishInbound(ctx, in)
	if err != nil {
		return in, fmt.Errorf("finish notification: %w", err)
	}
	if !won {
		return in, errSettled
	}
	return in, s.RecordIn(ctx, tx, Entry{
		Account: in.Account, Actor: string(by), Act: "notification." + string(in.State), Kind: "notification", Object: in.ID,
		Data: facts(map[string]any{"kind": in.Kind}),
	})
}

// kindOfAll names a message by its first notification.
func kindOfAll(all []Notification) string {
	if len(all) == 0 {
		return ""
	}
	kind := shortWord(all[0].Kind)
	if len(all) > 1 {
		kind = fmt.Sprintf("%s and %d more", kind, len(all)-1)
	}
	return kind
}

// shortWord bounds a word that somebody else chose.
func shortWord(s string) string {
	if runes := []rune(s); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return s
}
