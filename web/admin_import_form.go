package web

import (
	"errors"
	"mime/multipart"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// maxImportForm is how much the form of an import has in bytes besides its file.
const maxImportForm = 64 << 10

// uploadInput is what was chosen in the form of an import.
type uploadInput struct {
	job, account string
	dry          bool
	wrong        map[string]string
}

func (d *desk) newImport(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.showImportForm(w, r, http.StatusOK, c, uploadInput{job: portal.NewID("imp"), account: r.URL.Query().Get("account"), dry: true})
}

func (d *desk) showImportForm(w http.ResponseWriter, r *http.Request, status int, c clerk, in uploadInput) error {
	accounts, err := d.accounts(r, c, portal.MayManage)
	if err != nil {
		return err
	}
	page := views.ImportForm{
		URL: "/admin/imports", Hidden: []views.Hidden{{Name: "job", Value: in.job}}, Dry: in.dry,
		Hint:  "NDJSON or CSV, told by what is in it, up to 32 MB.",
		Error: in.wrong["file"], Problems: problemsOf(in.wrong, "account", "file"),
		Cancel: views.Link{Label: "Imports", URL: "/admin/imports"},
	}
	for _, a := range accounts {
		page.Accounts = append(page.Accounts, views.Option{Value: a.Slug, Label: a.Name, Chosen: a.Slug == in.account})
	}
	title := "New import – Imports"
	if page.Problems != nil {
		title = "Error: new import – Imports"
	}
	page.Frame = d.frame(c, "admin-import-form", title, views.PlaceImports)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.ImportFormPage(page))
}

var importShape = regexp.MustCompile(`^imp_[A-Z2-7]{26}$`)

// startImport keeps the file and queues its import. A form that is sent twice
// makes one.
func (d *desk) startImport(w http.ResponseWriter, r *http.Request, c clerk) error {
	in := uploadInput{job: r.PostFormValue("job"), account: r.PostFormValue("account"), dry: r.PostFormValue("dry") != "", wrong: map[string]string{}}
	if !importShape.MatchString(in.job) {
		in.job = portal.NewID("imp")
	}
	accounts, err := d.accounts(r, c, portal.MayManage)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(accounts, func(a portal.Account) bool { return a.Slug == in.account }) {
		in.wrong["account"] = "Choose the account that the file is for."
	}
	body, err := fileIn(r, "file")
	if err != nil {
		return err
	}
	status := http.StatusUnprocessableEntity
	switch {
	case len(body) > portal.MaxImport:
		status, in.wrong["file"] = http.StatusRequestEntityTooLarge, "The file is larger than 32 MB. Cut it in two, and upload one after the other."
	case len(strings.TrimSpace(string(body[:min(len(body), 512)]))) == 0:
		in.wrong["file"] = "Choose a file that has something in it."
	case !utf8.Valid(body):
		in.wrong["file"] = "This is no text in UTF-8. Save the file as NDJSON, or as CSV in UTF-8."
	}
	if len(in.wrong) > 0 {
		return d.showImportForm(w, r, status, c, in)
	}
	k := portal.Key{Account: in.account, ID: in.job}
	_, err = d.Portal.QueueImport(r.Context(), portal.ImportJob{
		ID: k.ID, Account: k.Account, Name: uploadName(r.MultipartForm), Format: intake.FormatOf(body), Actor: c.actor(), DryRun: in.dry,
	}, body)
	if err != nil && !errors.Is(err, portal.ErrExists) {
		return err
	}
	return d.seeOther(w, r, importURL(k))
}

// uploadName is how the uploaded file is called, without the folders that some
// browsers send along, in at most 255 bytes.
func uploadName(form *multipart.Form) string {
	name := ""
	if files := form.File["file"]; len(files) > 0 {
		name = path.Base(strings.ReplaceAll(files[0].Filename, `\`, "/"))
	}
	if len(name) > 255 {
		name = name[:255]
	}
	return strings.ToValidUTF8(name, "")
}
