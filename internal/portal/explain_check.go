package portal

import "slices"

// Check is one line of the list of what was checked. Of those that were looked at
// at most one has not passed: it is why the holder sees what they see.
type Check struct {
	Name   string // "Checksum"
	Passed bool
	Noted  bool   // says how it is, and decides nothing
	Detail string // what was seen
}

// The lines of the list, in their order.
const (
	checkAddress = "Address complete"
	checkWrapped = "Mail scanner"
	checkHost    = "Host and account"
	checkKind    = "Page kind"
	checkSum     = "Checksum"
	checkWindow  = "Window"
	checkState   = "State"
	checkNewest  = "Newest link"
	checkMail    = "Email"
	checkClicks  = "Clicks"
)

var checkOrder = []string{
	checkAddress, checkWrapped, checkHost, checkKind, checkSum, checkWindow, checkState, checkNewest, checkMail, checkClicks,
}

func (x *explaining) pass(name, detail string) {
	x.line(Check{Name: name, Passed: true, Detail: detail})
}

func (x *explaining) note(name, detail string) {
	x.line(Check{Name: name, Passed: true, Noted: true, Detail: detail})
}

// fail ends an explanation with the page and the reason.
func (x *explaining) fail(name, detail, page, sentence, mend string) {
	x.line(Check{Name: name, Detail: detail})
	x.Page, x.Sentence, x.Mend = page, sentence, mend
}

// line adds to the list. What is said twice about the same is one line.
func (x *explaining) line(c Check) {
	i := slices.IndexFunc(x.Checks, func(have Check) bool { return have.Name == c.Name })
	if i < 0 {
		x.Checks = append(x.Checks, c)
		return
	}
	c.Detail = x.Checks[i].Detail + "; " + c.Detail
	c.Noted = c.Noted && x.Checks[i].Noted
	x.Checks[i] = c
}
