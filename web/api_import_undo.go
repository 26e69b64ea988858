package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (a *api) importUndo() {
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/imports/{id}/undo", id: "undo-import", tag: tagImports, scopes: []string{"write"},
		status: http.StatusAccepted, summary: "Take an import back",
		about: "What it made is removed, what it changed becomes as it was, in the background. Refused as a whole where anybody acted on one of its " +
			"records since; the rows are named.",
	}, a.undoImport)
}

func (a *api) undoImport(ctx context.Context, in *ImportID) (*importOutput, error) {
	c := callOf(ctx)
	outcome, err := a.Portal.UndoImport(ctx, c.actor(), portal.Key{Account: c.account(), ID: in.ID})
	if err != nil {
		return nil, err
	}
	switch o := outcome.(type) {
	case portal.UndoBegun:
		return &importOutput{showImport(o.Job)}, nil
	case portal.UndoActedOn:
		p := conflictNow("Somebody has acted on what this import left, so nothing was changed.")
		for _, acted := range o.Rows {
			p.Errors = append(p.Errors, fieldError{Field: acted.Row.Kind + " " + acted.Row.ID, Message: acted.Act})
		}
		return nil, p
	case portal.UndoNot:
		return nil, conflictNow("Only an import that is over and was no dry run can be taken back, and only once.")
	}
	return nil, errors.New("unknown outcome of taking an import back")
}
