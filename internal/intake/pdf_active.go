package intake

import (
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// maxUnpacked is how many object streams are unpacked to look for scripts. The
// library keeps each, up to maxObjectStream bytes.
const maxUnpacked = 32

// activeContent flags a PDF that holds a script or an action that starts a
// program. It is kept and served as the issuer made it: whoever opens it is
// asked by their reader, and the account's people can see why.
func activeContent(ctx *model.Context) []portal.Flag {
	a := actions{x: ctx.XRefTable, unpacked: map[int]bool{}}
	for _, number := range slices.Sorted(maps.Keys(ctx.Table)) {
		if found := a.at(number); found != "" {
			return []portal.Flag{{Code: portal.FlagActivePDF, Detail: found}}
		}
	}
	return nil
}

// actions looks for actions (ISO 32000-1, 12.6.4) in every object of a PDF,
// whether or not anything leads to it.
type actions struct {
	x        *model.XRefTable
	unpacked map[int]bool // object streams looked into
}

func (a *actions) at(number int) string {
	entry := a.x.Table[number]
	if entry == nil || entry.Free {
		return ""
	}
	if entry.ObjectStream != nil {
		a.unpacked[*entry.ObjectStream] = true
		if len(a.unpacked) > maxUnpacked {
			return "The PDF is built of so many parts that it was not looked through for scripts."
		}
	}
	o, err := a.x.Dereference(*types.NewIndirectRef(number, 0))
	if err != nil {
		return ""
	}
	return inObject(o, 0)
}

func inObject(o types.Object, depth int) string {
	if depth > maxDepth {
		return ""
	}
	switch o := o.(type) {
	case types.StreamDict:
		return inDict(o.Dict, depth)
	case *types.StreamDict:
		return inDict(o.Dict, depth)
	case types.Dict:
		return inDict(o, depth)
	case types.Array:
		for _, kid := range o {
			if found := inObject(kid, depth+1); found != "" {
				return found
			}
		}
	}
	return ""
}

func inDict(d types.Dict, depth int) string {
	if _, scripted := d.Find("JS"); scripted {
		return "The PDF holds a script."
	}
	switch nameAt(d, "S") {
	case "JavaScript":
		return "The PDF holds a script."
	case "Launch":
		return "The PDF holds an action that starts a program."
	}
	for _, key := range slices.Sorted(maps.Keys(d)) {
		if found := inObject(d[key], depth+1); found != "" {
			return found
		}
	}
	return ""
}

// nameAt returns the name under a key with its escapes undone, empty if there
// is none.
func nameAt(d types.Dict, key string) string {
	raw := d.NameEntry(key)
	if raw == nil {
		return ""
	}
	name, err := types.DecodeName(*raw)
	if err != nil {
		return ""
	}
	return name
}
