package portal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Explanation says of a pasted link, to an admin, which page its holder sees,
// why, and what would mend it. It tells more than a visitor ever learns.
type Explanation struct {
	Sentence string    // why, in one sentence
	Mend     string    // what to do about it; empty: nothing is wrong
	Page     string    // name of the page the holder sees: "document", "expired", …
	Checks   []Check   // in the order of the list; at most one has not passed
	Object   ObjectKey // what the link is about, where its path can be read
	Known    bool      // the object exists, and the verbs work on it
	Foreign  bool      // a genuine link to an account that is not seen: nothing else is said
	Repairs  []string  // what was undone to read it: "Unwrapped: Proofpoint", "repaired: &amp; → &"
	Title    string    // "Invoice INV-2026-0417", where known
	State    LinkState
	Start    time.Time // window of the pasted link; zero where unreadable
	End      time.Time
}

// Explain diagnoses a link as somebody pasted it out of a mail, for somebody who
// may see these accounts. Of a genuine link to another they learn just that; of
// others nothing.
func (s *Service) Explain(ctx context.Context, seen Accounts, pasted string) (Explanation, error) {
	x := explaining{Service: s, seen: seen}
	if err := x.run(ctx, pasted); err != nil {
		return Explanation{}, err
	}
	return x.Explanation, nil
}

// ExplainFor is Explain for one account's own systems, which are told nothing
// of any other's links. ErrNotFound: the link is not one of the account's.
func (s *Service) ExplainFor(ctx context.Context, account, pasted string) (Explanation, error) {
	x := explaining{Service: s, seen: OnlyAccounts(account)}
	err := x.run(ctx, pasted)
	if err == nil && (x.path.Account != "" && x.path.Account != account || x.ring != nil && x.ring.Account != account) {
		err = fmt.Errorf("link of another account: %w", ErrNotFound)
	}
	if err != nil {
		return Explanation{}, err
	}
	return x.Explanation, nil
}

// explaining collects an Explanation step by step; the step that decides ends it.
type explaining struct {
	*Service
	Explanation
	seen    Accounts
	account Account
	ring    *link.Ring
	path    link.Path
	raw     string // query as it stands
	query   link.Query
	wrong   string // page of a wrong checksum
}

func (x *explaining) failed() bool { return x.Page != "" }

func (x *explaining) run(ctx context.Context, pasted string) error {
	err := x.steps(ctx, pasted)
	slices.SortStableFunc(x.Checks, func(a, b Check) int {
		return cmp.Compare(slices.Index(checkOrder, a.Name), slices.Index(checkOrder, b.Name))
	})
	return err
}

func (x *explaining) steps(ctx context.Context, pasted string) error {
	rawQuery := x.readAddress(pasted)
	if x.failed() {
		return nil
	}
	if err := x.findKeys(ctx); err != nil {
		return err
	}
	if x.ring != nil && !x.seen.Has(x.ring.Account) {
		x.outside(rawQuery)
		return nil
	}
	x.readQuery(rawQuery)
	if x.failed() {
		x.hintUnits(rawQuery)
		return nil
	}
	if err := x.check(ctx); err != nil {
		return err
	}
	if x.ring != nil && !slices.ContainsFunc(x.Checks, func(c Check) bool { return c.Name == checkWindow }) {
		x.note(checkWindow, x.windowSeen())
	}
	return x.told(ctx)
}

// outside is all that is said of a link to an account that is not seen: that it
// is one, to whoever holds a genuine one; nothing to others.
func (x *explaining) outside(rawQuery string) {
	clean, _ := link.Repair(rawQuery, x.path.Kind)
	q, err := link.ParseQuery(clean, x.path.Kind)
	genuine := false
	if err == nil {
		_, fault := link.Check(x.ring, x.path, q, x.now().Unix())
		genuine = fault != link.Tampered && fault != link.Damaged
	}
	account := x.path.Account
	x.Explanation = Explanation{Foreign: genuine}
	if genuine {
		x.Page, x.Sentence = "unseen", "This link belongs to an account that you do not work for."
		return
	}
	x.fail(checkHost, "no account "+account, "tampered", noSuchAccount(account), mendAccount)
}

func (x *explaining) findKeys(ctx context.Context) error {
	account, ring, err := x.ringOf(ctx, x.path)
	if err != nil {
		return err
	}
	x.account, x.ring = account, ring
	if ring != nil && x.seen.Has(ring.Account) {
		x.Object.Account = ring.Account
		if err := x.lookUp(ctx); err != nil {
			return err
		}
	}
	return nil
}

// lookUp finds the object early: an admin is helped to it even where the link
// to it is broken.
func (x *explaining) lookUp(ctx context.Context) error {
	o, err := x.describe(ctx, x.Object)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	x.Known, x.Title = err == nil, o.Title
	if x.State, err = x.store.LinkState(ctx, x.Object); err != nil {
		return fmt.Errorf("link state: %w", err)
	}
	return nil
}

const mendReissue = "Send a new link."

const repairedSeen = "damaged by a mail program, and repaired when it is opened"

// repaired is the query under what mail programs did to it; false: nothing can
// be undone that leaves a readable one.
func (x *explaining) repaired() (link.Query, bool) {
	clean, changed := link.Repair(x.raw, x.path.Kind)
	q, err := link.ParseQuery(clean, x.path.Kind)
	return q, changed && err == nil
}

// checksum checks the link as Admit does: a query that damage has left readable
// is repaired too, where that makes its checksum right.
func (x *explaining) checksum() (link.Grant, link.Fault) {
	grant, fault := link.Check(x.ring, x.path, x.query, x.now().Unix())
	if fault != link.Tampered {
		return grant, fault
	}
	repaired, ok := x.repaired()
	if !ok {
		return grant, fault
	}
	mended, mendedFault := link.Check(x.ring, x.path, repaired, x.now().Unix())
	if mendedFault == link.Damaged || mendedFault == link.Tampered {
		return grant, fault
	}
	x.query = repaired
	x.Checks = slices.DeleteFunc(x.Checks, func(c Check) bool { return c.Name == checkAddress })
	x.sawRepairs()
	x.window()
	return mended, mendedFault
}

func (x *explaining) window() {
	x.Start, x.End = time.Unix(x.query.Start(), 0).UTC(), time.Unix(x.query.End(), 0).UTC()
}

func (x *explaining) check(ctx context.Context) error {
	grant, fault := x.checksum()
	if fault == link.Tampered {
		return x.explainTampered(ctx)
	}
	x.hostSeen()
	x.pass(checkSum, x.signer())
	if fault == link.Policy {
		x.explainPolicy()
		return nil
	}
	if x.path.Kind == link.Approve {
		return x.explainRequest(ctx, grant, fault)
	}
	if decided, err := x.explainQuote(ctx, grant); decided || err != nil {
		return err
	}
	x.explainStanding(standing(fault, grant, x.State), fault)
	if x.failed() {
		return nil
	}
	if !x.Known {
		x.fail(checkState, "unknown", "not-found",
			"The link is genuine, but what it points to is not in this installation.",
			"Import the document, or check the number with the billing system.")
		return nil
	}
	x.pass(checkState, x.Title)
	return x.explainBilled(ctx, grant)
}

// explainQuote tells of a quote that was accepted or declined: its links say so
// whatever became of them.
func (x *explaining) explainQuote(ctx context.Context, g link.Grant) (decided bool, err error) {
	if g.Kind() != link.Quote {
		return false, nil
	}
	o, err := x.quoteOutcome(ctx, x.account, g)
	if err != nil || o == nil {
		return false, err
	}
	on := o.State
	if !o.At.IsZero() {
		on += " on " + x.account.moment(o.At)
	}
	x.pass(checkState, on)
	x.Page, x.Sentence = "used", "It works. The quote was "+on+"; they now see that."
	if o.State == QuoteDeclined {
		x.Page = "declined"
	}
	return true, nil
}

// signer says whose key or seed made the checksum.
func (x *explaining) signer() string {
	if x.query.Scheme() == link.SchemeV2 {
		return "right: matches key " + x.query.KeyID()
	}
	for _, m := range link.Diagnose(x.ring, x.path, x.query) {
		if len(m.Notes) == 0 && m.Seed == "previous" {
			return "right: matches the previous seed" + x.until(x.ring.V1.PreviousUntil)
		}
	}
	return "right: matches the current seed"
}

func (x *explaining) until(unix int64) string {
	if unix == 0 {
		return ""
	}
	return ", accepted until " + x.account.moment(time.Unix(unix, 0))
}

func (x *explaining) explainPolicy() {
	if reversed(x.query) {
		x.fail(checkWindow, x.windowSeen(), "policy",
			"The link is genuine, but it ends before it starts.",
			"The system that signed it must put the start first; until then send a new link.")
		return
	}
	x.fail(checkWindow, x.windowSeen(), "policy",
		fmt.Sprintf("The link is genuine, but it lasts longer than the %d days allowed.", x.path.Kind.MaxDays()),
		"The system that signed it must use a shorter window; until then send a new link.")
}

// windowSeen is the window, how long it may be, and where in it we are.
func (x *explaining) windowSeen() string {
	days := float64(x.query.End()-x.query.Start()) / 86400
	return fmt.Sprintf("starts %s, ends %s, %.1f days of at most %d; now it is %s",
		x.account.moment(x.Start), x.account.moment(x.End), days, x.path.Kind.MaxDays(), x.account.moment(x.now()))
}
