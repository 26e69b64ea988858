package web

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// jobsKept is how many jobs a process remembers. A job lives in the process
// that runs it: one that is cut short by a stop of the server is started again
// from the list, where the requests it had done show their new links.
const jobsKept = 20

// bulkJobs are the jobs of this process, oldest first.
type bulkJobs struct {
	mu    sync.Mutex
	all   map[string]*bulkJob
	order []string
}

func (b *bulkJobs) find(id string) *bulkJob {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all[id]
}

// add takes a job in; false: one of that id is there.
func (b *bulkJobs) add(j *bulkJob) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all[j.id] != nil {
		return false
	}
	b.all[j.id], b.order = j, append(b.order, j.id)
	for len(b.order) > jobsKept {
		delete(b.all, b.order[0])
		b.order = b.order[1:]
	}
	return true
}

// bulkJob sends new links for many requests, one after the other.
type bulkJob struct {
	id    string
	by    portal.Actor
	days  int // 0: as each partner has it
	items []bulkItem

	mu      sync.Mutex
	rows    []views.BulkRow // what became of those done
	sent    int
	stop    bool
	ended   time.Time
	started time.Time
}

// newBulkJob keeps of a plan what gets a new link.
func newBulkJob(id string, by portal.Actor, days int, plan []bulkItem, now time.Time) *bulkJob {
	j := &bulkJob{id: id, by: by, days: days, started: now}
	for _, item := range plan {
		if item.mails {
			j.items = append(j.items, item)
		}
	}
	return j
}

var (
	badgeSent   = views.Badge{Tone: views.ToneOK, Icon: views.IconMail, Word: "Sent"}
	badgeFailed = views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Failed"}
)

// run does the job. Each request is a change of its own, which is in the audit
// trail, and which happens only if the request is as the asker saw it.
func (j *bulkJob) run(ctx context.Context, p *portal.Service, log *slog.Logger) {
	for _, item := range j.items {
		if j.halted(ctx) {
			break
		}
		outcome, err := p.ReissueRequest(ctx, portal.RequestAsk{Actor: j.by, Request: item.key, Attempt: item.attempt, Days: j.days, Mail: true})
		row := item.row
		row.Outcome, row.Why = badgeFailed, ""
		switch o := outcome.(type) {
		case portal.RequestDone:
			if row.Why = notMailed[o.Mail]; row.Why == "" {
				row.Outcome = badgeSent
			}
		case portal.RequestNot:
			row.Why = "It has moved on while this ran. Nothing was changed."
		}
		if err != nil {
			log.Error("new link among many failed", "job", j.id, "error", err)
			row.Why = "The fault is ours, and it is in the log."
		}
		j.done(row)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ended = p.Now()
}

func (j *bulkJob) halted(ctx context.Context) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.stop || ctx.Err() != nil
}

func (j *bulkJob) done(row views.BulkRow) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rows = append(j.rows, row)
	if row.Outcome == badgeSent {
		j.sent++
	}
}

func (j *bulkJob) halt() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stop = true
}

// far is how far a job has come.
type far struct {
	rows  []views.BulkRow
	sent  int
	stop  bool
	ended time.Time
}

func (j *bulkJob) far() far {
	j.mu.Lock()
	defer j.mu.Unlock()
	return far{j.rows[:len(j.rows):len(j.rows)], j.sent, j.stop, j.ended}
}
