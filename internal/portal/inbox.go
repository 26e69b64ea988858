package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ByBiller is the billing system, where it told us something by itself.
const ByBiller Actor = "billing-system"

// Limits of the worker. A message whose worker died is taken again when the
// lease has passed.
const (
	inboxBatch = 20
	inboxLease = 2 * time.Minute
	inboxTries = 5 // before a message is given up that a fault of ours keeps from being applied
)

// ReceiveNotification keeps a message of the billing system as it came, sealed,
// before anybody reads it. A body that the account has had already makes
// nothing: State is then InboundDuplicate and there is no ID. ErrNotFound: no
// such account.
func (s *Service) ReceiveNotification(ctx context.Context, account, contentType string, body []byte) (Inbound, error) {
	in := s.inbound(account, contentType, body)
	err := s.store.InTx(ctx, func(tx Tx) error { return addInbound(ctx, tx, in) })
	if errors.Is(err, ErrExists) {
		return Inbound{Account: account, Type: in.Type, Hash: in.Hash, State: InboundDuplicate}, nil
	}
	if err != nil {
		return Inbound{}, fmt.Errorf("keep a notification: %w", err)
	}
	return in, nil
}

// inbound is a message that came now.
func (s *Service) inbound(account, contentType string, body []byte) Inbound {
	in := Inbound{
		Account: account, ID: NewID("inb"), Type: strings.ToValidUTF8(contentType, "?"), Hash: hashOf(body), State: InboundQueued,
		NextAt: s.now(), ReceivedAt: s.now(),
	}
	in.Sealed = s.vault.Seal(in.place(), body).Sealed
	return in
}

func addInbound(ctx context.Context, tx Tx, in Inbound) error {
	if _, err := tx.Account(ctx, in.Account); err != nil {
		return fmt.Errorf("account %s: %w", in.Account, err)
	}
	return tx.AddInbound(ctx, in)
}

// place is the row that the body is sealed for.
func (in Inbound) place() Secret { return Secret{Account: in.Account, Kind: "inbound", ID: in.ID} }

// TakeNotification is ReceiveNotification and what the worker does in one, for
// whoever waits for the verdict. A message that the account has had is what
// became of it then: InboundRejected with its reason, else InboundDuplicate.
func (s *Service) TakeNotification(
	ctx context.Context, by Actor, account, contentType string, body []byte, read NotificationReader,
) (Inbound, error) {
	in := s.inbound(account, contentType, body)
	all, refusal := read(body)
	var settled Inbound
	err := s.store.InTx(ctx, func(tx Tx) error {
		err := addInbound(ctx, tx, in)
		if errors.Is(err, ErrExists) {
			settled, err = hadInbound(ctx, tx, in)
			return err
		}
		if err != nil {
			return err
		}
		settled, err = s.settleInbound(ctx, tx, by, in, all, refusal)
		return err
	})
	if err != nil {
		return Inbound{}, fmt.Errorf("take a notification: %w", err)
	}
	return settled, nil
}

// hadInbound is the message that had the same bytes.
func hadInbound(ctx context.Context, tx Tx, in Inbound) (Inbound, error) {
	before, err := tx.InboundByHash(ctx, in.Account, in.Hash)
	if err != nil {
		return Inbound{}, fmt.Errorf("notification that came before: %w", err)
	}
	if before.State != InboundRejected {
		before.State, before.Reason = InboundDuplicate, ""
	}
	return before, nil
}

// RunInbox reads and applies every message that is due, and says how many. One
// that a fault of ours keeps from being applied stays queued and is tried again
// when its lease has passed, and given up after five tries; the others go on.
func (s *Service) RunInbox(ctx context.Context, read NotificationReader) (int, error) {
	done := 0
	var faults []error
	for {
		var claimed []Inbound
		err := s.store.InTx(ctx, func(tx Tx) (err error) {
			claimed, err = tx.ClaimInbounds(ctx, s.now(), inboxLease, inboxBatch)
			return err
		})
		if err != nil {
			return done, errors.Join(append(faults, fmt.Errorf("claim notifications: %w", err))...)
		}
		for _, in := range claimed {
			if err := s.settleClaimed(ctx, in, read); err != nil {
				faults = append(faults, fmt.Errorf("notification %s of %s: %w", in.ID, in.Account, err))
				continue
			}
			done++
		}
		if len(claimed) < inboxBatch {
			return done, errors.Join(faults...)
		}
	}
}

// Inbound is one message, without its body. ErrNotFound.
func (s *Service) Inbound(ctx context.Context, k Key) (Inbound, error) {
	in, err := s.store.Inbound(ctx, k)
	if err != nil {
		return Inbound{}, fmt.Errorf("notification %s: %w", k.ID, err)
	}
	return in, nil
}

// Inbounds lists an account's messages, newest first; "" all states.
func (s *Service) Inbounds(ctx context.Context, account string, state InboundState, limit int) ([]Inbound, error) {
	if _, err := s.store.Account(ctx, account); err != nil {
		return nil, fmt.Errorf("account %s: %w", account, err)
	}
	list, err := s.store.Inbounds(ctx, account, state, limit)
	if err != nil {
		return nil, fmt.Errorf("notifications of %s: %w", account, err)
	}
	return list, nil
}

// InboundBody is what a message said, word for word. It holds customers' data
// and the issuer's own links, so the trail says who looked. ErrNotFound.
func (s *Service) InboundBody(ctx context.Context, by Actor, k Key) ([]byte, error) {
	in, err := s.Inbound(ctx, k)
	if err != nil {
		return nil, err
	}
	place := in.place()
	place.Sealed = in.Sealed
	body, err := s.vault.Open(place)
	if err != nil {
		return nil, err
	}
	return body, s.store.InTx(ctx, func(tx Tx) error {
		return s.RecordIn(ctx, tx, Entry{Account: k.Account, Actor: string(by), Act: "notification.read", Kind: "notification", Object: k.ID})
	})
}

// RetryInbound queues a message again that was settled: after a newer release
// that understands it, or once its documents may be fetched. What it says is
// applied by the same rules as the first time. False: it is queued already.
// ErrNotFound.
func (s *Service) RetryInbound(ctx context.Context, by Actor, k Key) (queued bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.Inbound(ctx, k); err != nil {
			return fmt.Errorf("notification %s: %w", k.ID, err)
		}
		if queued, err = tx.RequeueInbound(ctx, k, s.now()); err != nil || !queued {
			return err
		}
		return s.RecordIn(ctx, tx, Entry{Account: k.Account, Actor: string(by), Act: "notification.retried", Kind: "notification", Object: k.ID})
	})
	return queued, err
}
