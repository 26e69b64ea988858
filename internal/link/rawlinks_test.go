package link_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// rawV2 signs as a partner's system would: with crypto/hmac, by the
// description, and without any of our rules about windows or keys.
func rawV2(r *link.Ring, kind, id string, s, e int64, keyID string) string {
	mac := hmac.New(sha256.New, secretOf(r, keyID))
	fmt.Fprintf(mac, "LK2\n%s\n%s\n%s\n%d\n%d\n%s\n", r.Account, kind, id, s, e, keyID)
	return fmt.Sprintf("/%s/%s/%s?s=%d&e=%d&k=%s&c=%s", r.Account, kind, id, s, e, keyID, hex.EncodeToString(mac.Sum(nil)[:16]))
}

// rawV1 does the same with the current seed, for kinds whose id is signed as
// it stands in the path.
func rawV1(r *link.Ring, kind, id string, s, e int64) string {
	mac := hmac.New(sha256.New, r.V1.Current)
	fmt.Fprintf(mac, "%s:%d-%d", id, s, e)
	return fmt.Sprintf("/%s/%s/%s?s=%d&e=%d&c=%x", r.Account, kind, id, s, e, mac.Sum(nil))
}

func secretOf(r *link.Ring, keyID string) []byte {
	for _, k := range r.Keys {
		if k.ID == keyID {
			return k.Secret
		}
	}
	return nil
}
