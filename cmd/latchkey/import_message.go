package main

import (
	"fmt"
	"os"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// messageIn is a file's body where it is a message of the billing system; nil:
// it is something else, for others to read.
func messageIn(file string, content intake.Content) ([]byte, error) {
	if content == intake.ContentPDF || content == intake.ContentCSV {
		return nil, nil
	}
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > intake.MaxMessage {
		return nil, nil // no message; what is wrong with it is told by whoever reads it
	}
	body, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if !intake.IsNotification(body) {
		return nil, nil
	}
	return body, nil
}

// message takes a message as if the billing system had delivered it.
func (im *importing) message(file string, body []byte) (record, error) {
	in, err := im.into.TakeNotification(im.app.ctx, portal.ByCommand, im.Account, "", body, intake.ReadNotifications)
	if err != nil {
		return record{}, err
	}
	rec := record{File: file, Kind: in.Kind, ID: in.ID, Reason: in.Reason}
	switch in.State {
	case portal.InboundApplied:
		rec.Status = portal.RowImported
	case portal.InboundRejected:
		rec.Status = refused
	default: // a later word is kept, or it was known
		rec.Status = portal.RowUnchanged
	}
	return rec, nil
}
