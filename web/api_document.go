package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type documentShown struct {
	intake.DocumentBody
	PathID string      `json:"pathId" doc:"What invoice links name it by."`
	Parts  []partShown `json:"parts" nullable:"false"`
	Past   []partShown `json:"pastParts" nullable:"false" doc:"Earlier revisions, oldest first; they are kept."`
	Flags  []flagShown `json:"flags" nullable:"false"`
}

type partShown struct {
	Part     string `json:"part" enum:"pdf,ubl,cii"`
	SHA256   string `json:"sha256"`
	Size     int64  `json:"size"`
	Revision int64  `json:"revision"`
	Filename string `json:"filename"`
}

type flagShown struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

type partInput struct {
	ID       string `path:"id" maxLength:"64"`
	Part     string `path:"part" enum:"pdf,ubl,cii"`
	SHA256   string `query:"sha256" maxLength:"64" doc:"Of the body, hex. Required here or in the header."`
	Declared string `header:"X-Content-SHA256" doc:"Of the body, hex."`
	Filename string `query:"filename" maxLength:"255" doc:"Name to save it by; left out: the path id."`
	RawBody  []byte
}

type partOutput struct {
	Body struct {
		Applied  bool        `json:"applied"`
		Reason   string      `json:"reason,omitempty" enum:"unchanged"`
		PathID   string      `json:"pathId"`
		Part     partShown   `json:"part"`
		Warnings []flagShown `json:"warnings" nullable:"false" doc:"What a reader should know of the file. It is kept and served as it came."`
	}
}

// billingDocuments registers documents and their files.
func (a *api) billingDocuments() {
	register(a, operation{
		method: http.MethodPut, path: "/api/v1/documents/{id}", id: "put-document", tag: "Mirror", scopes: []string{"write"},
		status: http.StatusOK, summary: "Mirror a document in",
		about: "A full snapshot of what the document says; its files are put apart. Several documents may share a number: each is one of its own.",
	}, func(ctx context.Context, in *snapshotInput[intake.DocumentBody]) (*takenOutput, error) {
		t, err := takeBody[intake.DocumentBody](ctx, a, in)
		return &takenOutput{t}, err
	})
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/documents/{id}", id: "get-document", tag: "Mirror", scopes: []string{"read"},
		status: http.StatusOK, summary: "Read a document back",
	}, a.getDocument)
	register(a, operation{
		method: http.MethodPut, path: "/api/v1/documents/{id}/parts/{part}", id: "put-document-part", tag: "Mirror", scopes: []string{"write"},
		status: http.StatusOK, summary: "Put a document's original file", raw: intake.MaxSize,
		about: "The body is the file, at most 10 MiB; its SHA-256 is required. The same bytes again are unchanged; other bytes are the next " +
			"revision, and the earlier ones are kept. The bytes must be what the part says: PDF, UBL 2.1 or CII.",
	}, a.putPart)
}

func (a *api) getDocument(ctx context.Context, in *SnapshotID) (*shownOutput[documentShown], error) {
	m, err := a.Portal.MirroredDocument(ctx, portal.Key{Account: callOf(ctx).account(), ID: in.ID})
	if err != nil {
		return nil, err
	}
	return &shownOutput[documentShown]{documentShown{
		DocumentBody: intake.ShowDocument(m.Document.ID, m.Invoice), PathID: m.Invoice.ID,
		Parts: partsShown(m.Document.Parts), Past: partsShown(m.Past), Flags: flagsShown(m.Invoice.Flags),
	}}, nil
}

func (a *api) putPart(ctx context.Context, in *partInput) (*partOutput, error) {
	if err := in.checkHash(); err != nil {
		return nil, err
	}
	role := portal.PartRole(in.Part)
	read, err := intake.ReadPart(role, in.RawBody)
	var refusal intake.Refusal
	if errors.As(err, &refusal) {
		return nil, unprocessable("body", strings.ToUpper(refusal.Reason[:1])+refusal.Reason[1:]+".")
	}
	if err != nil {
		return nil, err
	}
	c := callOf(ctx)
	file := portal.IncomingFile{Role: role, Body: in.RawBody, MIME: intake.MIMEOf(role), Filename: in.Filename}
	t, err := a.Portal.TakePart(ctx, c.actor(), portal.Key{Account: c.account(), ID: in.ID}, file, read)
	if err != nil {
		return nil, err
	}
	out := &partOutput{}
	out.Body.Applied, out.Body.PathID, out.Body.Part = t.Status == portal.Applied, t.PathID, partOf(t.Part)
	if !out.Body.Applied {
		out.Body.Reason = string(t.Status)
	}
	out.Body.Warnings = flagsShown(append(read.Flags, t.Differs...))
	return out, nil
}

// checkHash holds the body to what the caller says it is.
func (in *partInput) checkHash() error {
	field, want := "query.sha256", in.SHA256
	if in.Declared != "" {
		field, want = "header.X-Content-SHA256", in.Declared
	}
	if want == "" {
		return unprocessable(field, "Say the SHA-256 of the body, in hex, as ?sha256= or in X-Content-SHA256.")
	}
	sum := sha256.Sum256(in.RawBody)
	if !strings.EqualFold(want, hex.EncodeToString(sum[:])) {
		return unprocessable(field, "The body is not the one of that SHA-256: it was changed or cut off on the way. Send it again.")
	}
	return nil
}

func partOf(p portal.Part) partShown {
	return partShown{string(p.Role), p.SHA256, p.Size, p.Revision, p.Filename}
}

func partsShown(parts []portal.Part) []partShown {
	all := make([]partShown, 0, len(parts))
	for _, p := range parts {
		all = append(all, partOf(p))
	}
	return all
}

func flagsShown(flags []portal.Flag) []flagShown {
	all := make([]flagShown, 0, len(flags))
	for _, f := range flags {
		all = append(all, flagShown{f.Code, f.Detail})
	}
	return all
}
