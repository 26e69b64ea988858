package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// replayLayout is how the times of a replay are typed, in UTC.
const replayLayout = "2006-01-02 15:04"

// replayInput is what was typed to choose the events to send again.
type replayInput struct {
	which, from, until string
	wrong              map[string]string
}

func (in replayInput) form(e portal.Endpoint) *views.ReplayForm {
	return &views.ReplayForm{
		URL:      endpointURL(e) + "/replay",
		Problems: problemsOf(in.wrong, "which", "from", "until"),
		Which: []views.Choice{
			{Value: "failed", Label: "Only failed", Checked: in.which == "failed"}, {Value: "all", Label: "All", Checked: in.which == "all"},
		},
		From:  views.Field{Name: "from", Label: "From (UTC)", Value: in.from, Width: 18, Error: in.wrong["from"]},
		Until: views.Field{Name: "until", Label: "Until (UTC)", Value: in.until, Width: 18, Error: in.wrong["until"]},
		Label: "Count them …",
	}
}

// readReplay takes what was typed, and the filter it stands for.
func readReplay(v url.Values, e portal.Endpoint) (replayInput, portal.DeliveryFilter) {
	in := replayInput{
		which: v.Get("which"), from: strings.TrimSpace(v.Get("from")), until: strings.TrimSpace(v.Get("until")), wrong: map[string]string{},
	}
	f := portal.DeliveryFilter{Account: e.Account, Endpoint: e.ID}
	switch in.which {
	case "failed":
		f.State = portal.DeliveryExhausted
	case "all":
	default:
		in.wrong["which"] = "Choose which events to send again."
	}
	const how = "Write the time like 2026-11-20 16:00."
	var err error
	if f.Since, err = time.Parse(replayLayout, in.from); err != nil {
		in.wrong["from"] = how
	}
	if f.Until, err = time.Parse(replayLayout, in.until); err != nil {
		in.wrong["until"] = how
	}
	if len(in.wrong) == 0 && !f.Since.Before(f.Until) {
		in.wrong["until"] = "The end must be after the beginning."
	}
	return in, f
}

// askReplay counts what would be sent again, and asks.
func (d *desk) askReplay(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	in, f := readReplay(r.URL.Query(), e)
	if len(in.wrong) > 0 {
		return d.showDeliveries(w, r, http.StatusUnprocessableEntity, c, e, in)
	}
	counts, err := d.Portal.CountDeliveries(r.Context(), f)
	if err != nil {
		return err
	}
	n := int(allOf(counts) - counts[portal.DeliveryQueued])
	if n == 0 {
		in.wrong["from"] = "No such event was made between these times."
		return d.showDeliveries(w, r, http.StatusUnprocessableEntity, c, e, in)
	}
	what := countOf(n, "event")
	if in.which == "failed" {
		what = countOf(n, "failed event")
	}
	return d.confirmEndpoint(w, r, c, views.Confirm{
		Heading: "Send " + countOf(n, "event") + " again",
		Effects: []string{
			what + " between " + in.from + " and " + in.until + " (UTC): sent to " + hookHost(e) + " again, oldest first.",
			"Each keeps its id, so that a receiver can tell which it has already.",
		},
		URL: endpointURL(e) + "/replay", Label: "Send " + countOf(n, "event"), Icon: views.IconRenew,
		Hidden: []views.Hidden{{Name: "which", Value: in.which}, {Name: "from", Value: in.from}, {Name: "until", Value: in.until}},
		Cancel: views.Link{Label: "Send none", URL: endpointURL(e) + "/deliveries"},
	})
}

func (d *desk) replayMany(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.endpointIn(r)
	if err != nil {
		return err
	}
	if !e.DisabledAt.IsZero() {
		return d.refuseEndpoint(w, r, c, "It is turned off, so nothing was sent. Turn it on first.")
	}
	in, f := readReplay(r.PostForm, e)
	if len(in.wrong) > 0 {
		return d.showDeliveries(w, r, http.StatusUnprocessableEntity, c, e, in)
	}
	n, err := d.Portal.ReplayDeliveries(r.Context(), c.actor(), f)
	if err != nil {
		return err
	}
	return d.backToEndpoint(w, r, e, saidReplayed+" "+countOf(int(n), "event"))
}
