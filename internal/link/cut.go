package link

import "strings"

// CutAfter says where a query ends that lost its end on the way, as the last name
// that stands there: "?s=", "&c=". Empty with true: there is no query at all. False:
// it was not cut, or that cannot be told. It names parts and never a value.
func CutAfter(raw string) (name string, cut bool) {
	if raw == "" {
		return "", true
	}
	raw = strings.ReplaceAll(unescapeAmpersands(raw), "=3D", "=")
	raw = strings.TrimSuffix(raw, "&")
	at := strings.LastIndexByte(raw, '&') + 1
	last, value, _ := strings.Cut(raw[at:], "=")
	sign := "&"
	if at == 0 {
		sign = "?"
	}
	switch last {
	case "s", "e", "k":
		return sign + last + "=", !strings.Contains("&"+raw, "&c=")
	case "c":
		return sign + last + "=", len(value) < 64 && len(value) != 32 && len(value) != 40 && every(value, lowerHex)
	}
	return "", false
}

// RepairsOf names what Repair undoes in a query, in words.
func RepairsOf(raw string, kind Kind) (repairs []string) {
	joined := joinSoftBreaks(raw, kind)
	if joined != raw {
		repairs = append(repairs, "repaired: soft line breaks")
	}
	split := unescapeAmpersands(joined)
	if split != joined {
		repairs = append(repairs, "repaired: &amp; → &")
	}
	equal := strings.ReplaceAll(split, "=3D", "=")
	if equal != split {
		repairs = append(repairs, "repaired: =3D → =")
	}
	if trimChecksum(equal) != equal {
		repairs = append(repairs, "repaired: what stood behind the checksum was cut off")
	}
	return repairs
}
