package link_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// The goal: a whole check, path and query read anew, costs at most twice a
// bare HMAC and at most two allocations; V1 has two HMACs to do.
//
//	go test -bench . ./internal/link
func BenchmarkBareHMAC(b *testing.B) {
	key, text := run(0, 32), []byte(v2Vectors[0].text)
	var sum [32]byte
	b.ReportAllocs()
	for b.Loop() {
		mac := hmac.New(sha256.New, key)
		mac.Write(text)
		mac.Sum(sum[:0])
	}
}

func BenchmarkCheckV2(b *testing.B)   { benchmarkCheck(b, purchaseV2, acme()) }
func BenchmarkCheckV1(b *testing.B)   { benchmarkCheck(b, purchaseV1, acme()) }
func BenchmarkCheckSHA1(b *testing.B) { benchmarkCheck(b, purchaseSHA1, acme()) }

// A wrong checksum costs the same whether the account is known or not.
func BenchmarkWrongV2(b *testing.B)               { benchmarkCheck(b, wrongV2, acme()) }
func BenchmarkWrongV2UnknownAccount(b *testing.B) { benchmarkCheck(b, wrongV2, nil) }
func BenchmarkWrongV1(b *testing.B)               { benchmarkCheck(b, wrongV1, acme()) }
func BenchmarkWrongV1UnknownAccount(b *testing.B) { benchmarkCheck(b, wrongV1, nil) }

const (
	wrongV2 = "/acme/p/366332011?s=1759492800&e=1762084800&k=a1&c=00000000000000000000000000000000"
	wrongV1 = "/acme/p/366332011?s=1759492800&e=1762084800&c=0000000000000000000000000000000000000000000000000000000000000000"
)

func TestCheckingAllocatesAlmostNothing(t *testing.T) {
	for _, target := range []string{purchaseV1, purchaseSHA1, purchaseV2, v2Vectors[4].target, wrongV1, wrongV2} {
		path, query, _ := strings.Cut(target, "?")
		r := acme()
		allocs := testing.AllocsPerRun(100, func() {
			p, _ := link.ParsePath(path)
			q, _ := link.ParseQuery(query, p.Kind)
			link.Check(r, p, q, now)
		})
		if allocs > 2 {
			t.Errorf("%s: %v allocations, want 2 at most", target, allocs)
		}
	}
}

func benchmarkCheck(b *testing.B, target string, r *link.Ring) {
	path, query, _ := strings.Cut(target, "?")
	b.ReportAllocs()
	for b.Loop() {
		p, _ := link.ParsePath(path)
		q, _ := link.ParseQuery(query, p.Kind)
		link.Check(r, p, q, now)
	}
}
