package main

import (
	"math/rand/v2"
	"testing"
)

// If a forgery could be the genuine link, the harness would call the program
// broken; if it always failed in the first digits, a comparison of prefixes
// would pass.
func TestAForgeryIsNeverTheLinkAndOftenBeginsLikeIt(t *testing.T) {
	const link = "/acme/p/1001?s=1795395620&e=1797987620&k=k1&c=d857389c841165c96af636fb64b19b5e"
	const long = len("/acme/p/1001?s=1795395620&e=1797987620&k=k1&c=d857389c")
	r := rand.New(rand.NewPCG(1, 1))
	alike, windows := 0, 0
	for range 2000 {
		forged := forge(r, link)
		if forged == link || len(forged) != len(link) {
			t.Fatalf("%s", forged)
		}
		alike += one(forged[:long] == link[:long])
		windows += one(forged[long:] == link[long:])
	}
	if alike < 500 || windows < 300 {
		t.Errorf("%d begin like the link, %d have its checksum", alike, windows)
	}
}

// The same seed asks for the same.
func TestRequestsFollowFromTheSeed(t *testing.T) {
	w := &fuzzWorld{site: &site{partners: []partner{{"p0", "key"}}}, links: []string{"/acme/p/1?s=1700000001&e=1700000002&c=00ff"}, keys: []string{"k"}, seed: []byte("s")}
	for i := range uint64(3000) {
		a, b := w.draw(rand.New(rand.NewPCG(1, i))), w.draw(rand.New(rand.NewPCG(1, i)))
		if a != b {
			t.Fatalf("%q\n%q", a.text, b.text)
		}
	}
}
