package web

import (
	"context"
	"mime"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type importInput struct {
	Name    string `query:"name" maxLength:"255" doc:"Of the file, for people."`
	Format  string `query:"format" enum:"ndjson,csv" doc:"Left out: told by Content-Type, else by the first character."`
	DryRun  bool   `query:"dryRun" doc:"Say what would become of each row as things are now, and keep nothing."`
	Type    string `header:"Content-Type"`
	RawBody []byte
}

// importJob is a bulk import as the API shows it.
type importJob struct {
	ID        string           `json:"id"`
	Name      string           `json:"name"`
	Format    string           `json:"format" enum:"ndjson,csv"`
	State     string           `json:"state" enum:"queued,running,done,failed,undoing,undone"`
	DryRun    bool             `json:"dryRun"`
	Row       int64            `json:"row" doc:"The last one with a verdict: a line of NDJSON, a row of CSV without its head."`
	Counts    map[string]int64 `json:"counts" doc:"By verdict: imported, updated, unchanged, stale, refused. Of one that is taken back also restored, removed, kept."`
	Reason    string           `json:"reason,omitempty" doc:"Why the file could not be read to its end."`
	SHA256    string           `json:"sha256"`
	CreatedAt string           `json:"createdAt" format:"date-time"`
	DoneAt    *string          `json:"doneAt" format:"date-time"`
}

type importOutput struct{ Body importJob }

// ImportID names one import.
type ImportID struct {
	ID string `path:"id" maxLength:"64"`
}

type importList struct {
	Limit int `query:"limit" minimum:"1" default:"50" doc:"The newest so many; more than 1,000 are not given."`
}

const tagImports = "Imports"

func (a *api) imports() {
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/imports", id: "start-import", tag: tagImports, scopes: []string{"write"},
		status: http.StatusAccepted, summary: "Import many records at once", raw: portal.MaxImport,
		about: "The body is NDJSON or CSV (docs/import.md), at most 32 MiB. It is kept and worked through in the background; a wrong row " +
			"never stops the others.",
	}, a.startImport)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/imports", id: "list-imports", tag: tagImports, scopes: []string{"read"},
		status: http.StatusOK, summary: "List imports, newest first",
	}, a.listImports)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/imports/{id}", id: "get-import", tag: tagImports, scopes: []string{"read"},
		status: http.StatusOK, summary: "See how far an import is",
	}, func(ctx context.Context, in *ImportID) (*importOutput, error) {
		j, err := a.Portal.ImportJob(ctx, portal.Key{Account: callOf(ctx).account(), ID: in.ID})
		return &importOutput{showImport(j)}, err
	})
	a.importVerdicts()
	a.importUndo()
}

func (a *api) startImport(ctx context.Context, in *importInput) (*importOutput, error) {
	c := callOf(ctx)
	j, err := a.Portal.QueueImport(ctx, portal.ImportJob{
		Account: c.account(), Name: in.Name, Format: in.format(), Actor: c.actor(), DryRun: in.DryRun,
	}, in.RawBody)
	return &importOutput{showImport(j)}, err
}

// format is the one that was named, or told.
func (in *importInput) format() string {
	kind, _, err := mime.ParseMediaType(in.Type)
	switch {
	case in.Format != "":
		return in.Format
	case err == nil && kind == "text/csv":
		return intake.CSV
	case err == nil && strings.HasSuffix(kind, "ndjson"):
		return intake.NDJSON
	}
	return intake.FormatOf(in.RawBody)
}

func (a *api) listImports(ctx context.Context, in *importList) (*listOf[importJob], error) {
	jobs, err := a.Portal.ImportJobs(ctx, callOf(ctx).account(), min(in.Limit, maxPage))
	if err != nil {
		return nil, err
	}
	out := &listOf[importJob]{page[importJob]{Items: make([]importJob, 0, len(jobs))}}
	for _, j := range jobs {
		out.Body.Items = append(out.Body.Items, showImport(j))
	}
	return out, nil
}

func showImport(j portal.ImportJob) importJob {
	shown := importJob{
		ID: j.ID, Name: j.Name, Format: j.Format, State: j.State, DryRun: j.DryRun, Row: j.Rows, Counts: j.Counts, Reason: j.Reason,
		SHA256: j.SHA256, CreatedAt: stamp(j.CreatedAt),
	}
	if shown.Counts == nil {
		shown.Counts = map[string]int64{}
	}
	if !j.DoneAt.IsZero() {
		at := stamp(j.DoneAt)
		shown.DoneAt = &at
	}
	return shown
}
