package web

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// itemPage is how many items of a job are read at a time.
const itemPage = 1000

// results hands on the items of a job in order, a page at a time.
type results func(write func([]portal.BulkItem) error) error

// jobResults is a file of what became of each object. It holds no link, no
// address and no name.
func (d *desk) jobResults(write func(http.ResponseWriter, results) error) room {
	return func(w http.ResponseWriter, r *http.Request, _ clerk) error {
		j, err := d.Portal.BulkJob(r.Context(), keyIn(r))
		if err != nil {
			return err
		}
		visitOf(r).page = "admin-job-results"
		return write(w, func(take func([]portal.BulkItem) error) error {
			for after := int64(0); ; {
				items, err := d.Portal.BulkItems(r.Context(), portal.BulkItemFilter{Job: j.Key, After: after, Limit: itemPage})
				if err != nil || len(items) == 0 {
					return err
				}
				if err := take(items); err != nil {
					return nil // the reader has gone away
				}
				after = items[len(items)-1].Place
			}
		})
	}
}

func writeResultsCSV(w http.ResponseWriter, all results) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="results.csv"`)
	out := csv.NewWriter(w)
	if err := out.Write([]string{"account", "kind", "object", "reference", "outcome", "why", "at"}); err != nil {
		return nil // the reader has gone away
	}
	return all(func(items []portal.BulkItem) error {
		for _, i := range items {
			line := []string{i.Account, string(i.Kind), plainCell(i.Object), i.Reference, string(i.State), string(i.Reason), settledAt(i)}
			if err := out.Write(line); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	})
}

// writeResultsJSON writes a list with an object to a line.
func writeResultsJSON(w http.ResponseWriter, all results) error {
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("Content-Disposition", `attachment; filename="results.json"`)
	out, between := bufio.NewWriter(w), "[\n"
	err := all(func(items []portal.BulkItem) error {
		for _, i := range items {
			line, err := json.Marshal(showItem(i))
			if err != nil {
				return err
			}
			_, _ = out.WriteString(between + string(line)) // told by Flush
			between = ",\n"
		}
		return out.Flush()
	})
	if err != nil {
		return err
	}
	if between == "[\n" {
		_, _ = out.WriteString("[")
	}
	_, _ = out.WriteString("]\n")
	_ = out.Flush() // a failed write means that the reader has gone away
	return nil
}

func settledAt(i portal.BulkItem) string {
	if i.At.IsZero() {
		return ""
	}
	return stamp(i.At)
}

// plainCell keeps what others named from being read as a formula by a
// spreadsheet.
func plainCell(s string) string {
	if strings.HasPrefix(s, "=") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "@") {
		return "'" + s
	}
	return s
}
