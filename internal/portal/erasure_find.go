package portal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Erased stands where a name or an address was, once its person was erased.
const Erased = "erased"

// KnownPerson is everything that an account keeps of somebody.
type KnownPerson struct {
	Account   string
	Addresses []string        // trimmed, in lower case
	Customers []KnownCustomer // that have one of the addresses, or were asked for
	Invoices  []Invoice       // that name them or the customer, without Content
	Purchases []Purchase      // of customers that are erased whole, and of the others those that name an address
	Methods   []PaymentMethod // of customers that are erased whole
	Requests  []KnownRequest
	Mails     []Message // to one of the addresses, or about what the customer has
	Notes     []DeskNote
	Visits    []Visit
	Live      []LinkState // links that work
	Decisions []BillingDecision
	Answers   []Decision // the last of each link request
	Held      []Suppression

	own    []ObjectKey // what links about the customers erased whole open
	mailed []ObjectKey // other objects whose links went to one of the addresses
}

// KnownCustomer is a customer that a person is, or belongs to.
type KnownCustomer struct {
	Customer
	Whole bool // nobody else is left in it, or it was asked for itself
}

// KnownRequest is a link request that names a person.
type KnownRequest struct {
	LinkRequest
	Whole bool // it asks for a customer that is erased whole
}

// decisionsFound is how many decisions about one subject are looked at.
const decisionsFound = 1000

// FindPerson gathers what an account keeps of an address, or of a customer and
// everybody in it. Nothing is changed. ErrNotFound: nothing is kept.
func (s *Service) FindPerson(ctx context.Context, account, who string) (KnownPerson, error) {
	return s.findPerson(ctx, s.store, account, who)
}

func (s *Service) findPerson(ctx context.Context, rd Reader, account, who string) (KnownPerson, error) {
	a, err := rd.Account(ctx, account)
	if err != nil {
		return KnownPerson{}, fmt.Errorf("account %s: %w", account, err)
	}
	p := &personSearch{KnownPerson: KnownPerson{Account: account}, rd: rd, account: a, now: s.now().Unix()}
	for _, step := range []func(context.Context, string) error{
		p.customers, p.billed, p.requests, p.mails, p.links, p.decisions, p.held,
	} {
		if err := step(ctx, who); err != nil {
			return KnownPerson{}, fmt.Errorf("what is kept of a person: %w", err)
		}
	}
	if len(p.Customers)+len(p.Invoices)+len(p.Requests)+len(p.Mails)+len(p.Held) == 0 {
		return KnownPerson{}, fmt.Errorf("person: %w", ErrNotFound)
	}
	return p.KnownPerson, nil
}

// personSearch fills a Person step by step; each step builds on those before.
type personSearch struct {
	KnownPerson
	rd      Reader
	account Account
	now     int64
}

// customers finds whom it is about: an address and the customers that have it,
// or one customer with all its addresses and whoever else has one of them.
func (p *personSearch) customers(ctx context.Context, who string) error {
	asked := ""
	if email := NormalEmail(who); strings.Contains(email, "@") {
		p.Addresses = []string{email}
	} else {
		c, err := p.rd.Customer(ctx, Key{p.account.Slug, bareID(strings.TrimSpace(who), "c")})
		if err != nil {
			return err
		}
		asked, p.Addresses = c.ID, c.addresses()
		p.Customers = []KnownCustomer{{Customer: c, Whole: true}}
	}
	others, err := p.rd.ClientsByEmail(ctx, p.account.Slug, p.Addresses)
	if err != nil {
		return err
	}
	for _, c := range others {
		if c.ID != asked {
			p.Customers = append(p.Customers, KnownCustomer{Customer: c, Whole: len(c.without(p.Addresses).addresses()) == 0})
		}
	}
	return nil
}

// addresses are those of a customer and its people, each once.
func (c Customer) addresses() []string {
	var all []string
	for _, u := range append([]User{{Email: c.Email}}, c.Users...) {
		if email := NormalEmail(u.Email); email != "" && !slices.Contains(all, email) {
			all = append(all, email)
		}
	}
	return all
}

// without is the customer without those of its people that have one of these
// addresses.
func (c Customer) without(addresses []string) Customer {
	if slices.Contains(addresses, NormalEmail(c.Email)) {
		c.Email = ""
	}
	c.Users = slices.DeleteFunc(slices.Clone(c.Users), func(u User) bool { return slices.Contains(addresses, NormalEmail(u.Email)) })
	return c
}

func (p *personSearch) billed(ctx context.Context, _ string) error {
	for _, c := range p.Customers {
		purchases, err := p.rd.AllPurchases(ctx, c.Key)
		if err != nil {
			return err
		}
		if !c.Whole {
			others := func(o Purchase) bool { return !o.names(p.Addresses) }
			p.Purchases = append(p.Purchases, slices.DeleteFunc(purchases, others)...)
			continue
		}
		invoices, err := p.rd.AllInvoices(ctx, c.Key)
		if err != nil {
			return err
		}
		methods, err := p.rd.CustomerMethods(ctx, c.Key)
		if err != nil {
			return err
		}
		own, err := p.rd.OwnObjects(ctx, c.Key)
		if err != nil {
			return err
		}
		p.Invoices, p.Purchases, p.Methods, p.own = append(p.Invoices, invoices...), append(p.Purchases, purchases...), append(p.Methods, methods...), append(p.own, own...)
	}
	for _, email := range p.Addresses {
		invoices, err := p.rd.InvoicesAt(ctx, p.account.Slug, email)
		if err != nil {
			return err
		}
		for _, inv := range invoices {
			known := slices.ContainsFunc(p.Invoices, func(o Invoice) bool { return o.ID == inv.ID })
			if !known && NormalEmail(inv.Email) == email {
				p.Invoices = append(p.Invoices, inv)
			}
		}
	}
	return nil
}

func (p *personSearch) requests(ctx context.Context, _ string) error {
	add := func(found []LinkRequest, err error, whole bool) error {
		for _, r := range found {
			if !slices.ContainsFunc(p.Requests, func(o KnownRequest) bool { return o.ID == r.ID }) {
				p.Requests = append(p.Requests, KnownRequest{r, whole})
			}
		}
		return err
	}
	for _, c := range p.Customers {
		if !c.Whole {
			continue
		}
		found, err := p.rd.AllRequests(ctx, c.Key)
		if err := add(found, err, true); err != nil {
			return err
		}
	}
	for _, email := range p.Addresses {
		found, err := p.rd.RequestsAt(ctx, p.account.Slug, email)
		found = slices.DeleteFunc(found, func(r LinkRequest) bool { return !r.names(p.Addresses) })
		if err := add(found, err, false); err != nil {
			return err
		}
	}
	return nil
}

func (p *personSearch) mails(ctx context.Context, _ string) error {
	seen := map[string]bool{}
	add := func(mails []Message, err error) error {
		for _, m := range mails {
			office := p.account.Billing.OfficeEmail != "" && NormalEmail(m.To) == NormalEmail(p.account.Billing.OfficeEmail)
			if !seen[m.ID] && m.To != Erased && !office {
				seen[m.ID] = true
				p.Mails = append(p.Mails, m)
			}
		}
		return err
	}
	for _, email := range p.Addresses {
		if err := add(p.rd.MailsAt(ctx, p.account.Slug, email)); err != nil {
			return err
		}
		mailed, err := p.rd.MailedObjects(ctx, p.account.Slug, email)
		if err != nil {
			return err
		}
		for _, k := range mailed {
			if !slices.Contains(p.own, k) && !slices.Contains(p.mailed, k) {
				p.mailed = append(p.mailed, k)
			}
		}
	}
	for _, k := range append(slices.Clone(p.own), p.asked(true)...) {
		if err := add(p.rd.MailsOf(ctx, k)); err != nil {
			return err
		}
	}
	return nil
}

// asked are the objects of the requests, or of those for whole customers alone.
func (p *personSearch) asked(whole bool) (all []ObjectKey) {
	for _, r := range p.Requests {
		if r.Whole || !whole {
			all = append(all, ObjectKey{r.Account, link.Approve, r.ID})
		}
	}
	return all
}

func (p *personSearch) links(ctx context.Context, _ string) error {
	for _, k := range slices.Concat(p.own, p.mailed) {
		state, err := p.rd.LinkState(ctx, k)
		if err != nil {
			return err
		}
		if state.Live(p.now) {
			p.Live = append(p.Live, state)
		}
	}
	for _, k := range slices.Concat(p.own, p.asked(false)) {
		notes, err := p.rd.NotesAbout(ctx, k)
		if err != nil {
			return err
		}
		p.Notes = append(p.Notes, notes...)
	}
	for _, k := range slices.Concat(p.own, p.mailed, p.asked(false)) {
		visits, err := p.rd.Visits(ctx, k)
		if err != nil {
			return err
		}
		p.Visits = append(p.Visits, visits...)
	}
	return nil
}

// decisions finds what stays: what the customers declared.
func (p *personSearch) decisions(ctx context.Context, _ string) error {
	var subjects []Subject
	for _, k := range p.own {
		switch k.Kind {
		case link.Methods:
			subjects = append(subjects, Subject{Type: ofCustomer, ID: bareID(k.ID, "c")})
		case link.Invoice:
			subjects = append(subjects, Subject{Type: ofInvoice, ID: k.ID})
		case link.Confirmation:
			subjects = append(subjects, Subject{Type: ofPurchase, ID: k.ID}, Subject{Type: ofQuote, ID: k.ID})
		case link.Payment:
			subjects = append(subjects, Subject{Type: ofSubscription, ID: bareID(k.ID, "S")})
		}
	}
	for _, sub := range subjects {
		found, err := p.rd.SubjectDecisions(ctx, p.account.Slug, sub, decisionsFound)
		if err != nil {
			return err
		}
		p.Decisions = append(p.Decisions, found...)
	}
	for _, r := range p.Requests {
		last, err := optional(p.rd.LastDecision(ctx, r.Key))
		if err != nil {
			return err
		}
		if last != nil {
			p.Answers = append(p.Answers, *last)
		}
	}
	return nil
}

func (p *personSearch) held(ctx context.Context, _ string) error {
	for _, email := range p.Addresses {
		held, err := p.rd.Suppressed(ctx, p.account.Slug, email)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		p.Held = append(p.Held, held)
	}
	return nil
}

// whole reports whether a customer is erased whole.
func (p KnownPerson) whole(customer string) bool {
	return slices.ContainsFunc(p.Customers, func(c KnownCustomer) bool { return c.Whole && c.ID == customer })
}

// Rows is how many rows the erasure would change or delete; whoever orders it
// types this number.
func (p KnownPerson) Rows() int {
	return len(p.Customers) + len(p.Invoices) + len(p.Purchases) + len(p.Methods) + len(p.Requests) + len(p.Mails) + len(p.Notes) + len(p.Visits) + len(p.Live) + len(p.Held)
}

// Etag stands for what was found: it changes when something comes or goes.
func (p KnownPerson) Etag() string {
	sum := sha256.New()
	for _, c := range p.Customers {
		fmt.Fprintf(sum, "customer %q %v %d %v\n", c.ID, c.Whole, c.Source.Version, c.addresses())
	}
	for _, r := range p.Requests {
		fmt.Fprintf(sum, "request %q %v %d\n", r.ID, r.Whole, r.UpdatedAt.UnixMicro())
	}
	for _, m := range p.Mails {
		fmt.Fprintf(sum, "mail %q\n", m.ID)
	}
	fmt.Fprintln(sum, p.Addresses, len(p.Invoices), len(p.Purchases), len(p.Methods), len(p.Notes), len(p.Visits), len(p.Live), len(p.Held))
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
