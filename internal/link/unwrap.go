package link

import (
	"encoding/base64"
	"regexp"
	"strings"
)

// maxWrappings is how many redirectors may lie around a link: one that was
// forwarded passes the sender's scanner, the receiver's and a mail program's.
const maxWrappings = 3

// wrapper is a redirector of other people that keeps its target in its address.
type wrapper struct {
	name   string
	host   *regexp.Regexp
	path   *regexp.Regexp // nil: any
	target func(u wrapped) string
}

// wrapped is the address of a redirector.
type wrapped struct{ host, path, query string }

// wrappers are the redirectors that can be undone. Their forms are those that
// their makers document or that their links show.
var wrappers = []wrapper{
	{"Microsoft Safe Links", host(`(^|\.)safelinks\.protection\.(outlook\.com|office365\.us|partner\.outlook\.cn)$`), nil, param("url")},
	{"Microsoft Safe Links", host(`(^|\.)teams\.cdn\.office\.net$`), host(`/safelinks/`), param("url")},
	{"Proofpoint", host(`^urldefense(\.proofpoint)?\.(com|us)$`), host(`^/v1/url$`), param("u")},
	{"Proofpoint", host(`^urldefense(\.proofpoint)?\.(com|us)$`), host(`^/v2/url$`), proofpoint2},
	{"Proofpoint", host(`^urldefense(\.proofpoint)?\.(com|us)$`), host(`^/v3/__`), proofpoint3},
	{"Barracuda", host(`^linkprotect\.cudasvc\.com$`), nil, param("a")},
	{"Google", host(`^(www\.)?google\.[a-z.]+$`), host(`^/url$`), param("q", "url")},
	{"Cisco Secure Email", host(`^secure-web\.cisco\.com$`), nil, lastSegment},
	{"Trend Micro", host(`\.trendmicro\.(com|eu|co\.jp)$`), nil, param("url")},
	{"Symantec", host(`^clicktime\.symantec\.com$`), nil, param("u")},
	{"Fortinet", host(`.`), host(`/fmlurlsvc/?$`), param("url")},
	{"FireEye", host(`^protect2\.fireeye\.com$`), nil, param("u")},
	{"Sophos", host(`\.protection\.sophos\.com$`), nil, sophos},
	{"Mimecast", host(`\.mimecast(protect)?\.com$`), nil, param("url", "u")},
	{"Check Point", host(`^(protect\.checkpoint\.com|url\.avanan\.click)$`), host(`^/v2/`), checkPoint},
}

func host(form string) *regexp.Regexp { return regexp.MustCompile(form) }

// opaque are redirectors that keep the target to themselves.
var opaque = []struct {
	name string
	host *regexp.Regexp
}{
	{"Mimecast", host(`\.mimecast(protect)?\.com$`)},
	{"Hornetsecurity", host(`^seclinks\.cloud-security\.net$`)},
	{"Microsoft", host(`^aka\.ms$`)},
	{"a link shortener", host(`^(bit\.ly|t\.co|tinyurl\.com|goo\.gl|lnkd\.in|ow\.ly)$`)},
}

// unwrap takes redirectors off an address, the outermost first. hides names one
// that does not show where it leads.
func unwrap(address string) (target string, names []string, hides string) {
	target = address
	for range maxWrappings {
		inner, name := unwrapOnce(target)
		if name == "" {
			break
		}
		target, names = inner, append(names, name)
	}
	u, ok := readWrapped(target)
	for _, o := range opaque {
		if ok && o.host.MatchString(u.host) {
			return target, names, o.name
		}
	}
	return target, names, ""
}

func unwrapOnce(address string) (target, name string) {
	u, ok := readWrapped(unescapeAmpersands(address))
	if !ok {
		return "", ""
	}
	for _, w := range wrappers {
		if !w.host.MatchString(u.host) || w.path != nil && !w.path.MatchString(u.path) {
			continue
		}
		if target := wholeAddress(w.target(u)); target != "" {
			return target, w.name
		}
	}
	return "", ""
}

// readWrapped takes an absolute address apart.
func readWrapped(address string) (wrapped, bool) {
	if !hasScheme(address) {
		return wrapped{}, false
	}
	address, _, _ = strings.Cut(address, "#")
	name, target := cutHost(address)
	name, _, _ = strings.Cut(name, ":")
	path, query, _ := strings.Cut(target, "?")
	return wrapped{name, path, query}, true
}

func hasScheme(s string) bool {
	head := strings.ToLower(s[:min(len(s), len("https://"))])
	return strings.HasPrefix(head, "https://") || strings.HasPrefix(head, "http://")
}

// wholeAddress is a target that was taken out of a redirector, decoded as often as
// it was encoded; empty: it is no address.
func wholeAddress(s string) string {
	for range maxWrappings {
		if hasScheme(s) {
			return s
		}
		decoded, ok := unescapePath(s)
		if !ok || decoded == s {
			return ""
		}
		s = decoded
	}
	return ""
}

// param takes the first of these parameters that is there, in any case.
func param(names ...string) func(wrapped) string {
	return func(u wrapped) string {
		for _, name := range names {
			for pair := range strings.SplitSeq(u.query, "&") {
				key, value, _ := strings.Cut(pair, "=")
				if strings.EqualFold(key, name) {
					return decodedOnce(value)
				}
			}
		}
		return ""
	}
}

// decodedOnce undoes percent escapes; what is none stays, for a mail program may
// have cut the last one.
func decodedOnce(value string) string {
	if decoded, ok := unescapePath(value); ok {
		return decoded
	}
	if decoded, ok := unescapePath(value[:max(strings.LastIndexByte(value, '%'), 0)]); ok {
		return decoded
	}
	return value
}

// unescapePath undoes percent escapes, and leaves "+" as it is.
func unescapePath(s string) (string, bool) { return unescape(strings.ReplaceAll(s, "+", "%2B")) }

// proofpoint2 writes "%" as "-" and "/" as "_".
func proofpoint2(u wrapped) string {
	return param("u")(wrapped{query: strings.NewReplacer("-", "%", "_", "/").Replace(u.query)})
}

// proofpoint3 is /v3/__{target}__;{bytes}!!{signature}$: each "*" of the target
// stands for the next of the bytes, "**" and a letter for as many as the letter
// says.
func proofpoint3(u wrapped) string {
	whole := u.path
	if u.query != "" {
		whole += "?" + u.query
	}
	whole = strings.TrimPrefix(whole, "/v3/__")
	target, rest, ok := strings.Cut(whole, "__;")
	if !ok {
		return strings.TrimSuffix(strings.TrimRight(whole, "$"), "__") // cut on its way
	}
	encoded, _, _ := strings.Cut(rest, "!")
	taken, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(encoded, "="))
	if err != nil {
		taken = nil
	}
	target = putBack(target, []rune(string(taken)))
	for _, scheme := range []string{"https:/", "http:/"} { // a slash may have been joined
		if after, ok := strings.CutPrefix(target, scheme); ok && !strings.HasPrefix(after, "/") {
			return scheme + "/" + after
		}
	}
	return target
}

const runLengths = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func putBack(target string, taken []rune) string {
	var b strings.Builder
	for i := 0; i < len(target); i++ {
		if target[i] != '*' {
			b.WriteByte(target[i])
			continue
		}
		n := 1
		if i+2 < len(target) && target[i+1] == '*' {
			n = strings.IndexByte(runLengths, target[i+2]) + 2
			i += 2
		}
		n = min(n, len(taken))
		b.WriteString(string(taken[:n]))
		taken = taken[n:]
	}
	return b.String()
}

// lastSegment is the encoded target behind the last slash.
func lastSegment(u wrapped) string {
	return decodedOnce(u.path[strings.LastIndexByte(u.path, '/')+1:])
}

// sophos keeps the target in base64.
func sophos(u wrapped) string {
	value := strings.TrimRight(param("u")(u), "=")
	for _, enc := range []*base64.Encoding{base64.RawURLEncoding, base64.RawStdEncoding} {
		if b, err := enc.DecodeString(value); err == nil {
			return string(b)
		}
	}
	return ""
}

// checkPoint is /v2/___{target}___.{signature}.
func checkPoint(u wrapped) string {
	whole := u.path
	if u.query != "" {
		whole += "?" + u.query
	}
	_, whole, _ = strings.Cut(whole, "___")
	target, _, _ := strings.Cut(whole, "___")
	return target
}
