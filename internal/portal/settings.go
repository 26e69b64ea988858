package portal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ErrStale means that the settings were changed by somebody else since they
// were read.
var ErrStale = errors.New("the settings were changed meanwhile")

// Section is a part of an account's settings that is read and changed as one.
// Two people who change different sections do not meet.
type Section string

// The sections. The texts of each language are one of their own; see SectionTexts.
const (
	SectionBusiness  Section = "business"
	SectionBrand     Section = "brand"
	SectionLanguages Section = "languages"
	SectionLinks     Section = "links"
	SectionLegal     Section = "legal"
	SectionMail      Section = "mail"
	SectionRetention Section = "retention"
)

const textsOf = "texts."

// SectionTexts are the texts of one language.
func SectionTexts(language string) Section { return Section(textsOf + language) }

// Setting is one value of a section.
type Setting struct {
	Key    string // "linkDays"; also its name in the audit trail
	Value  string // as it is shown; lines have line ends between them
	Figure bool   // a figure, a switch or an id, which the audit trail may hold
}

// Settings are the values of a section, in a fixed order.
func (a Account) Settings(p Section) []Setting {
	switch p {
	case SectionBusiness:
		return a.businessSettings()
	case SectionBrand:
		return a.brandSettings()
	case SectionLanguages:
		return a.languageSettings()
	case SectionLinks:
		return a.linkSettings()
	case SectionLegal:
		return a.legalSettings()
	case SectionMail:
		return a.mailSettings()
	case SectionRetention:
		return a.retentionSettings()
	}
	language, ok := strings.CutPrefix(string(p), textsOf)
	if !ok {
		return nil
	}
	texts, all := a.OwnTexts(language), []Setting{}
	for _, slot := range Slots() {
		all = append(all, Setting{Key: string(slot), Value: texts.Get(slot)})
	}
	return all
}

// Etag stands for the values of a section: it changes when one of them does.
func (a Account) Etag(p Section) string {
	sum := sha256.New()
	for _, set := range a.Settings(p) {
		fmt.Fprintf(sum, "%q %q\n", set.Key, set.Value)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// EditAccount changes one section of an account's settings, if it is still as the
// form was made that seen is the etag of. ErrStale: it is not; ErrNotFound; and
// what the settings are refused for.
func (s *Service) EditAccount(ctx context.Context, by Actor, slug string, p Section, seen string, change func(*Account)) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		a, err := s.seenAccount(ctx, tx, slug, p, seen)
		if err != nil {
			return err
		}
		_, err = s.replaceAccount(ctx, tx, by, a, change)
		return err
	})
}

// seenAccount is an account whose section is as somebody saw it.
func (s *Service) seenAccount(ctx context.Context, tx Tx, slug string, p Section, seen string) (Account, error) {
	a, err := tx.Account(ctx, slug)
	if err != nil {
		return Account{}, fmt.Errorf("account %s: %w", slug, err)
	}
	if a.Etag(p) != seen {
		return Account{}, ErrStale
	}
	return a, nil
}

// replaceAccount changes an account that was read in the same transaction.
// Nothing is written where nothing changes.
func (s *Service) replaceAccount(ctx context.Context, tx Tx, by Actor, was Account, change func(*Account)) (Account, error) {
	a := was
	change(&a)
	if err := checkAccount(a); err != nil {
		return Account{}, err
	}
	if a.V1.On && !was.V1.On {
		if err := hasSeed(ctx, tx, a.Slug); err != nil {
			return Account{}, err
		}
	}
	won, err := tx.ReplaceAccount(ctx, a)
	if err != nil {
		return Account{}, fmt.Errorf("account %s: %w", a.Slug, err)
	}
	if !won {
		return Account{}, ErrStale
	}
	return a, s.RecordIn(ctx, tx, Entry{
		Account: a.Slug, Actor: string(by), Act: "account.changed", Kind: "account", Object: a.Slug, Data: facts(changes(was, a)),
	})
}

// changes says which settings differ, and of figures from what to what. Names,
// addresses and texts are not repeated.
func changes(was, is Account) map[string]any {
	named, before, after := []string{}, map[string]string{}, map[string]string{}
	for _, p := range is.sections(was) {
		old := map[string]Setting{}
		for _, set := range was.Settings(p) {
			old[set.Key] = set
		}
		for _, set := range is.Settings(p) {
			if old[set.Key].Value == set.Value {
				continue
			}
			name := string(p) + "." + set.Key
			named = append(named, name)
			if set.Figure {
				before[name], after[name] = old[set.Key].Value, set.Value
			}
		}
	}
	if len(named) == 0 {
		return map[string]any{}
	}
	return map[string]any{"changed": named, "before": before, "after": after}
}

// sections are all that either of two accounts has.
func (a Account) sections(other Account) []Section {
	all := []Section{SectionBusiness, SectionBrand, SectionLanguages, SectionLinks, SectionLegal, SectionMail, SectionRetention}
	for _, language := range sortedLanguages(a, other) {
		all = append(all, SectionTexts(language))
	}
	return all
}

// Account returns one account. ErrNotFound: there is none.
func (s *Service) Account(ctx context.Context, slug string) (Account, error) {
	a, err := s.store.Account(ctx, slug)
	if err != nil {
		return Account{}, fmt.Errorf("account %s: %w", slug, err)
	}
	return a, nil
}
