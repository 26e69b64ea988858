package portal

import (
	"context"
	"errors"
	"fmt"
)

// A judgement says why a verb of a job is not done to an object; empty: it is.
// The plan asks it for the count, and the run asks it again in the transaction
// of the change: what a page promised is checked by the same rule.

// judgeRequest judges a link request. undo: the job mends what another did.
func judgeRequest(verb BulkVerb, undo bool, r LinkRequest, now int64) BulkReason {
	switch {
	case r.Status == Approved:
		return WhyApproved
	case r.Status == Blocked:
		return WhyBlocked
	case verb == BulkRevoke && r.Status == RequestWithdrawn:
		return WhyWithdrawn
	case verb == BulkRevoke:
		return ""
	case undo && r.Status != RequestWithdrawn:
		return WhyMovedOn
	case r.Status == RequestWithdrawn && !undo:
		return WhyWithdrawn
	case r.Status == Declined:
		return WhyDeclined // a new link would ask again who has said no
	case verb == BulkRemind && !r.Live(now):
		return WhyNotLive
	}
	return ""
}

// judgeLink judges the links to one object.
func judgeLink(verb BulkVerb, undo bool, st LinkState, now int64) BulkReason {
	switch {
	case verb == BulkRevoke && st.Revoked:
		return WhyWithdrawn
	case undo && !st.Revoked:
		return WhyMovedOn
	case verb == BulkRemind && !st.Live(now):
		return WhyNotLive
	}
	return ""
}

// mailable says why no mail can go to an address; empty: it can.
func mailable(ctx context.Context, rd Reader, account, email string) (BulkReason, error) {
	if email == "" {
		return WhyNoAddress, nil
	}
	held, err := rd.Suppressed(ctx, account, NormalEmail(email))
	switch {
	case errors.Is(err, ErrNotFound):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("suppressed addresses: %w", err)
	case held.Reason == MailComplained:
		return WhyComplained, nil
	}
	return WhyBounced, nil
}

// judge judges an object that the plan found, and makes it an item.
func (s *Service) judge(ctx context.Context, j BulkJob, c candidate) (BulkItem, error) {
	item := BulkItem{Account: j.Account, Job: j.ID, Kind: c.key.Kind, Object: c.key.ID, Seen: c.seen, State: ItemTodo}
	var err error
	if c.request != nil {
		item.Seen, item.Reference = c.request.Attempt, c.request.Reference
		item.Reason, err = s.judgeFound(ctx, s.store, j, *c.request)
	} else if c.state != nil {
		item.Seen = c.state.Generation
		item.Reason, item.Reference, err = s.judgeDocument(ctx, j, *c.state)
	} else {
		item.Reason = WhyGone
	}
	if err != nil {
		return BulkItem{}, err
	}
	if c.seen > 0 && item.Seen != c.seen && item.Reason == "" {
		item.Reason = WhyMovedOn
	}
	if item.Reason != "" {
		item.State, item.At = ItemLeftOut, s.now()
	}
	return item, nil
}

// judgeFound judges a request with whether it can be mailed about.
func (s *Service) judgeFound(ctx context.Context, rd Reader, j BulkJob, r LinkRequest) (BulkReason, error) {
	why := judgeRequest(j.Verb, j.Selection.Job != "", r, s.now().Unix())
	if why != "" || !j.Verb.Mails() {
		return why, nil
	}
	p, err := rd.Partner(ctx, r.Account, r.Partner)
	if err != nil {
		return "", fmt.Errorf("partner: %w", err)
	}
	if p.Delivery == ByPartner {
		return WhyByPartner, nil
	}
	return mailable(ctx, rd, r.Account, r.Email)
}

func (s *Service) judgeDocument(ctx context.Context, j BulkJob, st LinkState) (why BulkReason, reference string, err error) {
	o, err := s.describe(ctx, st.ObjectKey)
	if errors.Is(err, ErrNotFound) {
		return WhyGone, "", nil
	}
	if err != nil {
		return "", "", err
	}
	why = judgeLink(j.Verb, j.Selection.Job != "", st, s.now().Unix())
	switch {
	case why == "" && j.Verb == BulkReissue && j.Days > st.Kind.MaxDays():
		why = WhyDays
	case why == "" && j.Verb.Mails():
		why, err = mailable(ctx, s.store, st.Account, o.Email)
	}
	return why, o.Reference, err
}
