package intake

import (
	"errors"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// embeddedFiles returns the root of the name tree of embedded files, nil if
// the PDF has none.
func embeddedFiles(x *model.XRefTable) (types.Dict, error) {
	catalog, err := x.Catalog()
	if err != nil {
		return nil, err
	}
	names, err := dictAt(x, catalog, "Names")
	if err != nil || names == nil {
		return nil, err
	}
	return dictAt(x, names, "EmbeddedFiles")
}

// dictAt returns the dictionary under a key, nil if there is none.
func dictAt(x *model.XRefTable, d types.Dict, key string) (types.Dict, error) {
	o, found := d.Find(key)
	if !found {
		return nil, nil
	}
	return x.DereferenceDict(o)
}

// arrayAt returns the array under a key, nil if there is none.
func arrayAt(x *model.XRefTable, d types.Dict, key string) (types.Array, error) {
	o, found := d.Find(key)
	if !found {
		return nil, nil
	}
	return x.DereferenceArray(o)
}

// nameTree collects the file specifications of a name tree (ISO 32000-1,
// 7.9.6): inner nodes have Kids, leaves have Names, a list of key and value.
type nameTree struct {
	x     *model.XRefTable
	nodes int
	specs []types.Dict
}

// maxFiles bounds the files and the nodes of a name tree, which may be a
// circle in a broken PDF.
const maxFiles = 32

var errManyFiles = errors.New("more embedded files than we look at")

func (w *nameTree) walk(d types.Dict) error {
	if w.nodes++; w.nodes > maxFiles {
		return errManyFiles
	}
	names, err := arrayAt(w.x, d, "Names")
	if err != nil {
		return err
	}
	for i := 1; i < len(names); i += 2 {
		if len(w.specs) == maxFiles {
			return errManyFiles
		}
		spec, err := w.x.DereferenceDict(names[i])
		if err != nil {
			return err
		}
		w.specs = append(w.specs, spec)
	}
	kids, err := arrayAt(w.x, d, "Kids")
	if err != nil {
		return err
	}
	for _, k := range kids {
		kid, err := w.x.DereferenceDict(k)
		if err != nil {
			return err
		}
		if err := w.walk(kid); err != nil {
			return err
		}
	}
	return nil
}
