package web

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// exportAudit is a POST: that a trail was taken away stands in it before the
// first byte leaves. The file is written as it is read, so a fault in the middle
// breaks the connection off: half a file must not look like a whole one.
func (d *desk) exportAudit(w http.ResponseWriter, r *http.Request, c clerk) error {
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	in := readAudit(r.PostForm, c, clocks)
	format := portal.ExportFormat(r.PostForm.Get("format"))
	if !in.known || in.account != anyTrail && !c.may(in.account, portal.MaySee) {
		return portal.ErrNotFound
	}
	if len(in.wrong) > 0 || format != portal.ExportCSV && format != portal.ExportNDJSON {
		return portal.ErrNotFound // the form of the page cannot ask so
	}
	if !in.inspects(c) {
		return d.forbid(w, r, c, portal.MayInspect)
	}
	trails, err := d.inspected(r, c, in.filter)
	if err != nil {
		return err
	}
	for _, account := range trails {
		if err := d.Portal.RecordAuditExport(r.Context(), c.actor(), account, format); err != nil {
			return err
		}
	}
	visitOf(r).page = "admin-audit-export"
	w.Header().Set("Content-Type", map[portal.ExportFormat]string{portal.ExportCSV: "text/csv; charset=utf-8", portal.ExportNDJSON: "application/x-ndjson"}[format])
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="audit-%s.%s"`, d.Portal.Now().UTC().Format(time.DateOnly), format))
	out := &longWriter{w: w, control: http.NewResponseController(w), now: d.Limits.Now}
	for i, account := range trails {
		var to io.Writer = out
		if i > 0 && format == portal.ExportCSV {
			to = &headless{w: out}
		}
		if err := d.Portal.ExportAudit(r.Context(), to, account, format, in.filter); err != nil {
			d.Log.ErrorContext(r.Context(), "audit export was broken off", "error", err)
			panic(http.ErrAbortHandler)
		}
	}
	return nil
}

// inspected are the trails that a filter wants and the clerk may inspect.
func (d *desk) inspected(r *http.Request, c clerk, f portal.AuditFilter) (trails []string, err error) {
	all, err := d.Portal.Trails(r.Context())
	if err != nil {
		return nil, err
	}
	for _, account := range all {
		if f.Wants(account) && c.may(account, portal.MayInspect) {
			trails = append(trails, account)
		}
	}
	return trails, nil
}

// exportPatience is how long a reader may take for one piece of a file.
const exportPatience = time.Minute

// longWriter gives a file the time it needs, as long as somebody reads it.
type longWriter struct {
	w       io.Writer
	control *http.ResponseController
	now     func() time.Time
}

func (l *longWriter) Write(b []byte) (int, error) {
	// A writer that has no deadline, as in tests, needs none put off.
	_ = l.control.SetWriteDeadline(l.now().Add(exportPatience))
	return l.w.Write(b)
}

// headless leaves out the first line: a second table follows under the head of
// the first.
type headless struct {
	w    io.Writer
	past bool
}

func (h *headless) Write(b []byte) (int, error) {
	rest := b
	for i := 0; !h.past && i < len(b); i++ {
		h.past, rest = b[i] == '\n', b[i+1:]
	}
	if _, err := h.w.Write(rest); err != nil {
		return 0, err
	}
	return len(b), nil
}
