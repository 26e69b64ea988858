package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// DeskNote is what somebody at the desk wrote down about the links to an object. It
// is plain text, is never changed, and no customer reads it.
type DeskNote struct {
	ID        string
	Object    ObjectKey // of an approval the request
	Author    Actor
	Text      string // 1 to MaxNote characters
	CreatedAt time.Time
}

// MaxNote is how long a note can be, in characters.
const MaxNote = 2000

// ErrNoteText means that a note is empty, too long, or not plain text.
var ErrNoteText = errors.New("a note has 1 to 2000 characters of plain text")

// ErrNotAuthor means that a note is somebody else's.
var ErrNotAuthor = errors.New("only its author or an owner removes a note")

// AddNote keeps a note about the links to an object. ErrNotFound: there is no
// such object; ErrNoteText.
func (s *Service) AddNote(ctx context.Context, by Actor, k ObjectKey, text string) (DeskNote, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if !noteText(text) {
		return DeskNote{}, ErrNoteText
	}
	if _, err := s.describe(ctx, k); err != nil {
		return DeskNote{}, err
	}
	n := DeskNote{ID: NewID("note"), Object: k, Author: by, Text: text, CreatedAt: s.now()}
	return n, s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddNote(ctx, n); err != nil {
			return fmt.Errorf("note: %w", err)
		}
		return s.RecordIn(ctx, tx, noteEntry(by, n, "note.added"))
	})
}

// noteText reports whether a text can be a note.
func noteText(text string) bool {
	length := utf8.RuneCountInString(text)
	odd := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	return length > 0 && length <= MaxNote && utf8.ValidString(text) && !strings.ContainsFunc(text, odd)
}

// RemoveNote takes a note away for good: its author may, and an owner. That it
// was there stays in the audit trail. ErrNotFound; ErrNotAuthor.
func (s *Service) RemoveNote(ctx context.Context, by Admin, k ObjectKey, id string) error {
	actor := ByAdmin(by.ID)
	return s.store.InTx(ctx, func(tx Tx) error {
		n, err := tx.Note(ctx, k, id)
		if err != nil {
			return fmt.Errorf("note: %w", err)
		}
		if n.Author != actor && !by.May(k.Account, MayManage) {
			return ErrNotAuthor
		}
		won, err := tx.DropNote(ctx, k, id)
		if err != nil {
			return fmt.Errorf("drop note: %w", err)
		}
		if !won {
			return ErrNotFound
		}
		return s.RecordIn(ctx, tx, noteEntry(actor, n, "note.removed"))
	})
}

// noteEntry says in the trail that there was a note, not what it said.
func noteEntry(by Actor, n DeskNote, act string) Entry {
	return Entry{
		Account: n.Object.Account, Actor: string(by), Act: act, Kind: string(n.Object.Kind), Object: n.Object.ID,
		Data: facts(map[string]any{"note": n.ID}),
	}
}
