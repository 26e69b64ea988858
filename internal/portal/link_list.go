package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ListedLink is a row of the list of links.
type ListedLink struct {
	State     LinkState
	Title     string
	Person    string
	Reference string
	Last      *Entry // the last change; nil: none is on record
}

// LinkList lists the objects of a filter whose links are kept here.
func (s *Service) LinkList(ctx context.Context, f LinkFilter) ([]ListedLink, error) {
	f.Now = s.now().Unix()
	states, err := s.store.LinkStates(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("list of links: %w", err)
	}
	list := make([]ListedLink, 0, len(states))
	for _, st := range states {
		o, err := s.describe(ctx, st.ObjectKey)
		if errors.Is(err, ErrNotFound) { // drawn back to a draft, say: its links are still there to be ended
			o, err = object{Title: string(st.Kind) + " " + st.ID}, nil
		}
		if err != nil {
			return nil, err
		}
		row := ListedLink{State: st, Title: o.Title, Person: o.Person, Reference: o.Reference}
		if row.Last, err = s.LastEntry(ctx, st.ObjectKey); err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, nil
}

// LastEntry is the last change to the links of an object; nil: none is on record.
func (s *Service) LastEntry(ctx context.Context, k ObjectKey) (*Entry, error) {
	last, err := s.store.EntriesAbout(ctx, k, Cursor{}, 1)
	if err != nil {
		return nil, fmt.Errorf("last entry: %w", err)
	}
	if len(last) == 0 {
		return nil, nil
	}
	return &last[0], nil
}

// CountLinks counts the links of a filter, up to most.
func (s *Service) CountLinks(ctx context.Context, f LinkFilter, most int) (int, error) {
	f.Now = s.now().Unix()
	n, err := s.store.CountLinkStates(ctx, f, most)
	if err != nil {
		return 0, fmt.Errorf("number of links: %w", err)
	}
	return n, nil
}

// newestMails orders mails by when they were made, the last first.
func newestMails(mails []Message) []Message {
	slices.SortStableFunc(mails, func(a, b Message) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return mails[:min(len(mails), listedOfCustomer)]
}
