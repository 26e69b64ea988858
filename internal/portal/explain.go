package portal

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Explanation says of a pasted link, to an admin, which page its holder sees,
// why, and what would mend it. It tells more than a visitor ever learns.
type Explanation struct {
	Sentence string    // why, in one sentence
	Mend     string    // what to do about it; empty: nothing is wrong
	Page     string    // name of the page the holder sees: "document", "expired", …
	Checks   []Check   // in the order of the server, up to the first that fails
	Object   ObjectKey // what the link is about, where its path can be read
	Known    bool      // the object exists, and the verbs work on it
	Title    string    // "Invoice INV-2026-0417", where known
	State    LinkState
	Start    time.Time // window of the pasted link; zero where unreadable
	End      time.Time
}

// Check is one step of an explanation.
type Check struct {
	Name   string // "Checksum"
	Passed bool
	Detail string // what was seen
}

// Explain diagnoses a link as somebody pasted it out of a mail.
func (s *Service) Explain(ctx context.Context, pasted string) (Explanation, error) {
	return s.explain(ctx, Accounts{}, pasted)
}

// ExplainIn is Explain for somebody who may see some accounts: any other is as
// if it were not there.
func (s *Service) ExplainIn(ctx context.Context, accounts Accounts, pasted string) (Explanation, error) {
	return s.explain(ctx, accounts, pasted)
}

// ExplainFor is Explain for one account's own systems, which are told nothing
// of any other's links. ErrNotFound: the link is not one of the account's.
func (s *Service) ExplainFor(ctx context.Context, account, pasted string) (Explanation, error) {
	x, err := s.explain(ctx, OnlyAccounts(account), pasted)
	if err == nil && x.Object.Account != "" && x.Object.Account != account {
		err = fmt.Errorf("link of another account: %w", ErrNotFound)
	}
	if err != nil {
		return Explanation{}, err
	}
	return x, nil
}

func (s *Service) explain(ctx context.Context, only Accounts, pasted string) (Explanation, error) {
	x := explaining{Service: s, only: only}
	if err := x.run(ctx, pasted); err != nil {
		return Explanation{}, err
	}
	return x.Explanation, nil
}

// explaining collects an Explanation step by step; a failed step ends it.
type explaining struct {
	*Service
	Explanation
	only    Accounts // those that the asker may be told of
	account Account
	ring    *link.Ring
	path    link.Path
	raw     string // query as it stands
	query   link.Query
	wrong   string // page of a wrong checksum
}

func (x *explaining) pass(name, detail string) {
	x.Checks = append(x.Checks, Check{name, true, detail})
}

func (x *explaining) fail(name, detail, page, sentence, mend string) {
	x.Checks = append(x.Checks, Check{name, false, detail})
	x.Page, x.Sentence, x.Mend = page, sentence, mend
}

func (x *explaining) failed() bool { return x.Page != "" }

func (x *explaining) run(ctx context.Context, pasted string) error {
	rawQuery := x.readAddress(pasted)
	if x.failed() {
		return nil
	}
	if err := x.findKeys(ctx); err != nil {
		return err
	}
	x.readQuery(rawQuery)
	if x.failed() {
		return nil
	}
	return x.check(ctx)
}

// readAddress reads host and path, and returns the query as it stands.
func (x *explaining) readAddress(pasted string) (rawQuery string) {
	host, rawPath, rawQuery, notes := link.ParseTarget(pasted)
	if base, err := url.Parse(x.base); err == nil && host != "" && host != base.Host {
		x.fail("Address", "host "+host, "wrong-host",
			"This link leads to "+host+", which is not this installation.",
			"Ask for the link from the mail this installation sent, or look up the customer.")
		return ""
	}
	path, ok := link.ParsePath(rawPath)
	if !link.CleanPath(rawPath) || !ok {
		x.fail("Address", "the path names no page", "not-found",
			"The address is not that of any page: its path was changed or cut.",
			"Ask for the whole address, from https to the last letter, or search for the customer.")
		return ""
	}
	x.path = path
	x.Object = ObjectKey{path.Account, path.Kind, path.ID}
	x.pass("Address", strings.Join(append([]string{"complete"}, notes...), "; "))
	return rawQuery
}

func (x *explaining) findKeys(ctx context.Context) error {
	account, ring, err := x.ringOf(ctx, x.path)
	if err != nil {
		return err
	}
	if ring != nil && !x.only.Has(ring.Account) {
		account, ring = Account{}, nil // as of an account that is not there
	}
	x.account, x.ring = account, ring
	if ring != nil {
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

func (x *explaining) readQuery(raw string) {
	x.raw, x.wrong = raw, "tampered"
	q, err := link.ParseQuery(raw, x.path.Kind)
	if err == nil {
		x.query = q
		x.pass("Parameters", "readable")
		x.window()
		return
	}
	repaired, ok := x.repaired()
	if !ok {
		reason := strings.TrimPrefix(err.Error(), link.ErrDamaged.Error()+": ")
		x.fail("Parameters", reason, "damaged",
			"The link is incomplete: "+reason+".",
			"The link itself may be fine: ask for all of it, from https to the last letter, or send a new link.")
		return
	}
	x.query, x.wrong = repaired, "damaged"
	x.pass("Parameters", repairedSeen)
	x.window()
}

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
	x.Checks[len(x.Checks)-1].Detail = repairedSeen
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
	x.pass("Account and key", x.signer())
	x.pass("Checksum", "right")
	if fault == link.Policy {
		x.explainPolicy()
		return nil
	}
	x.pass("Lifetime", x.lifetimeSeen())
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
		x.fail("Object", "unknown", "not-found",
			"The link is genuine, but what it points to is not in this installation.",
			"Import the document, or check the number with the billing system.")
		return nil
	}
	x.pass("Object", x.Title)
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
	x.pass("Quote", on)
	x.Page, x.Sentence = "used", "It was "+on+": whoever opens it reads that."
	if o.State == QuoteDeclined {
		x.Page = "declined"
	}
	return true, nil
}

func (x *explaining) signer() string {
	if x.query.Scheme() == link.SchemeV2 {
		return "account " + x.Object.Account + ", key " + x.query.KeyID()
	}
	return "account " + x.Object.Account + ", its seed"
}

func (x *explaining) explainPolicy() {
	if reversed(x.query) {
		x.fail("Lifetime", "it ends "+x.account.moment(x.End)+" and starts "+x.account.moment(x.Start), "policy",
			"The link is genuine, but it ends before it starts.",
			"The system that signed it must put the start first; until then send a new link.")
		return
	}
	x.fail("Lifetime", x.lifetimeSeen(), "policy",
		fmt.Sprintf("The link is genuine, but it lasts longer than the %d days allowed.", x.path.Kind.MaxDays()),
		"The system that signed it must use a shorter window; until then send a new link.")
}

func (x *explaining) lifetimeSeen() string {
	days := float64(x.query.End()-x.query.Start()) / 86400
	return fmt.Sprintf("%.1f days, at most %d", days, x.path.Kind.MaxDays())
}

func (x *explaining) explainStanding(st Standing, fault link.Fault) {
	when := x.account.moment
	switch st {
	case Withdrawn:
		if fault == link.Revoked {
			x.fail("Not revoked", "key "+x.query.KeyID()+" is revoked", "withdrawn",
				"The link is genuine, but the key that signed it was revoked.", mendReissue)
			return
		}
		x.fail("Not revoked", "revoked on "+when(x.State.EndedAt), "withdrawn",
			"The link was turned off on "+when(x.State.EndedAt)+".", mendReissue)
	case Superseded:
		x.pass("Not revoked", "right")
		x.fail("Newest link", "replaced on "+when(x.State.EndedAt), "superseded",
			"It was replaced by a newer link on "+when(x.State.EndedAt)+".", x.mendReplaced())
	case NotYet:
		x.pass("Newest link", "yes")
		x.fail("Started", "starts on "+when(x.Start), "not-yet",
			"It is not active until "+when(x.Start)+".", "Wait, or send a new link that works now.")
	case Expired:
		x.pass("Newest link", "yes")
		x.fail("Not over", "ended on "+when(x.End), "expired",
			"It expired on "+when(x.End)+".", mendReissue)
	default:
		x.pass("Newest link", "yes")
		x.pass("Window", "open until "+when(x.End))
	}
}

// mendReplaced is what helps whoever holds a replaced link: the newest, while it
// works.
func (x *explaining) mendReplaced() string {
	if x.State.Live(x.now().Unix()) {
		return "Remind the customer of the newest link."
	}
	return mendReissue
}
