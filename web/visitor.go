package web

import (
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// visitor is what seems to have opened a link.
type visitor struct {
	who      portal.Visitor
	client   string // "Safari on iPhone", "Proofpoint"; empty: not known
	answered bool   // a form was taken
}

// visitorOf guesses by what was sent and how it was answered; the rules and
// their reasons are in docs/security.md. Nobody is let in or kept out by it:
// whoever wants to look like a person can.
func (s *server) visitorOf(r *http.Request, status int) visitor {
	agent := r.UserAgent()
	name, scanner := scannerName(agent)
	client := name
	if !scanner {
		client = browserName(agent)
	}
	as := func(who portal.Visitor) visitor { return visitor{who: who, client: client} }
	switch {
	case r.Method == http.MethodPost && status < http.StatusBadRequest:
		return visitor{who: portal.VisitPerson, client: client, answered: true}
	case r.Method == http.MethodHead, scanner:
		return as(portal.VisitScanner)
	case r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-User") == "?1":
		return as(portal.VisitPerson)
	case s.Base.Scheme == "https" && !fetchMetadata(r) && pretends(agent):
		return as(portal.VisitScanner)
	}
	return as(portal.VisitUnknown)
}

// isPrefetch reports whether a browser loads a page in case that somebody wants
// it. It looks nothing up and notes nothing.
func isPrefetch(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Sec-Purpose"), "prefetch") || strings.EqualFold(r.Header.Get("Purpose"), "prefetch")
}

// fetchMetadata reports whether a browser says why it asks, which all do over
// https since 2020, Safari since 2023.
func fetchMetadata(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Mode") != "" || r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Sec-Fetch-Dest") != ""
}

// pretends reports whether who does not say why it asks calls itself a browser
// that would, or is no browser at all. Safari may be an old one.
func pretends(agent string) bool {
	old := strings.Contains(agent, "Safari/") && !strings.Contains(agent, "Chrome/") && strings.Contains(agent, "Version/")
	return !old
}

// scanners are programs that follow links in mails and messages, by a part of
// what they call themselves, in lower case.
var scanners = []struct{ part, name string }{
	{"proofpoint", "Proofpoint"}, {"barracuda", "Barracuda"}, {"mimecast", "Mimecast"}, {"safelinks", "Microsoft Safe Links"},
	{"microsoft office", "Microsoft Office"}, {"bingpreview", "Microsoft preview"}, {"skypeuripreview", "Microsoft preview"},
	{"googleimageproxy", "Gmail"}, {"google-safety", "Google"}, {"googlebot", "Google"}, {"symantec", "Symantec"}, {"trendmicro", "Trend Micro"},
	{"cloudmark", "Cloudmark"}, {"ironport", "Cisco"}, {"slackbot", "Slack"}, {"whatsapp", "WhatsApp"}, {"telegrambot", "Telegram"},
	{"facebookexternalhit", "Facebook"}, {"linkedinbot", "LinkedIn"}, {"twitterbot", "X"}, {"discordbot", "Discord"},
	{"headlesschrome", "Headless Chrome"}, {"phantomjs", "PhantomJS"}, {"python-", "Python"}, {"go-http-client", "Go"}, {"curl/", "curl"},
	{"wget/", "Wget"}, {"okhttp", "OkHttp"}, {"java/", "Java"}, {"libwww", "libwww"}, {"bot/", "a robot"}, {"spider", "a robot"}, {"crawler", "a robot"},
}

// scannerName is the name of a program that says it is one.
func scannerName(agent string) (name string, ok bool) {
	lower := strings.ToLower(agent)
	for _, s := range scanners {
		if strings.Contains(lower, s.part) {
			return s.name, true
		}
	}
	return "", false
}

// browsers and systems by a part of what browsers call themselves: the first
// that fits, because most also name the ones they want to be taken for.
var (
	browsers = []struct{ part, name string }{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"AppleWebKit/", "A mail program"},
	}
	systems = []struct{ part, name string }{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Macintosh", "Mac"}, {"Linux", "Linux"},
	}
)

// browserName is the family of a browser, "Safari on iPhone"; empty: not known.
// No version and nothing that was sent is in it.
func browserName(agent string) string {
	browser, system := "", ""
	for _, b := range browsers {
		if strings.Contains(agent, b.part) {
			browser = b.name
			break
		}
	}
	for _, s := range systems {
		if strings.Contains(agent, s.part) {
			system = s.name
			break
		}
	}
	if browser == "" || system == "" {
		return browser
	}
	return browser + " on " + system
}
