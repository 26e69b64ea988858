package portal

import (
	"context"
	"time"
)

// timelineReader is the part of Reader about what happened to the links of one
// object. Each list runs from the newest to the oldest, from before a
// Cursor on; of an audit entry its ID is the seq in digits.
type timelineReader interface {
	// EntriesAbout returns the audit entries about an object, by time, then seq.
	EntriesAbout(ctx context.Context, k ObjectKey, before Cursor, limit int) ([]Entry, error)
	// MailSteps returns what happened to the mails about an object, by time, then id.
	MailSteps(ctx context.Context, k ObjectKey, before Cursor, limit int) ([]MailStep, error)
	// EventSteps returns the events about these things with their deliveries, one
	// step for each delivery, and one for an event that has none; by time, then id.
	EventSteps(ctx context.Context, account string, about []Subject, before Cursor, limit int) ([]EventStep, error)
	// Notes returns the notes about an object, by time, then id.
	Notes(ctx context.Context, k ObjectKey, before Cursor, limit int) ([]DeskNote, error)
	// Note returns a note about that object; ErrNotFound.
	Note(ctx context.Context, k ObjectKey, id string) (DeskNote, error)
}

// timelineTx is the part of Tx about them.
type timelineTx interface {
	AddNote(ctx context.Context, n DeskNote) error
	// DropNote removes a note about that object; false: there is none.
	DropNote(ctx context.Context, k ObjectKey, id string) (won bool, err error)
}

// MailStep is one thing that happened to a mail.
type MailStep struct {
	Mail Message
	Told bool      // what was heard of it since, Mail.Delivered; else that it was made, sent or given up
	At   time.Time // when that happened
}

// ID tells the steps of an object apart.
func (m MailStep) ID() string {
	if m.Told {
		return m.Mail.ID + "+"
	}
	return m.Mail.ID
}

// EventStep is an event on its way to one endpoint.
type EventStep struct {
	Event    Event
	Delivery HookDelivery // zero: no endpoint was told
	At       time.Time    // when that ended; while it is under way, when it began
}

// ID tells the steps of an object apart.
func (e EventStep) ID() string { return e.Event.ID + e.Delivery.ID }
