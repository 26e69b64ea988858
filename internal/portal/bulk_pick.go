package portal

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// candidate is an object of a selection. Where neither a request nor a state is
// there, the object is not.
type candidate struct {
	key     ObjectKey
	seen    int64 // what the asker saw; 0: whatever is
	request *LinkRequest
	state   *LinkState
}

// bulkPage is how many objects the plan takes at a time.
const bulkPage = 500

// pick returns the page of a selection behind a cursor, and the cursor of the
// next; empty: there is none.
func (s *Service) pick(ctx context.Context, account string, sel Selection, after string) ([]candidate, string, error) {
	switch {
	case sel.Job != "":
		return s.pickDone(ctx, Key{account, sel.Job}, after)
	case len(sel.Picks) > 0:
		all, err := s.pickTicked(ctx, account, sel)
		return all, "", err
	case sel.Over == OverRequests:
		return s.pickRequests(ctx, account, sel, after)
	}
	return s.pickLinks(ctx, account, sel, after)
}

func (s *Service) pickRequests(ctx context.Context, account string, sel Selection, after string) ([]candidate, string, error) {
	list, err := s.store.PickRequests(ctx, account, sel, after, bulkPage)
	if err != nil {
		return nil, "", fmt.Errorf("link requests of a selection: %w", err)
	}
	all := make([]candidate, len(list))
	for i := range list {
		all[i] = candidate{key: ObjectKey{account, link.Approve, list[i].ID}, request: &list[i]}
	}
	if len(list) < bulkPage {
		return all, "", nil
	}
	return all, list[len(list)-1].ID, nil
}

func (s *Service) pickLinks(ctx context.Context, account string, sel Selection, after string) ([]candidate, string, error) {
	kind, id, _ := strings.Cut(after, "/")
	list, err := s.store.PickLinks(ctx, account, sel, ObjectKey{account, link.Kind(kind), id}, bulkPage)
	if err != nil {
		return nil, "", fmt.Errorf("links of a selection: %w", err)
	}
	all := make([]candidate, len(list))
	for i := range list {
		all[i] = candidate{key: list[i].ObjectKey, state: &list[i]}
	}
	if len(list) < bulkPage {
		return all, "", nil
	}
	last := list[len(list)-1]
	return all, string(last.Kind) + "/" + last.ID, nil
}

// pickTicked looks up what was ticked: in the job's account, wherever it was
// said to be.
func (s *Service) pickTicked(ctx context.Context, account string, sel Selection) ([]candidate, error) {
	all := make([]candidate, 0, len(sel.Picks))
	for _, p := range sel.Picks {
		kind := p.Kind
		if sel.Over == OverRequests {
			kind = link.Approve
		}
		c, err := s.candidateAt(ctx, ObjectKey{account, kind, p.ID})
		if err != nil {
			return nil, err
		}
		c.seen = p.Seen
		all = append(all, c)
	}
	return all, nil
}

func (s *Service) candidateAt(ctx context.Context, k ObjectKey) (candidate, error) {
	c := candidate{key: k}
	if k.Kind != link.Approve {
		st, err := s.store.LinkState(ctx, k)
		if err != nil {
			return c, fmt.Errorf("link state: %w", err)
		}
		c.state = &st
		return c, nil
	}
	r, err := s.store.Request(ctx, Key{k.Account, k.ID})
	if errors.Is(err, ErrNotFound) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("link request: %w", err)
	}
	c.request = &r
	return c, nil
}

// pickDone returns what a job did.
func (s *Service) pickDone(ctx context.Context, job Key, after string) ([]candidate, string, error) {
	var place int64
	if after != "" {
		var err error
		if place, err = strconv.ParseInt(after, 10, 64); err != nil {
			return nil, "", fmt.Errorf("cursor of a plan: %w", err)
		}
	}
	items, err := s.store.BulkItems(ctx, BulkItemFilter{Job: job, State: ItemDone, After: place, Limit: bulkPage})
	if err != nil {
		return nil, "", fmt.Errorf("what a job did: %w", err)
	}
	all := make([]candidate, 0, len(items))
	for _, i := range items {
		c, err := s.candidateAt(ctx, ObjectKey{job.Account, i.Kind, i.Object})
		if err != nil {
			return nil, "", err
		}
		all = append(all, c)
	}
	if len(items) < bulkPage {
		return all, "", nil
	}
	return all, strconv.FormatInt(items[len(items)-1].Place, 10), nil
}
