package auth

import (
	"errors"
	"strings"
	"testing"
)

const phrase = "violet kettle under nine bridges"

func TestPasswordIsFoundAgainAndNothingElseIs(t *testing.T) {
	hash := HashPassword(phrase)
	for _, tt := range []struct {
		password string
		want     bool
	}{
		{phrase, true},
		{phrase + " ", false},
		{strings.ToUpper(phrase), false},
		{"", false},
	} {
		ok, stale, err := VerifyPassword(hash, tt.password)
		if ok != tt.want || stale || err != nil {
			t.Errorf("%q: ok %v, stale %v, %v; want ok %v", tt.password, ok, stale, err, tt.want)
		}
	}
}

func TestTheSamePasswordIsHashedDifferentlyEachTime(t *testing.T) {
	first, second := HashPassword(phrase), HashPassword(phrase)
	if first == second {
		t.Error("two hashes are equal: no salt")
	}
}

func TestKeyboardsMayComposeLettersDifferently(t *testing.T) {
	ok, _, err := VerifyPassword(HashPassword("caf\u00e9 on the corner"), "cafe\u0301 on the corner")
	if !ok || err != nil {
		t.Errorf("ok %v, %v", ok, err)
	}
}

func TestHashOfAnotherCostIsVerifiedAndStale(t *testing.T) {
	// The argon2 reference implementation's own test vector, v=19, for "password" and "somesalt".
	const old = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	ok, stale, err := VerifyPassword(old, "password")
	if !ok || !stale || err != nil {
		t.Errorf("ok %v, stale %v, %v", ok, stale, err)
	}
}

func TestUnreadableOrRuinousHashesAreErrors(t *testing.T) {
	for _, hash := range []string{
		"", "secret", "$2y$10$abc",
		"$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
	} {
		if ok, _, err := VerifyPassword(hash, "password"); ok || !errors.Is(err, errHash) {
			t.Errorf("%q: ok %v, %v", hash, ok, err)
		}
	}
}

func TestDummyCostsWhatARealHashCosts(t *testing.T) {
	c, salt, sum, err := parsePHC(dummy)
	if err != nil || c != current || len(salt) != saltLen || len(sum) != sumLen {
		t.Errorf("cost %+v, salt %d, sum %d, %v", c, len(salt), len(sum), err)
	}
}

func TestPasswordPolicy(t *testing.T) {
	for _, tt := range []struct {
		password string
		good     bool
	}{
		{phrase, true},
		{"wherethereareweasels", true},
		{"kJ8-2mQz!vL5#pXw", true},
		{"ответственность два", true},
		{"電池 正しい 馬 ホチキス クリップ 海", true},
		{"!~%&/()=?*+#-_.:,;<>", true},
		{"fourteen chars", false},
		{strings.Repeat("ab c", 33), false},
		{"aaaaaaaaaaaaaaaaaaaa", false},
		{"12345678901234567890", false},
		{"qwertyuiopasdfghjkl", false},
		{"abcdefghijklmnopqrst", false},
		{"monkey monkey monkey", false},
		{"SunshineSunshine", false},
		{"...............", false},
		{"Correct Horse Battery Staple", false},
		{"this-is-my-password!", false},
		{"margarethe acme 1234", false}, // her name, the domain, a row
		{"bad \xff text, long enough", false},
	} {
		err := CheckPassword(tt.password, "margarethe@acme.example", "Margarethe Olsen")
		if (err == nil) != tt.good {
			t.Errorf("%q: %v, want good %v", tt.password, err, tt.good)
		}
		var policy PolicyError
		if err != nil && !errors.As(err, &policy) {
			t.Errorf("%q: %T is no PolicyError", tt.password, err)
		}
	}
}

func TestWellKnownPasswordsAreWrittenAsTheyAreCompared(t *testing.T) {
	for line := range strings.Lines(wellKnown) {
		word := strings.TrimSpace(line)
		if word == "" || simplify(word) != word || len(word) < MinPassword-2 {
			t.Errorf("%q can never match", word)
		}
	}
}
