package portal

import (
	"net/url"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// readAddress reads host and path, and returns the query as it stands.
func (x *explaining) readAddress(pasted string) (rawQuery string) {
	p := link.ReadPasted(pasted)
	x.Repairs = p.Repairs
	for _, by := range slices.Backward(p.Wraps) {
		x.Repairs = append([]string{"Unwrapped: " + by}, x.Repairs...)
	}
	x.sawWraps(p)
	if p.Opaque != "" {
		x.fail(checkWrapped, "wrapped by "+p.Opaque+", which does not show where it leads", "wrong-host",
			"This is a link of "+p.Opaque+", which keeps to itself where it leads.",
			"Ask the customer to open it and to send the address that the browser then shows, or search for the customer.")
		return ""
	}
	if base, err := url.Parse(x.base); err == nil && p.Host != "" && p.Host != base.Host {
		x.fail(checkHost, "host "+p.Host, "wrong-host",
			"This link leads to "+p.Host+", which is not this installation.",
			"Ask for the link from the mail this installation sent, or look up the customer.")
		return ""
	}
	path, ok := link.ParsePath(p.Path)
	if !link.CleanPath(p.Path) || !ok {
		x.fail(checkAddress, "the path names no page", "not-found",
			"The address is not that of any page: its path was changed or cut.",
			"Ask for the whole address, from https to the last letter, or search for the customer.")
		return ""
	}
	x.path = path
	x.Object = ObjectKey{path.Account, path.Kind, path.ID}
	return p.Query
}

func (x *explaining) sawWraps(p link.Pasted) {
	switch {
	case len(p.Wraps) > 0:
		x.pass(checkWrapped, "unwrapped: "+strings.Join(p.Wraps, ", "))
	case p.Opaque == "":
		x.pass(checkWrapped, "not wrapped")
	}
	for _, repair := range p.Repairs {
		x.pass(checkAddress, repair)
	}
}

func (x *explaining) readQuery(raw string) {
	x.raw, x.wrong = raw, "tampered"
	q, err := link.ParseQuery(raw, x.path.Kind)
	if err == nil {
		x.query = q
		x.pass(checkAddress, "complete")
		x.window()
		return
	}
	repaired, ok := x.repaired()
	if !ok {
		x.incomplete(strings.TrimPrefix(err.Error(), link.ErrDamaged.Error()+": "))
		return
	}
	x.query, x.wrong = repaired, "damaged"
	x.sawRepairs()
	x.window()
}

// sawRepairs says what the server undoes when the link is opened.
func (x *explaining) sawRepairs() {
	x.Repairs = append(x.Repairs, link.RepairsOf(x.raw, x.path.Kind)...)
	x.pass(checkAddress, repairedSeen)
}

// incomplete ends with a query that cannot be read.
func (x *explaining) incomplete(reason string) {
	const mend = "Ask for the whole address, or send a new link."
	x.hostSeen()
	switch name, cut := link.CutAfter(x.raw); {
	case cut && name == "":
		x.fail(checkAddress, "nothing stands behind the path", "damaged",
			"The address was cut before ‘?’. The link itself is fine; ask them to copy all of it.", mend)
	case cut:
		x.fail(checkAddress, "cut after "+name, "damaged",
			"The address was cut after ‘"+name+"’. The link itself is fine; ask them to copy all of it.", mend)
	default:
		x.fail(checkAddress, reason, "damaged", "The link is incomplete: "+reason+".",
			"The link itself may be fine: ask for all of it, from https to the last letter, or send a new link.")
	}
}

// hostSeen says where the link leads, once that is known to be here.
func (x *explaining) hostSeen() {
	if x.ring != nil {
		x.pass(checkHost, "account "+x.ring.Account)
	}
	x.pass(checkKind, string(x.path.Kind))
}
