package link

// KeyState says what a V2 key may still do.
type KeyState string

// The states of a key.
const (
	Active     KeyState = "active"      // signs and verifies
	VerifyOnly KeyState = "verify-only" // verifies, until its date
	KeyRevoked KeyState = "revoked"     // its links are told that they were withdrawn
)

// Key is one V2 key of an account.
type Key struct {
	ID          string // [a-z0-9]{1,8}
	Secret      []byte // 32 bytes, unsealed
	State       KeyState
	VerifyUntil int64 // unix seconds; a verify-only key verifies while now < it; 0: no date
}

// usable reports whether a right checksum under the key counts at all.
func (k *Key) usable(now int64) bool {
	if len(k.Secret) != keySize {
		return false
	}
	switch k.State {
	case Active, KeyRevoked:
		return true
	case VerifyOnly:
		return before(now, k.VerifyUntil)
	}
	return false
}

// V1 is what an account allows of the first scheme. The zero V1 is off.
type V1 struct {
	On               bool
	Until            int64  // unix seconds; verifies while now < it; 0: no date
	SHA1             bool   // HMAC-SHA-1 counts too
	Current          []byte // the seed, bytes as typed; empty: none
	Previous         []byte // the seed before it; empty: none
	PreviousUntil    int64  // unix seconds; Previous verifies while now < it; 0: no date
	FullSubscription bool   // signs "S49694473" where others sign "49694473"
	Methods          bool   // the kind Methods is switched on
}

// allows reports whether any V1 link of this kind and algorithm can count.
func (v *V1) allows(kind Kind, sha1 bool, now int64) bool {
	switch {
	case !v.On, !before(now, v.Until):
		return false
	case sha1 && !v.SHA1:
		return false
	case kind == Approve:
		return false // V2 only: an approval has to name its attempt's window
	case kind == Methods && !v.Methods:
		return false
	}
	return true
}

// Ring is everything needed to check and sign the links of one account.
type Ring struct {
	Account string
	V1      V1
	Keys    []Key
}

func (r *Ring) key(id string) *Key {
	for i := range r.Keys {
		if r.Keys[i].ID == id {
			return &r.Keys[i]
		}
	}
	return nil
}

func (r *Ring) active() *Key {
	for i := range r.Keys {
		if k := &r.Keys[i]; k.State == Active && len(k.Secret) == keySize {
			return k
		}
	}
	return nil
}

// ActiveKey is the id of the key that SignV2 signs with; empty: none.
func (r *Ring) ActiveKey() string {
	if k := r.active(); k != nil {
		return k.ID
	}
	return ""
}

// before is the half-open end of a date that may be absent.
func before(now, until int64) bool { return until == 0 || now < until }
