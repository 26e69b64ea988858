package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ByBiller is the billing system, where it told us something by itself.
const ByBiller Actor = "billing-system"

// Limits of the worker. A message whose worker died is taken again when the
// lease has passed.
const (
	inboxBatch = 20
	inboxLease = 2 * time.Minute
)

// ReceiveNotification keeps a message of the billing system as it came, sealed,
// before anybody reads it. A body that the account has had already makes
// nothing: State is then InboundDuplicate and there is no ID. ErrNotFound: no
// such account.
func (s *Service) ReceiveNotification(ctx context.Context, account, contentType string, body []byte) (Inbound, error) {
	in := Inbound{
		Account: account, ID: NewID("inb"), Type: contentType, Hash: hashOf(body), State: InboundQueued,
		NextAt: s.now(), ReceivedAt: s.now(),
	}
	in.Sealed = s.vault.Seal(in.place(), body).Sealed
	err := s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.Account(ctx, account); err != nil {
			return fmt.Errorf("account %s: %w", account, err)
		}
		return tx.AddInbound(ctx, in)
	})
	if errors.Is(err, ErrExists) {
		return Inbound{Account: account, Type: contentType, Hash: in.Hash, State: InboundDuplicate}, nil
	}
	if err != nil {
		return Inbound{}, fmt.Errorf("keep a notification: %w", err)
	}
	return in, nil
}

// place is the row that the body is sealed for.
func (in Inbound) place() Secret { return Secret{Account: in.Account, Kind: "inbound", ID: in.ID} }

// TakeNotification is ReceiveNotification followed by what the worker does, for
// whoever waits for the verdict.
func (s *Service) TakeNotification(
	ctx context.Context, by Actor, account, contentType string, body []byte, read NotificationReader,
) (Inbound, error) {
	in, err := s.ReceiveNotification(ctx, account, contentType, body)
	if err != nil || in.State != InboundQueued {
		return in, err
	}
	return s.settleInbound(ctx, by, in, read)
}

// RunInbox reads and applies every message that is due, and says how many. One
// that a fault of ours keeps from being applied stays queued and is tried again
// when its lease has passed; the others go on.
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
			if _, err := s.settleInbound(ctx, ByBiller, in, read); err != nil {
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

// errSettled rolls back what was done about a message that somebody else
// settled meanwhile.
var errSettled = errors.New("settled meanwhile")

// settleInbound reads a message and applies it, with its verdict and an audit
// entry, in one transaction.
func (s *Service) settleInbound(ctx context.Context, by Actor, in Inbound, read NotificationReader) (Inbound, error) {
	body, err := s.vault.Open(Secret{Account: in.Account, Kind: "inbound", ID: in.ID, Sealed: in.Sealed})
	if err != nil {
		return in, err
	}
	all, refusal := read(body)
	settled := in
	err = s.store.InTx(ctx, func(tx Tx) error {
		settled = in
		v := verdictOn{}
		if refusal != nil {
			v.reject(refusal)
		} else if err := s.applyAll(ctx, tx, by, in, all, &v); err != nil {
			return err
		}
		settled.State, settled.Reason = v.state(), v.reason()
		settled.Kind, settled.DoneAt = kindOfAll(all), s.now()
		won, err := tx.FinishInbound(ctx, settled)
		if err != nil {
			return fmt.Errorf("finish notification: %w", err)
		}
		if !won {
			return errSettled
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: in.Account, Actor: string(by), Act: "notification." + string(settled.State), Kind: "notification", Object: in.ID,
			Data: facts(map[string]any{"kind": settled.Kind}),
		})
	})
	if errors.Is(err, errSettled) {
		return s.Inbound(ctx, Key{in.Account, in.ID})
	}
	return settled, err
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
