package intake

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// invoiceNames are the names under which Factur-X, ZUGFeRD and XRechnung embed
// the invoice, best first, in lower case. Order-X embeds an order and is none.
var invoiceNames = []string{"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}

// isPDF says whether the bytes claim to be a PDF.
func isPDF(body []byte) bool { return bytes.HasPrefix(body, []byte("%PDF-")) }

// embeddedInvoice returns the e-invoice that a PDF carries, nil if it carries
// none. A PDF that cannot be opened is refused.
func embeddedInvoice(body []byte) (xml []byte, err error) {
	err = inPDFFile(body, func(ctx *model.Context) error {
		xml, err = findInvoice(ctx)
		return err
	})
	return xml, err
}

// lookIntoPDF is embeddedInvoice, and flags what a reader should know of.
func lookIntoPDF(body []byte) (xml []byte, flags []portal.Flag, err error) {
	err = inPDFFile(body, func(ctx *model.Context) error {
		flags = activeContent(ctx)
		xml, err = findInvoice(ctx)
		return err
	})
	return xml, flags, err
}

// inPDFFile opens a PDF. A panic of the library is a refusal.
func inPDFFile(body []byte, look func(*model.Context) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = brokenPDF
		}
	}()
	ctx, err := api.ReadContext(bytes.NewReader(body), pdfSettings())
	if errors.Is(err, pdfcpu.ErrWrongPassword) {
		return Refusal{"the PDF is locked with a password; remove the password and send it again"}
	}
	if err != nil || ctx.EnsurePageCount() != nil || ctx.PageCount == 0 {
		return brokenPDF
	}
	return look(ctx)
}

// brokenPDF is the refusal of a PDF whose structure cannot be read.
var brokenPDF = Refusal{"the PDF is damaged or uses features that cannot be read; export it again, or send the XML"}

// maxObjectStream bounds what one stream of the PDF's structure unpacks to, in
// bytes. The library keeps each that was looked into, so that this times the
// objects we look at (pdf_names.go) bounds the memory.
const maxObjectStream = 2 << 20

// pdfSettings is a complete configuration, so that the library neither reads
// nor writes one in the user's home.
func pdfSettings() *model.Configuration {
	limits := model.DefaultResourceLimits()
	limits.MaxStreamBytes = MaxSize
	limits.MaxDecodeBytes = maxObjectStream
	limits.MaxObjectStreamFirst = 1 << 20
	limits.MaxObjectCount = 1_000_000
	limits.MaxXRefEntries = 1_000_000
	limits.MaxObjectStreamCount = 100_000
	limits.MaxRecursionDepth = maxDepth
	return &model.Configuration{
		CreationDate:    time.Time{}.Format(time.DateOnly),
		Version:         model.VersionStr,
		Reader15:        true,
		ValidationMode:  model.ValidationRelaxed,
		Eol:             types.EolLF,
		Cmd:             model.EXTRACTATTACHMENTS,
		Offline:         true,
		TimestampFormat: time.DateTime,
		DateFormat:      time.DateOnly,
		Limits:          limits,
	}
}

// findInvoice looks through the PDF's embedded files and unpacks the best invoice.
func findInvoice(ctx *model.Context) ([]byte, error) {
	tree, err := embeddedFiles(ctx.XRefTable)
	if err != nil {
		return nil, brokenPDF
	}
	w := nameTree{x: ctx.XRefTable}
	err = w.walk(tree)
	if errors.Is(err, errManyFiles) {
		return nil, Refusal{fmt.Sprintf("the PDF carries more than %d files; send the XML by itself", maxFiles)}
	}
	if err != nil {
		return nil, brokenPDF
	}
	var best types.Dict
	rank := len(invoiceNames)
	for _, spec := range w.specs {
		if r := slices.Index(invoiceNames, fileName(ctx.XRefTable, spec)); r >= 0 && r < rank {
			best, rank = spec, r
		}
	}
	if best == nil {
		return nil, nil
	}
	return unpack(ctx.XRefTable, best)
}

// fileName returns the lower-case name of an embedded file, empty if it has none.
func fileName(x *model.XRefTable, spec types.Dict) string {
	for _, key := range []string{"UF", "F"} {
		o, found := spec.Find(key)
		if !found {
			continue
		}
		if name, err := x.DereferenceStringOrHexLiteral(o, model.V10, nil); err == nil {
			return strings.ToLower(name)
		}
	}
	return ""
}

// unpack returns the bytes of an embedded file, up to MaxSize.
func unpack(x *model.XRefTable, spec types.Dict) ([]byte, error) {
	files, err := dictAt(x, spec, "EF")
	if err != nil || files == nil {
		return nil, brokenPDF
	}
	o, found := files.Find("F")
	if !found {
		return nil, brokenPDF
	}
	stream, _, err := x.DereferenceStreamDict(o)
	if err != nil || stream == nil {
		return nil, brokenPDF
	}
	if stream.FilterPipeline == nil {
		return stream.Raw, nil
	}
	if err := stream.DecodeWithLimit(MaxSize); err != nil {
		return nil, Refusal{fmt.Sprintf("the e-invoice inside this PDF cannot be unpacked or is larger than %d MB; send the XML by itself", MaxSize>>20)}
	}
	return stream.Content, nil
}
