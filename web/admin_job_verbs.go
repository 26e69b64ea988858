package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// moveJob does what a button on the page about a job asks for.
func (d *desk) moveJob(move func(*portal.Service, context.Context, portal.Actor, portal.Key) (portal.BulkOutcome, error)) room {
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		outcome, err := move(d.Portal, r.Context(), c.actor(), keyIn(r))
		if err != nil {
			return err
		}
		return d.jobMoved(w, r, c, outcome)
	}
}

func (d *desk) jobMoved(w http.ResponseWriter, r *http.Request, c clerk, outcome portal.BulkOutcome) error {
	refuse := func(why string) error {
		return d.showJob(w, r, c, http.StatusConflict, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why + " Nothing was changed."}, nil)
	}
	switch o := outcome.(type) {
	case portal.BulkNot:
		return refuse("The job has moved on since that page was made.")
	case portal.BulkProposed:
		return d.toProposal(w, r, o.Proposal)
	case portal.BulkMoved: // as it was wished
	}
	return d.seeOther(w, r, jobURL(keyIn(r)))
}

// agreeJob starts a job that was counted.
func (d *desk) agreeJob(w http.ResponseWriter, r *http.Request, c clerk) error {
	n, err := strconv.ParseInt(r.PostForm.Get("count"), 10, 64)
	typed := strings.TrimSpace(r.PostForm.Get("confirm"))
	if err != nil || n > portal.BulkConfirm && typed != strconv.FormatInt(n, 10) {
		return d.showJob(w, r, c, http.StatusUnprocessableEntity, nil, map[string]string{"confirm": typeToConfirm(n)})
	}
	outcome, err := d.Portal.AgreeBulk(r.Context(), c.actor(), keyIn(r), n)
	if err != nil {
		return err
	}
	return d.jobMoved(w, r, c, outcome)
}
