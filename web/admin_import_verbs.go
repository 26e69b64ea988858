package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// importNow imports what a dry run has read, and leads to that import.
func (d *desk) importNow(w http.ResponseWriter, r *http.Request, c clerk) error {
	j, began, err := d.Portal.ImportNow(r.Context(), c.actor(), keyIn(r))
	if errors.Is(err, portal.ErrNoRehearsal) {
		return d.refuseImport(w, r, c, "This is no dry run that is done. Nothing was imported.")
	}
	if err != nil {
		return err
	}
	at := importURL(portal.Key{Account: j.Account, ID: j.ID})
	if began {
		if err := d.tell(w, r, at, saidBegun); err != nil {
			return err
		}
	}
	return d.seeOther(w, r, at)
}

// refuseImport shows the page as things stand, and why nothing was done.
func (d *desk) refuseImport(w http.ResponseWriter, r *http.Request, c clerk, why string) error {
	return d.showImportOf(w, r, http.StatusConflict, c, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why})
}

const cannotUndo = "Only an import that is over, was no dry run and changed something can be taken back, and only once. Nothing was changed."

// askUndo states what taking an import back does.
func (d *desk) askUndo(w http.ResponseWriter, r *http.Request, c clerk) error {
	j, err := d.Portal.ImportJob(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	p := importPresenter{ImportJob: j}
	if !p.canUndo() {
		return d.refuseImport(w, r, c, cannotUndo)
	}
	at := importURL(keyIn(r))
	page := views.Confirm{
		Heading: "Take back " + p.name(),
		Effects: []string{
			upperFirst(counted(j.Counts[portal.RowImported], "record that it made is removed.", "records that it made are removed.")),
			upperFirst(counted(j.Counts[portal.RowUpdated], "record that it changed becomes as it was before.", "records that it changed become as they were before.")),
			"If anybody has acted on one of them since, such as opened its page, decided, or been mailed a link, nothing is changed, and you read what was done.",
			"An import that was taken back stays in the history, and can be uploaded again.",
		},
		URL: at + "/undo", Label: "Take it back", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep it", URL: at},
	}
	page.Frame = d.frame(c, "admin-confirm", page.Heading+" – Imports", views.PlaceImports)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ConfirmPage(page))
}

func (d *desk) undoImport(w http.ResponseWriter, r *http.Request, c clerk) error {
	outcome, err := d.Portal.UndoImport(r.Context(), c.actor(), keyIn(r))
	if err != nil {
		return err
	}
	switch o := outcome.(type) {
	case portal.UndoBegun:
		if err := d.tell(w, r, importURL(keyIn(r)), saidUndoing); err != nil {
			return err
		}
		return d.seeOther(w, r, importURL(keyIn(r)))
	case portal.UndoActedOn:
		return d.showActed(w, r, c, o)
	case portal.UndoNot:
		if o.Job.State == portal.ImportUndoing || o.Job.State == portal.ImportUndone {
			return d.seeOther(w, r, importURL(keyIn(r))) // it was asked for before: the page says by whom
		}
	}
	return d.refuseImport(w, r, c, cannotUndo)
}

// showActed lists what somebody acted on, so that the import stays.
func (d *desk) showActed(w http.ResponseWriter, r *http.Request, c clerk, acted portal.UndoActedOn) error {
	page := views.ImportActed{
		Heading: "It was not taken back",
		Lead:    "Somebody has acted on what the import left, so nothing was changed. These are the first such rows. What is wrong with them is mended one by one, by a new word of the billing system.",
		Back:    views.Link{Label: "Back to the import", URL: importURL(keyIn(r))},
	}
	for _, a := range acted.Rows {
		row := views.ActedRow{Row: strconv.FormatInt(a.Row.Row, 10), Kind: recordSaid(a.Row.Kind), ID: a.Row.ID, Act: actedSaid(a.Act)}
		var err error
		if row.URL, err = d.rowURL(r, a.Row); err != nil {
			return err
		}
		page.Rows = append(page.Rows, row)
	}
	page.Frame = d.frame(c, "admin-import-acted", page.Heading+" – Imports", views.PlaceImports)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusConflict, views.ImportActedPage(page))
}

// actedSaid words what was done to the thing of a row since its import.
func actedSaid(act string) string {
	switch act {
	case "link.opened":
		return "Its page was opened by a visitor"
	case "mirrored":
		return "The billing system sent a later word about it"
	case "client.link_requested":
		return "A partner asked for a connection with it"
	}
	return actSaid(act)
}
