package web

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/views"
)

// Catcher receives webhooks in development and keeps the last ones in memory,
// to be shown. The zero Catcher is empty and ready.
type Catcher struct {
	mu     sync.Mutex
	count  int
	caught []caughtHook // oldest first
}

// caughtHook is one delivery as it arrived.
type caughtHook struct {
	id     string
	at     time.Time
	header http.Header
	body   []byte
}

// catcherHolds is how many webhooks a Catcher keeps.
const catcherHolds = 200

// maxHook is the largest body a Catcher takes, in bytes.
const maxHook = 1 << 20

func (c *Catcher) add(h caughtHook) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	h.id = strconv.Itoa(c.count)
	c.caught = append(c.caught, h)
	if extra := len(c.caught) - catcherHolds; extra > 0 {
		c.caught = slices.Delete(c.caught, 0, extra)
	}
}

// all returns what was caught, newest first.
func (c *Catcher) all() []caughtHook {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := slices.Clone(c.caught)
	slices.Reverse(list)
	return list
}

func (h caughtHook) event() string {
	var body struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(h.body, &body) != nil || body.Type == "" {
		return "(not an event)"
	}
	return body.Type
}

// catchHook takes a delivery as a receiver would.
func (s *server) catchHook(w http.ResponseWriter, r *http.Request) error {
	visitOf(r).page = "dev"
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxHook))
	if err != nil {
		return s.answer(w, r, tooLarge())
	}
	s.Catcher.add(caughtHook{at: s.Portal.Now(), header: r.Header.Clone(), body: body})
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// devHooks lists the caught webhooks.
func (s *server) devHooks(w http.ResponseWriter, r *http.Request) error {
	visitOf(r).page = "dev-mail"
	heading := "Caught webhooks"
	page := views.DevMail{
		Frame: devFrame(heading), Heading: heading,
		Intro: "The demo's endpoint: events arrive here, signed as for any receiver.",
		Empty: "No webhook yet. Approve or decline a request.",
		Words: views.DevMailWords{Subject: "Event", To: "Id", Time: "Time"},
	}
	for _, h := range s.Catcher.all() {
		page.Mails = append(page.Mails, views.DevMailRow{
			URL: "/dev/hooks/" + h.id, Subject: h.event(), To: h.header.Get("webhook-id"), Time: h.at.Format(time.DateTime) + " UTC",
		})
	}
	return s.render(w, r, http.StatusOK, views.DevMailPage(page))
}

// devHook shows one webhook: its headers, and its body set in lines.
func (s *server) devHook(w http.ResponseWriter, r *http.Request) error {
	for _, h := range s.Catcher.all() {
		if h.id != r.PathValue("id") {
			continue
		}
		visitOf(r).page = "dev-mail"
		page := views.DevMailMessage{
			Frame: devFrame(h.event()), Heading: h.event(), TextName: "Body", Text: indented(h.body),
			Back: views.Link{Label: "All webhooks", URL: "/dev/hooks"},
		}
		for _, name := range slices.Sorted(maps.Keys(h.header)) {
			page.Facts = append(page.Facts, code(name, strings.Join(h.header[name], ", ")))
		}
		return s.render(w, r, http.StatusOK, views.DevMailMessagePage(page))
	}
	return s.answer(w, r, notFound())
}

func indented(body []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return string(body)
	}
	return b.String()
}
