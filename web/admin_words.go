package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// acts are the acts whose names say too little by themselves.
var acts = map[string]string{
	"decision.recorded":     "Customer decided, in force",
	"decision.submitted":    "Customer decided, waits for the answer",
	"decision.applied":      "Decision carried out",
	"decision.refused":      "Decision refused",
	"decision.lapsed":       "Decision not answered in time",
	"decision.acknowledged": "Decision acknowledged",
	"decision.withdrawn":    "Decision taken back",
	"decision.superseded":   "Decision overtaken by a cancellation",
	"decision.reason_given": "Reason for a cancellation given",
	"decision.exported":     "Decisions downloaded",
	"payment.word_refused":  "Word of the payment provider refused",

	"payment.succeeded_late": "Paid after the decision had ended",
	"notification.read":      "Notification read by a person",
	"inbox.key_rotated":      "Key for notifications replaced",
	"code.sent":              "Code mailed to the customer",
	"account.changed":        "Settings changed",
	"retention.applied":      "Old rows deleted by the periods of the settings",
	"person.erased":          "Person erased",
	"person.exported":        "Data of a person downloaded",

	"admin.proven":              "Proved again who they are",
	"admin.code-made":           "Code for a password made",
	"admin.authenticator-on":    "Authenticator app switched on",
	"admin.authenticator-off":   "Authenticator app taken away",
	"admin.recovery-codes-made": "New recovery codes made",
}

// actSaid turns "link.reissued" into "Link reissued".
func actSaid(act string) string {
	if said, ok := acts[act]; ok {
		return said
	}
	return upperFirst(strings.NewReplacer(".", " ", "-", " ", "_", " ").Replace(act))
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// whoSaid names an actor.
func whoSaid(actor string, names map[portal.Actor]string) string {
	switch portal.Actor(actor) {
	case portal.ByCustomer:
		return "the customer"
	case portal.BySystem:
		return "the system"
	case portal.ByCommand, "cli":
		return "the command line"
	}
	if name, ok := names[portal.Actor(actor)]; ok {
		return name
	}
	return actor
}

// issued is what the entry of a new link says of it.
type issued struct {
	Generation int64
	Start, End int64
	Mailed     *bool
}

// moments are the names of figures that are unix seconds.
var moments = map[string]bool{"start": true, "end": true, "cutOff": true, "verifyUntil": true, "previousUntil": true, "until": true, "worksUntil": true, "expires": true}

// dataSaid turns an entry's data into words: "link 2, 7 days, mailed". What it
// does not know comes out as it stands.
func (c clock) dataSaid(data string) string {
	var known issued
	if json.Unmarshal([]byte(data), &known) == nil && known.Generation > 0 {
		return known.String()
	}
	var of decisionTold
	if json.Unmarshal([]byte(data), &of) == nil && of.Decision != "" && of.Action != "" {
		return of.String()
	}
	var settings settingsTold
	if json.Unmarshal([]byte(data), &settings) == nil && len(settings.Changed) > 0 {
		return settings.String()
	}
	var other map[string]any
	if json.Unmarshal([]byte(data), &other) != nil {
		return data
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(other)) {
		pairs = append(pairs, apart(name)+" "+c.valueSaid(name, other[name]))
	}
	return strings.Join(pairs, ", ")
}

func (c clock) valueSaid(name string, value any) string {
	f, ok := value.(float64)
	switch {
	case !ok:
		return fmt.Sprint(value)
	case moments[name] && f == 0:
		return "none"
	case moments[name]:
		return c.short(unix(int64(f)))
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// String is "link 2, 7 days, mailed".
func (l issued) String() string {
	said := "link " + strconv.FormatInt(l.Generation, 10)
	if l.End > l.Start {
		said += ", " + daysSaid(int((l.End-l.Start)/secondsPerDay))
	}
	switch {
	case l.Mailed == nil:
		return said
	case *l.Mailed:
		return said + ", mailed"
	}
	return said + ", shown to be copied"
}

// decisionTold is what the entry of a decision says of it.
type decisionTold struct {
	Decision  string
	Action    portal.Action
	Subject   string
	SubjectID string
	By        string // the decision that caused this
}

// String is "cancel, subscription 88".
func (d decisionTold) String() string {
	said := lowerFirst(actionSaid(d.Action)) + ", " + lowerFirst(subjectSaid(portal.Subject{Type: d.Subject, ID: d.SubjectID}))
	if d.By != "" {
		said += ", by decision " + d.By
	}
	return said
}

// apart turns "verifyUntil" into "verify until".
func apart(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
