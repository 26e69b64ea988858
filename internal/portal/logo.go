package portal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
)

// Logo is a picture that stands in place of an account's initial: PNG, made by
// us of what was uploaded. Its bytes are kept under their hash, which is also
// their address.
type Logo struct {
	Hash   string `json:"hash"`  // 64 hex digits
	Width  int    `json:"width"` // pixels
	Height int    `json:"height"`
}

// Ground says on which pages a logo stands.
type Ground string

// The grounds.
const (
	OnLight Ground = "light" // on all pages where there is none for dark ones
	OnDark  Ground = "dark"
)

var logoHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// logoOn is where an account keeps its logo for a ground.
func (a *Account) logoOn(g Ground) **Logo {
	if g == OnDark {
		return &a.Brand.LogoDark
	}
	return &a.Brand.Logo
}

// SetLogo gives an account a logo, or takes it away where png is empty. seen is
// the etag of SectionBrand as the form was made. ErrStale: it changed meanwhile.
func (s *Service) SetLogo(ctx context.Context, by Actor, account, seen string, g Ground, png []byte, width, height int) error {
	var logo *Logo
	if len(png) > 0 {
		sum := sha256.Sum256(png)
		logo = &Logo{Hash: hex.EncodeToString(sum[:]), Width: width, Height: height}
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		a, err := s.seenAccount(ctx, tx, account, SectionBrand, seen)
		if err != nil {
			return err
		}
		old := *a.logoOn(g)
		a, err = s.replaceAccount(ctx, tx, by, a, func(a *Account) { *a.logoOn(g) = logo })
		if err != nil {
			return err
		}
		if old != nil && !a.shows(old.Hash) {
			if err := tx.DropLogo(ctx, account, old.Hash); err != nil {
				return fmt.Errorf("drop logo: %w", err)
			}
		}
		if logo == nil {
			return nil
		}
		if err := tx.PutLogo(ctx, account, logo.Hash, png, s.now()); err != nil {
			return fmt.Errorf("keep logo: %w", err)
		}
		return nil
	})
}

// shows reports whether a picture is one of the account's logos.
func (a Account) shows(hash string) bool {
	for _, logo := range []*Logo{a.Brand.Logo, a.Brand.LogoDark} {
		if logo != nil && logo.Hash == hash {
			return true
		}
	}
	return false
}

// LogoBytes returns the picture with a hash. ErrNotFound: no account shows it.
// It is as public as the pages it stands on.
func (s *Service) LogoBytes(ctx context.Context, hash string) ([]byte, error) {
	if !logoHash.MatchString(hash) {
		return nil, ErrNotFound
	}
	body, err := s.store.LogoBytes(ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("logo: %w", err)
	}
	return body, nil
}
