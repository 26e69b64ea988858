package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// calendarName is the query name that asks for the start as a calendar entry.
const calendarName = "calendar"

// tooEarly answers a link that is not open yet: when it opens, and a calendar
// entry that says so. The entry holds no link.
func (s *server) tooEarly(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	start := time.Unix(adm.Grant.Start(), 0)
	if strings.HasSuffix(visitOf(r).query, "&"+calendarName+"=1") {
		visitOf(r).page = "calendar"
		w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="reminder.ics"`)
		_, _ = w.Write([]byte(calendar(adm, start, s.Portal.Now()))) // a failed write means that the reader has gone away
		return nil
	}
	w.Header().Set("Retry-After", strconv.FormatInt(start.Unix()-s.Portal.Now().Unix(), 10))
	n := notYet(s.frameOf(adm.Account), adm, s.Portal.Now())
	n.view.Link = &views.Link{Label: "Add to calendar", URL: stripped(r, adm) + "&" + calendarName + "=1"}
	return s.answer(w, r, n)
}

// calendar is an entry in the form of RFC 5545.
func calendar(adm portal.Admission, start, now time.Time) string {
	const layout = "20060102T150405Z"
	lines := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Latchkey//EN", "BEGIN:VEVENT",
		fmt.Sprintf("UID:%s@latchkey", adm.Grant.ID()), "DTSTAMP:" + now.UTC().Format(layout),
		"DTSTART:" + start.UTC().Format(layout), "DTEND:" + start.Add(30*time.Minute).UTC().Format(layout),
		"SUMMARY:" + escapeCalendar("Your link from "+adm.Account.Name+" opens"),
		"DESCRIPTION:" + escapeCalendar("Open the link in the email from "+adm.Account.Name+"."),
		"END:VEVENT", "END:VCALENDAR", "",
	}
	return strings.Join(lines, "\r\n")
}

var calendarText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`)

func escapeCalendar(s string) string { return calendarText.Replace(s) }
