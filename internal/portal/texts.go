package portal

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Texts are the sentences of its pages that an account may word itself, in one
// language. They are plain text: nothing in them becomes a link or markup. The
// core sentences of a page are not among them, so that what it says stays true.
// An empty text is not set.
type Texts struct {
	Scope   string   `json:"scope,omitempty"`   // behind "If you approve, Ledgerline can": "send cases to Acme"
	Can     []string `json:"can,omitempty"`     // the same in detail, a line each: "See how each case is going."
	Cannot  []string `json:"cannot,omitempty"`  // behind "It cannot": "see your bank details."
	Next    []string `json:"next,omitempty"`    // steps after an approval, behind those of ours
	Contact string   `json:"contact,omitempty"` // above the contact details: "Contact Acme:"
}

// Slot names one of the Texts.
type Slot string

// The slots, in the order of the pages.
const (
	SlotScope   Slot = "scope"
	SlotCan     Slot = "can"
	SlotCannot  Slot = "cannot"
	SlotNext    Slot = "next"
	SlotContact Slot = "contact"
)

// Slots are all there are.
func Slots() []Slot { return []Slot{SlotScope, SlotCan, SlotCannot, SlotNext, SlotContact} }

// MaxText is the longest text of a slot, all its lines together, in characters.
const MaxText = 300

// What texts are refused for.
var (
	ErrText     = errors.New("a text has 300 characters at most, and no control characters")
	ErrLanguage = errors.New("a language is named by two or three lower-case letters, as en")
)

// Get is the text of a slot; one of several lines has line ends between them.
func (t Texts) Get(s Slot) string {
	switch s {
	case SlotScope:
		return t.Scope
	case SlotCan:
		return strings.Join(t.Can, "\n")
	case SlotCannot:
		return strings.Join(t.Cannot, "\n")
	case SlotNext:
		return strings.Join(t.Next, "\n")
	case SlotContact:
		return t.Contact
	}
	return ""
}

// With is t with another text in a slot: trimmed, without empty lines, and on
// one line where the slot has one.
func (t Texts) With(s Slot, text string) Texts {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	switch s {
	case SlotScope:
		t.Scope = strings.Join(lines, " ")
	case SlotCan:
		t.Can = lines
	case SlotCannot:
		t.Cannot = lines
	case SlotNext:
		t.Next = lines
	case SlotContact:
		t.Contact = strings.Join(lines, " ")
	}
	return t
}

// Language is the language of the account's pages and mails, "en".
func (a Account) Language() string { return languageOf(a.Locale) }

func languageOf(tag string) string {
	language, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")), "-")
	return language
}

// OwnTexts are the texts that the account set for a language.
func (a Account) OwnTexts(language string) Texts {
	own := a.Texts[language]
	if language != a.Language() {
		return own
	}
	for slot, text := range a.Approval.words() {
		if own.Get(slot) == "" {
			own = own.With(slot, text)
		}
	}
	return own
}

// words are the texts that stood in the approval policy before there were
// languages.
func (p ApprovalPolicy) words() map[Slot]string {
	return map[Slot]string{
		SlotScope: p.Scope, SlotCan: strings.Join(p.Can, "\n"), SlotCannot: strings.Join(p.Cannot, "\n"),
	}
}

// TextsIn are the texts for a page in a language. What a connection allows is
// said in the account's own language where there is no text for this one: ours
// would say something else. The other texts are then ours.
func (a Account) TextsIn(language string) Texts {
	texts, own := a.OwnTexts(language), a.OwnTexts(a.Language())
	for _, slot := range []Slot{SlotScope, SlotCan, SlotCannot} {
		if texts.Get(slot) == "" {
			texts = texts.With(slot, own.Get(slot))
		}
	}
	return texts
}

// SetTexts replaces the texts of a language.
func (a *Account) SetTexts(language string, t Texts) {
	all := maps.Clone(a.Texts)
	if all == nil {
		all = map[string]Texts{}
	}
	all[language] = t
	if len(t.set()) == 0 {
		delete(all, language)
	}
	if a.Texts = all; len(all) == 0 {
		a.Texts = nil
	}
	if language == a.Language() {
		a.Approval.Scope, a.Approval.Can, a.Approval.Cannot = "", nil, nil
	}
}

// SetLocale changes the language and the formats of the account. What it said
// in the language before stays the text of that language.
func (a *Account) SetLocale(tag string) {
	if before := a.Language(); languageOf(tag) != before {
		a.SetTexts(before, a.OwnTexts(before))
	}
	a.Locale = tag
}

// Offers says whether the account's pages may be shown in a language.
func (a Account) Offers(language string) bool {
	return len(a.Languages) == 0 || slices.Contains(a.Languages, language) || language == a.Language()
}

// set are the slots that have a text.
func (t Texts) set() []Slot {
	return slices.DeleteFunc(Slots(), func(s Slot) bool { return t.Get(s) == "" })
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}$`)

func (a Account) checkWords() error {
	for language, t := range a.Texts {
		if !languageTag.MatchString(language) {
			return fmt.Errorf("%q: %w", language, ErrLanguage)
		}
		if slot := t.refused(); slot != "" {
			return fmt.Errorf("%s, %s: %w", language, slot, ErrText)
		}
	}
	for _, language := range a.Languages {
		if !languageTag.MatchString(language) {
			return fmt.Errorf("%q: %w", language, ErrLanguage)
		}
	}
	return nil
}

// refused is the first slot whose text cannot be taken; empty: all can.
func (t Texts) refused() Slot {
	for _, slot := range Slots() {
		if !FitsText(t.Get(slot)) {
			return slot
		}
	}
	return ""
}

// FitsText reports whether a slot could take a text.
func FitsText(text string) bool {
	control := func(r rune) bool { return r != '\n' && unicode.IsControl(r) || r == utf8.RuneError }
	return utf8.RuneCountInString(text) <= MaxText && !strings.ContainsFunc(text, control)
}
