package portal

import (
	"context"
	"time"
)

// settingsReader reads what an account's settings name.
type settingsReader interface {
	// LogoBytes returns a picture that some account has kept under this hash.
	LogoBytes(ctx context.Context, hash string) ([]byte, error)
}

// settingsTx changes an account's settings.
type settingsTx interface {
	// ReplaceAccount makes a the account's settings if those kept are of
	// a.Version, and raises the version: one conditional statement. False: they
	// are not, or there is no such account, and nothing was changed.
	ReplaceAccount(ctx context.Context, a Account) (won bool, err error)
	// PutLogo keeps a picture of the account; the same twice is one.
	PutLogo(ctx context.Context, account, hash string, body []byte, at time.Time) error
	// DropLogo forgets a picture of the account; nothing happens if there is none.
	DropLogo(ctx context.Context, account, hash string) error
}
