package portal

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Decisions lists an account's decisions about what is billed, the one changed
// first first.
func (s *Service) Decisions(ctx context.Context, f BillingFilter) ([]BillingDecision, error) {
	found, err := s.store.BillingDecisions(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("decisions: %w", err)
	}
	return found, nil
}

// DecisionOf returns one decision. ErrNotFound.
func (s *Service) DecisionOf(ctx context.Context, k Key) (BillingDecision, error) {
	d, err := s.store.BillingDecision(ctx, k)
	if err != nil {
		return BillingDecision{}, fmt.Errorf("decision: %w", err)
	}
	return d, nil
}

// ExportFormat is the form of a file of decisions.
type ExportFormat string

// The formats.
const (
	ExportCSV    ExportFormat = "csv"    // RFC 4180, with a head
	ExportNDJSON ExportFormat = "ndjson" // one JSON object a line
)

// ErrFormat means that there is no such format.
var ErrFormat = errors.New("the formats are csv and ndjson")

// exportPage is how many decisions an export reads at once.
const exportPage = 500

// ExportDecisions writes the decisions that changed from a moment on and before
// another one, the one changed first first.
func (s *Service) ExportDecisions(ctx context.Context, w io.Writer, account string, format ExportFormat, from, until time.Time) error {
	write, flush, err := rowWriter(w, format)
	if err != nil {
		return err
	}
	f := BillingFilter{Account: account, After: Cursor{At: from.Add(-time.Microsecond), ID: "\U0010FFFF"}, Limit: exportPage}
	for {
		page, err := s.Decisions(ctx, f)
		if err != nil {
			return err
		}
		for _, d := range page {
			if !d.UpdatedAt.Before(until) {
				return flush()
			}
			if err := write(d.Row()); err != nil {
				return fmt.Errorf("write export: %w", err)
			}
			f.After = Cursor{At: d.UpdatedAt, ID: d.ID}
		}
		if len(page) < exportPage {
			return flush()
		}
	}
}

func rowWriter(w io.Writer, format ExportFormat) (write func([]Cell) error, flush func() error, err error) {
	switch format {
	case ExportNDJSON:
		encoder := json.NewEncoder(w)
		write = func(row []Cell) error {
			object := make(map[string]string, len(row))
			for _, c := range row {
				object[c.Name] = c.Value
			}
			return encoder.Encode(object)
		}
		return write, func() error { return nil }, nil
	case ExportCSV:
		file := csv.NewWriter(w)
		names, _ := split(BillingDecision{}.Row())
		err := file.Write(names)
		write = func(row []Cell) error {
			_, values := split(row)
			return file.Write(values)
		}
		return write, func() error { file.Flush(); return file.Error() }, err
	}
	return nil, nil, ErrFormat
}

// Cell is one field of a row.
type Cell struct {
	Name  string
	Value string
}

func split(row []Cell) (names, values []string) {
	for _, c := range row {
		names, values = append(names, c.Name), append(values, Inert(c.Value))
	}
	return names, values
}

// Inert is a text that a spreadsheet does not take for a formula: where it
// begins like one, an apostrophe stands before it (OWASP, CSV injection).
func Inert(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// Row is a decision as a row of an export.
func (d BillingDecision) Row() []Cell {
	change, shown := "", ""
	if raw, err := json.Marshal(d.Change); err == nil && string(raw) != "{}" {
		change = string(raw)
	}
	for _, line := range d.Shown {
		shown += line.Label + ": " + line.Value + "\n"
	}
	return []Cell{
		{"id", d.ID}, {"reference", d.Reference}, {"class", string(d.Class)}, {"action", string(d.Action)},
		{"subjectType", d.Subject.Type}, {"subjectId", d.Subject.ID}, {"item", number(d.Subject.Item)},
		{"state", string(d.State)}, {"createdAt", stampOrNone(d.CreatedAt)}, {"dueAt", stampOrNone(d.DueAt)}, {"doneAt", stampOrNone(d.DoneAt)},
		{"amount", string(d.Change.Amount)}, {"currency", d.Change.Currency}, {"quantity", string(d.Change.Quantity)},
		{"outcomeCode", d.Outcome.Code}, {"outcomeMessage", d.Outcome.Message}, {"effectiveAt", d.Outcome.EffectiveAt},
		{"change", change}, {"shown", strings.TrimSpace(shown)},
	}
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func stampOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}
