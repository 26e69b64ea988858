package link

import "slices"

// Kind is the page a link opens, written as it stands in the path.
type Kind string

// The kinds of page.
const (
	Approve      Kind = "approve" // approval of a connection
	Confirmation Kind = "p"       // purchase, its items and documents
	Invoice      Kind = "invoice" // one invoice: page, PDF, XML
	Quote        Kind = "cq"      // a quote to accept or decline
	Payment      Kind = "scp"     // payment method of one subscription
	Upgrade      Kind = "usi"     // upgrade of a subscription's item
	Renewal      Kind = "urb"     // recurring billing of a purchase's item
	Methods      Kind = "ccp"     // saved payment methods of a customer
	Redo         Kind = "redop"   // a purchase that failed, once more
)

// kindRule is what the grammar and the policy say about one kind.
type kindRule struct {
	kind    Kind
	prefix  string // in front of the digits of the path id; "" for none
	action  bool
	days    int
	covered [maxCovered]string // sorted; "" fills up
}

// maxCovered is the greatest number of parameters one kind covers.
const maxCovered = 2

// rules is never written to. Its order is the one people read kinds in.
var rules = [...]kindRule{
	{kind: Approve, action: true, days: 30},
	{kind: Confirmation, days: 99},
	{kind: Invoice, days: 99, covered: [maxCovered]string{"documentid"}},
	{kind: Quote, days: 99},
	{kind: Payment, prefix: "S", action: true, days: 99},
	{kind: Upgrade, prefix: "S", action: true, days: 99, covered: [maxCovered]string{"cart", "subscriptionrunningno"}},
	{kind: Renewal, action: true, days: 99, covered: [maxCovered]string{"item"}},
	{kind: Methods, prefix: "c", action: true, days: 99},
	{kind: Redo, action: true, days: 99},
}

// noRule stands for every kind there is not.
var noRule kindRule

func (k Kind) rule() *kindRule {
	for i := range rules {
		if rules[i].kind == k {
			return &rules[i]
		}
	}
	return &noRule
}

// ParseKind reads a kind as it stands in a path.
func ParseKind(s string) (Kind, bool) {
	k := Kind(s)
	return k, k.known()
}

func (k Kind) known() bool { return k != "" && k.rule().kind == k }

// Kinds lists every kind there is.
func Kinds() []Kind {
	all := make([]Kind, len(rules))
	for i := range rules {
		all[i] = rules[i].kind
	}
	return all
}

// Action reports whether the page changes something for its visitor. Kinds
// that only show are false; a quote counts as one, since it opens directly.
func (k Kind) Action() bool { return k.rule().action }

// MaxDays is the longest a link of this kind may last, in days of 86,400
// seconds. An unknown kind has 0.
func (k Kind) MaxDays() int { return k.rule().days }

// Covered lists the extra parameters a V2 checksum of this kind covers,
// sorted by name.
func (k Kind) Covered() []string {
	names := slices.Clone(k.rule().covered[:])
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}
