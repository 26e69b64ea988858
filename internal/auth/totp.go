package auth

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"image/png"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The acts about authenticator apps. The object is the admin's id.
const (
	ActAppOn  = "admin.authenticator-on"
	ActAppOff = "admin.authenticator-off"
)

// ErrSecondOn: an authenticator app is switched on already.
var ErrSecondOn = errors.New("an authenticator is on already")

// What apps take for granted, and we write out (RFC 6238 and the key URI format
// of Google Authenticator): SHA-1, six digits, 30 seconds.
const (
	totpPeriod = 30 // seconds
	totpSkew   = 1  // steps that a phone's clock may be off
	totpBytes  = 20 // of the secret, as long as SHA-1's sum
)

// Enrolment is a secret that an app is to take in.
type Enrolment struct {
	Secret string // base32, for typing
	uri    string
}

// QR is the enrolment as a PNG of so many pixels on each side, to be shown to
// its owner alone.
func (e Enrolment) QR(pixels int) ([]byte, error) {
	key, err := otp.NewKeyFromURL(e.uri)
	if err != nil {
		return nil, fmt.Errorf("key of an authenticator: %w", err)
	}
	drawn, err := key.Image(pixels, pixels)
	if err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, drawn); err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	return b.Bytes(), nil
}

// Enrol makes the secret that a person's app is to take in. It is worth nothing
// until it is switched on; see Confirm. ErrSecondOn: one is on.
func (a *Auth) Enrol(ctx context.Context, adminID string) error {
	secret := make([]byte, totpBytes)
	rand.Read(secret) // never fails; see crypto/rand
	t := portal.TOTP{AdminID: adminID, CreatedAt: a.now()}
	t.Sealed = a.vault.Seal(portal.TOTPSecret(adminID, nil), secret).Sealed
	err := a.store.InTx(ctx, func(tx portal.Tx) error {
		won, err := tx.OfferTOTP(ctx, t)
		if err == nil && !won {
			err = ErrSecondOn
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("offering authenticator: %w", err)
	}
	return nil
}

// Enrolled returns what Enrol made, for its owner to see. issuer is how the app
// calls us. portal.ErrNotFound: nothing was made; ErrSecondOn: it is on, and not
// shown any more.
func (a *Auth) Enrolled(ctx context.Context, admin portal.Admin, issuer string) (Enrolment, error) {
	t, err := a.store.TOTP(ctx, admin.ID)
	if err != nil {
		return Enrolment{}, fmt.Errorf("looking up authenticator: %w", err)
	}
	if !t.ConfirmedAt.IsZero() {
		return Enrolment{}, ErrSecondOn
	}
	secret, err := a.vault.Open(portal.TOTPSecret(admin.ID, t.Sealed))
	if err != nil {
		return Enrolment{}, err
	}
	typed := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	values := url.Values{"secret": {typed}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	uri := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + admin.Email, RawQuery: values.Encode()}
	return Enrolment{Secret: typed, uri: uri.String()}, nil
}

// Confirm switches an authenticator on, if the code is one of its own, and
// returns the recovery codes that go with it, which are shown this once.
// Errors: ErrRefused, ErrSecondOn, ThrottledError, and those of the store.
func (a *Auth) Confirm(ctx context.Context, admin portal.Admin, code, network string) ([]string, error) {
	if err := a.takeCode(ctx, admin.ID, network); err != nil {
		return nil, err
	}
	t, err := a.store.TOTP(ctx, admin.ID)
	if errors.Is(err, portal.ErrNotFound) {
		return nil, ErrRefused
	}
	if err != nil {
		return nil, fmt.Errorf("looking up authenticator: %w", err)
	}
	if !t.ConfirmedAt.IsZero() {
		return nil, ErrSecondOn
	}
	step, err := a.step(t, code)
	if err != nil {
		return nil, err
	}
	codes, rows := a.newRecovery(admin.ID)
	err = a.store.InTx(ctx, func(tx portal.Tx) error {
		won, err := tx.ConfirmTOTP(ctx, t, step, a.now())
		if err != nil {
			return err
		}
		if !won {
			return ErrSecondOn
		}
		if err := replaceCodes(ctx, tx, admin.ID, portal.CodeRecovery, rows); err != nil {
			return err
		}
		return a.note(ctx, tx, ActAppOn, admin.ID, "{}")
	})
	if err != nil {
		return nil, fmt.Errorf("switching authenticator on: %w", err)
	}
	a.forgiveCode(ctx, admin.ID)
	return codes, nil
}

// step is the step that a code is of, of the few that count at now; ErrRefused
// if it is of none. Whether it was used before is for the store to say.
func (a *Auth) step(t portal.TOTP, code string) (int64, error) {
	secret, err := a.vault.Open(portal.TOTPSecret(t.AdminID, t.Sealed))
	if err != nil {
		return 0, err
	}
	typed, found := digitsOf(code), int64(-1)
	now := a.now().Unix() / totpPeriod
	for step := now - totpSkew; step <= now+totpSkew; step++ {
		want, err := codeAt(secret, step)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 {
			found = step
		}
	}
	if found < 0 {
		return 0, ErrRefused
	}
	return found, nil
}

func codeAt(secret []byte, step int64) (string, error) {
	code, err := hotp.GenerateCodeCustom(base32.StdEncoding.EncodeToString(secret), uint64(step),
		hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return "", fmt.Errorf("code of an authenticator: %w", err)
	}
	return code, nil
}

// digitsOf takes the spaces out that people type as their app shows the code.
func digitsOf(code string) string { return strings.Join(strings.Fields(code), "") }

// DropApp takes a person's authenticator and recovery codes away, at the wish
// of actor, and says whether there was one.
func (a *Auth) DropApp(ctx context.Context, actor, adminID string) (had bool, err error) {
	err = a.store.InTx(ctx, func(tx portal.Tx) error {
		if had, err = tx.DropTOTP(ctx, adminID); err != nil || !had {
			return err
		}
		if err := tx.DropCodes(ctx, adminID, portal.CodeRecovery); err != nil {
			return err
		}
		return a.noteAs(ctx, tx, actor, ActAppOff, adminID, "{}")
	})
	if err != nil {
		return false, fmt.Errorf("taking authenticator away: %w", err)
	}
	return had, nil
}

// App says since when a person has an authenticator; zero: they have none.
func (a *Auth) App(ctx context.Context, adminID string) (time.Time, error) {
	t, err := a.store.TOTP(ctx, adminID)
	if errors.Is(err, portal.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("looking up authenticator: %w", err)
	}
	return t.ConfirmedAt, nil
}
