package auth_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"image/png"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// app is a phone with an authenticator that took a secret in.
type app struct {
	*desk
	t      *testing.T
	secret string
}

// enrolled gives ann an authenticator and returns it with her recovery codes.
func (d *desk) enrolled(t *testing.T) (app, []string) {
	t.Helper()
	e := d.enrol(t)
	phone := app{d, t, e.Secret}
	codes, err := d.Confirm(t.Context(), ann(), phone.code(0), home)
	if err != nil {
		t.Fatal(err)
	}
	return phone, codes
}

// enrol makes ann a secret and returns it.
func (d *desk) enrol(t *testing.T) auth.Enrolment {
	t.Helper()
	if err := d.Enrol(t.Context(), "adm_ann"); err != nil {
		t.Fatal(err)
	}
	e, err := d.Enrolled(t.Context(), ann(), "Latchkey")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// code is what the phone shows, some steps from now.
func (p app) code(steps int) string {
	p.t.Helper()
	code, err := totp.GenerateCode(p.secret, p.now.Add(time.Duration(steps)*30*time.Second))
	if err != nil {
		p.t.Fatal(err)
	}
	return code
}

func (p app) wants(code string, want error) {
	p.t.Helper()
	how, err := p.CheckSecond(p.t.Context(), ann(), code, home)
	if !errors.Is(err, want) || err == nil && how != auth.ByApp {
		p.t.Errorf("code %s: %q %v, want %v", code, how, err, want)
	}
}

func TestACodeOfAnAppCountsOnceAndOneStepOffAtMost(t *testing.T) {
	d := newDesk(t, ann())
	phone, _ := d.enrolled(t)
	phone.wants(phone.code(0), auth.ErrRefused) // it switched the app on
	phone.wants(phone.code(-1), auth.ErrRefused)
	phone.wants(phone.code(1)[:3]+" "+phone.code(1)[3:], nil) // as apps show it
	phone.wants(phone.code(1), auth.ErrRefused)
	d.now = d.now.Add(10 * time.Minute)
	phone.wants(phone.code(2), auth.ErrRefused)
	phone.wants(phone.code(-2), auth.ErrRefused)
	phone.wants(phone.code(-1), nil)
	phone.wants(phone.code(-1), auth.ErrRefused)
	phone.wants(phone.code(0), nil)
}

func TestOfManyThatUseACodeAtOnceOneComesIn(t *testing.T) {
	d := newDesk(t, ann())
	phone, _ := d.enrolled(t)
	code := phone.code(1)
	var in sync.WaitGroup
	won := make([]bool, 4)
	for i := range won {
		in.Go(func() {
			_, err := d.CheckSecond(t.Context(), ann(), code, home)
			won[i] = err == nil
		})
	}
	in.Wait()
	if n := len(slices.DeleteFunc(won, func(w bool) bool { return !w })); n != 1 {
		t.Errorf("%d came in", n)
	}
}

func TestAnAppCountsOnlyFromItsFirstCodeOn(t *testing.T) {
	d := newDesk(t, ann())
	if _, err := d.Enrolled(t.Context(), ann(), "Latchkey"); !errors.Is(err, portal.ErrNotFound) {
		t.Errorf("nothing was made: %v", err)
	}
	e := d.enrol(t)
	phone := app{d, t, e.Secret}
	phone.wants(phone.code(0), auth.ErrRefused)
	if again, err := d.Enrolled(t.Context(), ann(), "Latchkey"); err != nil || again.Secret != e.Secret {
		t.Errorf("a reload shows another secret: %v", err)
	}
	if _, err := d.Confirm(t.Context(), ann(), "000000", home); !errors.Is(err, auth.ErrRefused) {
		t.Errorf("wrong code: %v", err)
	}
	if since, err := d.App(t.Context(), "adm_ann"); err != nil || !since.IsZero() {
		t.Errorf("on since %v, %v", since, err)
	}
	if _, err := d.Confirm(t.Context(), ann(), phone.code(0), home); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Enrolled(t.Context(), ann(), "Latchkey"); !errors.Is(err, auth.ErrSecondOn) {
		t.Errorf("the secret is shown a second time: %v", err)
	}
	if err := d.Enrol(t.Context(), "adm_ann"); !errors.Is(err, auth.ErrSecondOn) {
		t.Errorf("another secret takes its place: %v", err)
	}
	if had, err := d.DropApp(t.Context(), "cli", "adm_ann"); err != nil || !had {
		t.Error(had, err)
	}
	phone.wants(phone.code(1), auth.ErrRefused)
	if d.enrol(t).Secret == e.Secret {
		t.Error("the old secret comes back")
	}
}

func TestTheSecretIsSealedAndTheImageHoldsIt(t *testing.T) {
	d := newDesk(t, ann())
	e := d.enrol(t)
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(e.Secret)
	if err != nil || len(secret) != 20 {
		t.Fatal(len(secret), err)
	}
	kept, err := d.store.TOTP(t.Context(), "adm_ann")
	if err != nil || bytes.Contains(kept.Sealed, secret) || bytes.Contains(kept.Sealed, []byte(e.Secret)) {
		t.Errorf("kept %x, %v", kept.Sealed, err)
	}
	if _, err := d.vault.Open(portal.TOTPSecret("adm_bob", kept.Sealed)); err == nil {
		t.Error("the row opens for somebody else")
	}
	picture, err := e.QR(200)
	if err != nil {
		t.Fatal(err)
	}
	if drawn, err := png.Decode(bytes.NewReader(picture)); err != nil || drawn.Bounds().Dx() != 200 {
		t.Error(err)
	}
}

func TestARecoveryCodeCountsOnceAndANewSetEndsTheOld(t *testing.T) {
	d := newDesk(t, ann())
	_, codes := d.enrolled(t)
	if len(codes) != 10 || len(strings.ReplaceAll(codes[0], "-", ""))*5 < 112 {
		t.Fatalf("codes %q", codes)
	}
	use := func(code string, want error) {
		t.Helper()
		how, err := d.CheckSecond(t.Context(), ann(), code, home)
		if !errors.Is(err, want) || err == nil && how != auth.ByRecovery {
			t.Errorf("%q: %q, %v, want %v", code, how, err, want)
		}
	}
	use(strings.ToUpper(strings.ReplaceAll(codes[3], "-", " ")), nil)
	use(codes[3], auth.ErrRefused)
	use(codes[4], nil)
	fresh, err := d.NewRecovery(t.Context(), "adm_ann")
	if err != nil {
		t.Fatal(err)
	}
	use(codes[5], auth.ErrRefused)
	use(fresh[0], nil)
	if _, err := d.DropApp(t.Context(), "cli", "adm_ann"); err != nil {
		t.Fatal(err)
	}
	use(fresh[1], auth.ErrRefused)
	for _, act := range d.acts {
		for _, code := range slices.Concat(codes, fresh) {
			if strings.Contains(act, code) {
				t.Errorf("the trail holds a code: %s", act)
			}
		}
	}
}

// An attacker who knows the password guesses codes from ever new networks for a
// day.
func TestCodesCannotBeGuessedFromManyNetworks(t *testing.T) {
	d := newDesk(t, ann())
	d.enrolled(t)
	tries, end := 0, d.now.Add(24*time.Hour)
	for d.now.Before(end) {
		_, err := d.CheckSecond(t.Context(), ann(), "000000", rand.Text())
		var slow auth.ThrottledError
		switch {
		case errors.As(err, &slow):
			d.now = d.now.Add(max(slow.RetryAfter, time.Second))
		case errors.Is(err, auth.ErrRefused):
			tries++
		default:
			t.Fatal(err)
		}
	}
	if tries < 50 || tries > 110 {
		t.Errorf("%d tries in a day", tries)
	}
}

func TestAHalfSessionOpensNothing(t *testing.T) {
	d := newDesk(t, ann())
	half, err := d.OpenHalf(t.Context(), ann(), auth.Browser{Network: home}, "")
	if err != nil {
		t.Fatal(err)
	}
	d.wantOpen(t, half, false)
	a, s, err := d.CheckHalf(t.Context(), half)
	if err != nil || a.ID != "adm_ann" || d.IsFresh(s) {
		t.Errorf("%+v %+v %v", a, s, err)
	}
	if _, _, err := d.Prove(t.Context(), s, auth.ByPassword); !errors.Is(err, auth.ErrNoSession) {
		t.Errorf("a half session proves itself whole: %v", err)
	}
	half, err = d.OpenHalf(t.Context(), ann(), auth.Browser{Network: home}, half)
	if err != nil {
		t.Fatal(err)
	}
	whole := d.open(t, half)
	d.wantOpen(t, whole, true)
	if _, _, err := d.CheckHalf(t.Context(), half); !errors.Is(err, auth.ErrNoSession) {
		t.Errorf("the half session is still there: %v", err)
	}
	if _, _, err := d.CheckHalf(t.Context(), whole); !errors.Is(err, auth.ErrNoSession) {
		t.Errorf("a whole session is taken for a half one: %v", err)
	}
	half, err = d.OpenHalf(t.Context(), ann(), auth.Browser{}, "")
	if err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(10 * time.Minute)
	if _, _, err := d.CheckHalf(t.Context(), half); !errors.Is(err, auth.ErrNoSession) {
		t.Errorf("a half session waits on: %v", err)
	}
}

func TestAProofMakesASessionFreshUnderANewID(t *testing.T) {
	d := newDesk(t, ann())
	id := d.open(t, "")
	_, s, err := d.Check(t.Context(), id)
	if err != nil || !d.IsFresh(s) {
		t.Fatalf("just signed in: %+v %v", s, err)
	}
	begun := d.now
	d.now = d.now.Add(auth.Fresh)
	if d.IsFresh(s) {
		t.Error("a proof lasts on")
	}
	next, proven, err := d.Prove(t.Context(), s, auth.ByPassword)
	if err != nil || next == id || !d.IsFresh(proven) || !proven.CreatedAt.Equal(begun) {
		t.Fatalf("%+v %v", proven, err)
	}
	d.wantOpen(t, id, false)
	d.wantOpen(t, next, true)
	if _, _, err := d.Prove(t.Context(), s, auth.ByPassword); !errors.Is(err, auth.ErrNoSession) {
		t.Errorf("the old session is renewed again: %v", err)
	}
	if want := `admin:adm_ann admin.proven adm_ann {"how":"password","network":"192.0.2.0/24"}`; !slices.Contains(d.acts, want) {
		t.Errorf("trail %q", d.acts)
	}
	for d.now.Before(begun.Add(auth.Absolute - time.Minute)) {
		d.now = d.now.Add(20 * time.Minute)
		if _, proven, err = d.Check(t.Context(), next); err != nil {
			break
		}
		if next, proven, err = d.Prove(t.Context(), proven, auth.ByPassword); err != nil {
			t.Fatal(err)
		}
	}
	if age := d.now.Sub(begun); age < auth.Absolute {
		t.Errorf("ended after %v", age)
	}
	d.wantOpen(t, next, false) // proofs do not make it live on
}

func TestAChangeOfTheOwnPasswordGoesOnOnlyWithAnOpenSession(t *testing.T) {
	d := newDesk(t, ann())
	id, other := d.open(t, ""), d.open(t, "")
	_, s, err := d.Check(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	begun := d.now
	d.now = d.now.Add(time.Minute)
	next, err := d.ChangePassword(t.Context(), s, "seven umbrellas in the harbour")
	if err != nil {
		t.Fatal(err)
	}
	d.wantOpen(t, id, false)
	d.wantOpen(t, other, false)
	_, s, err = d.Check(t.Context(), next)
	if err != nil || !s.CreatedAt.Equal(begun) || !s.ProvenAt.Equal(begun) {
		t.Fatalf("%+v %v", s, err)
	}
	if _, err := d.EndAll(t.Context(), "cli", "adm_ann"); err != nil { // somebody ends them meanwhile
		t.Fatal(err)
	}
	if again, err := d.ChangePassword(t.Context(), s, "eight umbrellas in the harbour"); !errors.Is(err, auth.ErrNoSession) {
		t.Errorf("a session that was ended goes on as %q: %v", again, err)
	}
	if open, err := d.Sessions(t.Context(), "adm_ann"); err != nil || len(open) != 0 {
		t.Errorf("%d are open, %v", len(open), err)
	}
	if _, err := d.SignIn(t.Context(), ann().Email, "seven umbrellas in the harbour", home); err != nil {
		t.Errorf("the password was changed from a session that was ended: %v", err)
	}
}

func TestTheOwnPasswordIsAskedWithinTheThrottle(t *testing.T) {
	d := newDesk(t, ann())
	if err := d.VerifyOwn(t.Context(), ann(), password, home); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := d.VerifyOwn(t.Context(), ann(), "wrong", home); !errors.Is(err, auth.ErrRefused) {
			t.Fatal(err)
		}
	}
	var slow auth.ThrottledError
	if err := d.VerifyOwn(t.Context(), ann(), password, home); !errors.As(err, &slow) {
		t.Errorf("a sixth try: %v", err)
	}
	if err := d.VerifyOwn(t.Context(), portal.Admin{ID: "adm_new", Email: "new@acme.example"}, "", "198.51.100.0/24"); !errors.Is(err, auth.ErrRefused) {
		t.Errorf("no password set: %v", err)
	}
}
