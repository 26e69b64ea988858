package portal

import "maps"

// DayFigures is what happened to an account's links on one day, or the sum of
// several. A link counts on the day on which it ended, and as what it ended as.
// Links are the attempts of requests, and for what is billed the links in force
// (link states) and the decisions customers took through any link.
type DayFigures struct {
	Made      int64 `json:"made"`
	Done      int64 `json:"done"` // approved, or something was decided through it
	Declined  int64 `json:"declined"`
	Expired   int64 `json:"expired"`
	Replaced  int64 `json:"replaced"`  // by a newer link
	Withdrawn int64 `json:"withdrawn"` // by us, the partner, or a connection elsewhere

	Requests int64 `json:"requests"` // attempts made less attempts ended: by so many more are waiting

	// Of the attempts and links in force that ended: all, those that a person
	// or nobody knows who had opened, and those that expired unopened.
	Ended    int64 `json:"ended"`
	Opened   int64 `json:"opened"`
	Unopened int64 `json:"unopened"`

	Waited map[int]int64            `json:"waited,omitempty"` // attempts that were decided, by whole hours since they were made
	Late   map[string]map[int]int64 `json:"late,omitempty"`   // links opened too late, by partner ("": none) and day of the link, from 1
}

// DayCount is the figures of one day of an account, in its zone.
type DayCount struct {
	Account string
	Day     string // 2026-11-20
	Figures DayFigures
}

// Outcomes is how many links ended.
func (f DayFigures) Outcomes() int64 {
	return f.Done + f.Declined + f.Expired + f.Replaced + f.Withdrawn
}

// plus is the sum of two.
func (f DayFigures) plus(o DayFigures) DayFigures {
	f.Made += o.Made
	f.Done += o.Done
	f.Declined += o.Declined
	f.Expired += o.Expired
	f.Replaced += o.Replaced
	f.Withdrawn += o.Withdrawn
	f.Requests += o.Requests
	f.Ended += o.Ended
	f.Opened += o.Opened
	f.Unopened += o.Unopened
	f.Waited = sumOf(f.Waited, o.Waited)
	late := maps.Clone(f.Late)
	for partner, days := range o.Late {
		if late == nil {
			late = map[string]map[int]int64{}
		}
		late[partner] = sumOf(late[partner], days)
	}
	f.Late = late
	return f
}

func sumOf(a, b map[int]int64) map[int]int64 {
	if len(b) == 0 {
		return a
	}
	sum := maps.Clone(a)
	if sum == nil {
		sum = map[int]int64{}
	}
	for k, n := range b {
		sum[k] += n
	}
	return sum
}
