package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type verdictsInput struct {
	ImportID
	Format string `query:"format" enum:"ndjson,csv"`
	Accept string `header:"Accept" doc:"text/csv for CSV, where format is left out."`
}

type verdictsOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// verdict is one line of the verdict file.
type verdict struct {
	Row    int64  `json:"row"`
	Status string `json:"status"`
	Type   string `json:"type"`
	ID     string `json:"id"`
	Reason string `json:"reason,omitempty"`
}

func (a *api) importVerdicts() {
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/imports/{id}/verdicts", id: "get-import-verdicts", tag: tagImports, scopes: []string{"read"},
		status: http.StatusOK, summary: "Read the verdict on every row",
		about: "One JSON object a line: row, status, type, id, reason. With format=csv, or Accept: text/csv, a CSV file in which no cell is a formula.",
	}, a.getVerdicts)
}

func (a *api) getVerdicts(ctx context.Context, in *verdictsInput) (*verdictsOutput, error) {
	key := portal.Key{Account: callOf(ctx).account(), ID: in.ID}
	if _, err := a.Portal.ImportJob(ctx, key); err != nil {
		return nil, err
	}
	out := &verdictsOutput{ContentType: "application/x-ndjson", Disposition: `attachment; filename="` + in.ID + `.ndjson"`}
	write := asLines
	if in.Format == "csv" || in.Format == "" && strings.HasPrefix(in.Accept, "text/csv") {
		out.ContentType, out.Disposition, write = "text/csv; charset=utf-8", `attachment; filename="`+in.ID+`.csv"`, asCSV
	}
	var err error
	out.Body, err = verdictFile(ctx, a.Portal, key, write)
	return out, err
}

// verdictWriter adds rows to a file of verdicts; first says that they begin it.
type verdictWriter func(file *bytes.Buffer, rows []portal.ImportRow, first bool) error

// verdictFile writes the verdicts on all rows of an import.
func verdictFile(
	ctx context.Context, service *portal.Service, key portal.Key, write verdictWriter,
) ([]byte, error) {
	var file bytes.Buffer
	var after int64
	for first := true; ; first = false {
		rows, err := service.ImportVerdicts(ctx, key, after, maxPage)
		if err != nil {
			return nil, err
		}
		if err := write(&file, rows, first); err != nil {
			return nil, fmt.Errorf("write verdicts: %w", err)
		}
		if len(rows) < maxPage {
			return file.Bytes(), nil
		}
		after = rows[len(rows)-1].Row
	}
}

func asLines(file *bytes.Buffer, rows []portal.ImportRow, _ bool) error {
	lines := json.NewEncoder(file)
	lines.SetEscapeHTML(false)
	for _, r := range rows {
		if err := lines.Encode(verdict{r.Row, r.Status, r.Kind, r.ID, r.Reason}); err != nil {
			return err
		}
	}
	return nil
}

func asCSV(file *bytes.Buffer, rows []portal.ImportRow, first bool) error {
	table := csv.NewWriter(file)
	if first {
		_ = table.Write([]string{"row", "status", "type", "id", "reason"}) // told by Error below
	}
	for _, r := range rows {
		_ = table.Write([]string{strconv.FormatInt(r.Row, 10), r.Status, portal.Inert(r.Kind), portal.Inert(r.ID), portal.Inert(r.Reason)})
	}
	table.Flush()
	return table.Error()
}
