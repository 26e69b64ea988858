package link

import (
	"crypto/sha256"
	"crypto/subtle"
)

// Match is one reading under which a checksum turns out right.
type Match struct {
	Scheme  Scheme
	Account string   // whose key or seed it is
	Kind    Kind     // the kind that was signed; in V1 the kind of the path
	Key     string   // V2: key id
	State   KeyState // V2: what that key may do now, dates aside
	Seed    string   // V1: "current" or "previous"
	SHA1    bool     // V1
	Notes   []string // what differs from the link as it stands; none: nothing
}

// Diagnose tries the checksum of a link under every key of a ring, switched
// on or not, and under the mistakes that signing systems are known to make.
// It is for admins only: it tells what Check keeps from visitors, takes as
// long as it takes, and gives no Grant. To learn whether another account's
// key made the checksum, call it with that account's ring too.
func Diagnose(r *Ring, p Path, q Query) []Match {
	if r == nil || q.scheme == 0 || q.kind != p.Kind || !validPathID(p.Kind, p.ID) {
		return nil
	}
	d := diagnosis{ring: r, path: p, query: q}
	if q.scheme == SchemeV2 {
		d.v2()
	} else {
		d.v1()
	}
	return d.found
}

type diagnosis struct {
	ring  *Ring
	path  Path
	query Query
	found []Match
}

func (d *diagnosis) text() signed {
	q := &d.query
	return signed{
		account: d.ring.Account, kind: d.path.Kind, pathID: d.path.ID,
		start: q.start, end: q.end, key: q.key, extras: q.extras,
	}
}

func (d *diagnosis) accountNote() []string {
	if d.path.Account == "" || d.path.Account == d.ring.Account {
		return nil
	}
	return []string{"made for account " + d.ring.Account}
}

func (d *diagnosis) v2() {
	for i := range d.ring.Keys {
		key := &d.ring.Keys[i]
		for _, kind := range Kinds() {
			d.tryV2(key, kind)
		}
	}
}

func (d *diagnosis) tryV2(key *Key, kind Kind) {
	text := d.text()
	text.kind, text.key = kind, key.ID
	notes := d.accountNote()
	if key.ID != d.query.key {
		notes = append(notes, "made with key "+key.ID)
	}
	if kind != d.path.Kind {
		text.extras = [maxCovered]string{} // covered names differ from kind to kind
		notes = append(notes, "made for page kind "+string(kind))
	}
	bare := text
	bare.extras = [maxCovered]string{}
	digits := text
	digits.pathID = signedID(d.path.Kind, d.path.ID, false)
	for _, try := range []struct {
		text *signed
		note string
	}{
		{&text, ""},
		{&bare, "the parameters were added after signing"},
		{&digits, "made over the digits of the id only"},
	} {
		if !d.rightV2(key, try.text) {
			continue
		}
		if try.note != "" {
			notes = append(notes, try.note)
		}
		d.found = append(d.found, Match{
			Scheme: SchemeV2, Account: d.ring.Account, Kind: kind,
			Key: key.ID, State: key.State, Notes: notes,
		})
		return
	}
}

func (d *diagnosis) rightV2(key *Key, text *signed) bool {
	if len(key.Secret) != keySize {
		return false
	}
	var m macs
	sum := m.hmac256(key.Secret, text.appendV2(nil))
	return subtle.ConstantTimeCompare(sum[:tagSize], d.query.sum[:tagSize]) == 1
}

func (d *diagnosis) v1() {
	d.trySeed("current", d.ring.V1.Current)
	d.trySeed("previous", d.ring.V1.Previous)
}

func (d *diagnosis) trySeed(name string, seed []byte) {
	if len(seed) == 0 {
		return
	}
	text := d.text()
	text.full = d.ring.V1.FullSubscription
	other := text
	other.full = !text.full
	window := string(text.appendV1(nil)[len(signedID(text.kind, text.pathID, text.full)):])
	plain := sha256.Sum256(append(text.appendV1(nil), seed...))
	notes := d.accountNote()
	switch {
	case d.rightV1(seed, text.appendV1(nil)):
	case d.rightV1(seed, other.appendV1(nil)):
		notes = append(notes, "made over the id "+signedID(other.kind, other.pathID, other.full))
	case d.rightV1(seed, []byte(text.pathID+window)):
		notes = append(notes, "made over the id "+text.pathID)
	case d.rightV1(seed, []byte(text.pathID+".pdf"+window)):
		notes = append(notes, "made over the number with .pdf")
	case d.query.size == len(plain) && subtle.ConstantTimeCompare(plain[:], d.query.sum[:]) == 1:
		notes = append(notes, "a plain hash of text and seed instead of an HMAC")
	default:
		return
	}
	d.found = append(d.found, Match{
		Scheme: SchemeV1, Account: d.ring.Account, Kind: d.path.Kind,
		Seed: name, SHA1: d.query.SHA1(), Notes: notes,
	})
}

func (d *diagnosis) rightV1(seed, text []byte) bool {
	var m macs
	return matchV1(&m, &d.query, seed, text) == 1
}
