package portal

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// TemplateCode is the mail that carries a step-up code.
const TemplateCode = "code"

// The step-up code: six digits, ten minutes, five tries.
const (
	CodeLife  = 10 * time.Minute
	codeTries = 5

	// maxCodes is how many codes are mailed about one object within codeSpan:
	// whoever has its link shall neither flood its owner nor try codes for long.
	maxCodes = 10
	codeSpan = time.Hour
)

// ErrNoCode means that no code can be mailed: there is no address on file.
var ErrNoCode = errors.New("there is nobody to send a code to")

// ErrTooManyCodes means that no code is mailed for an hour: too many were asked
// for.
var ErrTooManyCodes = errors.New("too many codes were asked for")

// StartChallenge mails a code to the address on file of what a link opens, and
// returns the challenge's id for the page to carry. It counts for this link in
// this browser only. Errors: ErrNoCode, ErrTooManyCodes.
func (s *Service) StartChallenge(ctx context.Context, g link.Grant, browser string) (id string, err error) {
	if err := g.For(g.Kind()); err != nil {
		return "", err
	}
	o, err := s.describe(ctx, objectOf(g))
	if err != nil {
		return "", err
	}
	if o.Email == "" {
		return "", ErrNoCode
	}
	id = NewID("chl")
	k := s.vault.current
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := s.moreCodes(ctx, tx, o.key); err != nil {
			return err
		}
		now := s.now()
		c := Challenge{ID: id, Account: g.Account(), Link: k.bound(g, browser), CreatedAt: now, ExpiresAt: now.Add(CodeLife)}
		code := k.codeOf(c.ID)
		c.CodeHash = k.hashCode(c.ID, code)
		if err := tx.AddChallenge(ctx, c); err != nil {
			return fmt.Errorf("add challenge: %w", err)
		}
		m := Message{
			ID: NewID("msg"), Account: g.Account(), Template: TemplateCode, To: o.Email, Object: o.key, Start: g.Start(), End: g.End(),
			Data: facts(map[string]any{"challenge": c.ID}), State: Queued, NextAt: now, CreatedAt: now,
		}
		if err := tx.AddMessage(ctx, m); err != nil {
			return fmt.Errorf("queue code: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: g.Account(), Actor: string(ByCustomer), Act: "code.sent", Kind: string(o.key.Kind), Object: o.key.ID,
		})
	})
	return id, err
}

// moreCodes says whether a code may be mailed about an object: nil, or
// ErrTooManyCodes.
func (s *Service) moreCodes(ctx context.Context, tx Tx, k ObjectKey) error {
	if err := s.inOrder(ctx, tx, k.Account); err != nil {
		return err
	}
	mails, err := tx.Messages(ctx, k, historyLength)
	if err != nil {
		return fmt.Errorf("mails of an object: %w", err)
	}
	since, codes := s.now().Add(-codeSpan), 0
	for _, m := range mails {
		if m.Template == TemplateCode && m.CreatedAt.After(since) {
			codes++
		}
	}
	if codes >= maxCodes {
		return ErrTooManyCodes
	}
	return nil
}

// codeOf derives a challenge's six digits, so that the queue of mails holds no
// code: only who has the master key can make it.
func (k *masterKey) codeOf(id string) string {
	mac := hmac.New(sha256.New, k.codes)
	mac.Write([]byte("code\n" + id))
	n := new(big.Int).SetBytes(mac.Sum(nil))
	return fmt.Sprintf("%06d", n.Mod(n, big.NewInt(1_000_000)).Int64())
}

func (k *masterKey) hashCode(id, code string) []byte {
	mac := hmac.New(sha256.New, k.codes)
	mac.Write([]byte("hash\n" + id + "\n" + code))
	return mac.Sum(nil)
}

// bound names a link to one page in one browser. The link's name alone would
// not: v1 links to several kinds of page share it, and what stands there may
// belong to people with other addresses.
func (k *masterKey) bound(g link.Grant, browser string) string {
	mac := hmac.New(sha256.New, k.codes)
	mac.Write([]byte("bound\n" + string(g.Kind()) + "\n" + g.PathID() + "\n" + g.ID() + "\n" + browser))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// boundBy returns the master key under which a challenge was bound to this link
// in this browser; nil: it is another's.
func (v *Vault) boundBy(c Challenge, g link.Grant, browser string) *masterKey {
	for _, k := range v.masters() {
		if hmac.Equal([]byte(c.Link), []byte(k.bound(g, browser))) {
			return k
		}
	}
	return nil
}

// openCode is the code of a mail, under the master key that its challenge waits
// for: whoever mails it may have another one in force than who made it.
func (s *Service) openCode(ctx context.Context, m Message) (string, error) {
	var data struct {
		Challenge string `json:"challenge"`
	}
	if err := json.Unmarshal([]byte(m.Data), &data); err != nil {
		return "", fmt.Errorf("mail with a code: %w", err)
	}
	c, err := s.store.Challenge(ctx, data.Challenge)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return "", fmt.Errorf("mail with a code: %w", err)
	}
	for _, k := range s.vault.others {
		code := k.codeOf(data.Challenge)
		if hmac.Equal(c.CodeHash, k.hashCode(data.Challenge, code)) {
			return code, nil
		}
	}
	return s.vault.current.codeOf(data.Challenge), nil
}

// CodeVerdict is what became of a code that somebody typed.
type CodeVerdict int

// The verdicts.
const (
	CodeRight   CodeVerdict = iota
	CodeWrong               // and it can be tried again
	CodeTooOld              // or unknown: a new one is needed
	CodeTooMany             // all tries are used up
)

// AnswerChallenge counts one try of a code. The right one passes once.
func (s *Service) AnswerChallenge(ctx context.Context, g link.Grant, id, code, browser string) (CodeVerdict, error) {
	verdict := CodeTooOld
	err := s.store.InTx(ctx, func(tx Tx) error {
		verdict = CodeTooOld
		c, ok, err := tx.TryChallenge(ctx, id, codeTries, s.now())
		if err != nil {
			return fmt.Errorf("try challenge: %w", err)
		}
		if !ok {
			return s.usedUp(ctx, tx, g, id, browser, &verdict)
		}
		k := s.vault.boundBy(c, g, browser)
		if c.Account != g.Account() || k == nil {
			return nil
		}
		if !hmac.Equal(c.CodeHash, k.hashCode(id, code)) {
			verdict = CodeWrong
			return nil
		}
		won, err := tx.PassChallenge(ctx, id, s.now())
		if won {
			verdict = CodeRight
		}
		return err
	})
	return verdict, err
}

// usedUp tells a challenge that was tried too often from one that is too old.
func (s *Service) usedUp(ctx context.Context, tx Tx, g link.Grant, id, browser string, verdict *CodeVerdict) error {
	c, err := tx.Challenge(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("challenge: %w", err)
	}
	if s.vault.boundBy(c, g, browser) != nil && c.Tries >= codeTries && s.now().Before(c.ExpiresAt) {
		*verdict = CodeTooMany
	}
	return nil
}

// Passed reports whether a challenge was passed for this link in this browser
// and still counts.
func (s *Service) Passed(ctx context.Context, g link.Grant, id, browser string) (bool, error) {
	c, err := s.store.Challenge(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("challenge: %w", err)
	}
	return c.Account == g.Account() && s.vault.boundBy(c, g, browser) != nil && !c.PassedAt.IsZero() && s.now().Before(c.ExpiresAt.Add(CodeLife)), nil
}

// newKey makes an API key with its prefix and its hash.
func newKey(prefix string) (key string, hash []byte) {
	key = prefix + rand.Text() + rand.Text()
	return key, KeyHash(key)
}

// KeyHash is how API keys are kept: they are random, so a plain SHA-256 does.
func KeyHash(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}
