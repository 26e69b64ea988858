package views

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// houseKey is what the key of a page without a reference is cut from.
const houseKey = "latchkey"

// KeyPath is the outline of the key cut from a reference, in a box of 96 by
// 24: a bow, a blade, and six cuts whose depth is the first six bytes of the
// reference's SHA-256, each modulo 6. It is an ornament people recognise a
// matter by, no proof of anything. Where the path is filled, the rule must be
// evenodd, for the hole.
func KeyPath(reference string) string {
	const (
		blade = 17 // the line the cuts start from
		full  = 16 // the shallowest cut ends here, five deeper ones above it
	)
	var path strings.Builder
	path.WriteString("M21.5 8H88l6 4.5-5 4.5")
	depths := sha256.Sum256([]byte(reference))
	for i := range 6 {
		x := 86 - 10*i
		fmt.Fprintf(&path, "H%dL%d.5 %dh-4L%d %d", x, x-3, full-int(depths[i]%6), x-9, blade)
	}
	path.WriteString("H21.5a11 11 0 1 1 0-9zM9.5 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z")
	return path.String()
}
