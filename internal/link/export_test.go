package link

// CheckCounted is Check with the number of HMACs it computed.
func CheckCounted(r *Ring, p Path, q Query, now int64) (f Fault, sha1, sha256 int) {
	var m macs
	_, f = check(&m, r, &p, &q, now)
	return f, m.sha1, m.sha256
}

// HMAC256 and HMAC1 are the HMACs that links are made with.
func HMAC256(key, text []byte) [32]byte { var m macs; return m.hmac256(key, text) }
func HMAC1(key, text []byte) [20]byte   { var m macs; return m.hmac1(key, text) }

// Text is what the checksum of the link was made over.
func (g Grant) Text() string {
	if g.scheme == SchemeV1 {
		return string(g.text.appendV1(nil))
	}
	return string(g.text.appendV2(nil))
}
