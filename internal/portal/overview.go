package portal

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

const (
	overviewDays = 30
	// overviewMost is how far things are counted that may be many: beyond it,
	// the figure says "more than".
	overviewMost = 100_000
	troublesMost = 1000
	endingShown  = 10
	burstsShown  = 5
	dayLong      = 24 * time.Hour
)

// Overview is how the links of some accounts stand, and what about them needs a
// person. Its figures are of the accounts that were asked for, and no others.
type Overview struct {
	Accounts []Account
	Empty    bool // no link was ever made or opened

	Waiting   int64     // pending requests that are not over, overviewMost at most
	WaitMore  int64     // by so many more than seven days ago; negative: fewer
	Ending    int64     // of them, those over within 24 hours
	FirstEnds time.Time // when the first of them is over; zero: there is none
	Soon      []LinkRequest

	Days []OverviewDay // the last 30, oldest first; the last one is not over
	Sum  DayFigures    // of them

	Troubles  Troubles
	Failing   []Endpoint // turned off by the program, or failing since its last delivery
	Bursts    []WrongLinks
	Unfitting []LateAdvice // the partner with the most late openings first
}

// OverviewDay is the figures of one day, each account's in its own zone.
type OverviewDay struct {
	Day     string // 2026-11-20
	Figures DayFigures
}

// Overview gathers it. It reads what was counted when a day was over, and counts
// only the days that are not yet; see CloseDays. Wrong links belong to no
// account, so they are for whoever may see all of them.
func (s *Service) Overview(ctx context.Context, where Accounts) (Overview, error) {
	o := Overview{Empty: true}
	all, err := s.Accounts(ctx)
	if err != nil {
		return Overview{}, err
	}
	days := map[string]DayFigures{}
	late := map[Key]map[int]int64{}
	for _, a := range all {
		if !where.Has(a.Slug) {
			continue
		}
		o.Accounts = append(o.Accounts, a)
		if err := s.addAccount(ctx, &o, a, days, late); err != nil {
			return Overview{}, fmt.Errorf("overview of %s: %w", a.Slug, err)
		}
	}
	o.addDays(days)
	slices.SortFunc(o.Soon, func(a, b LinkRequest) int { return cmp.Compare(a.End, b.End) })
	o.Soon = o.Soon[:min(len(o.Soon), endingShown)]
	if o.Unfitting, err = s.adviceOn(ctx, late); err != nil {
		return Overview{}, err
	}
	if where.All() {
		o.Bursts, err = s.Bursts(ctx, burstsShown)
	}
	return o, err
}

// addAccount adds what is known of one account.
func (s *Service) addAccount(
	ctx context.Context, o *Overview, a Account, days map[string]DayFigures, late map[Key]map[int]int64,
) error {
	if o.Empty {
		any, err := s.store.AnyLink(ctx, a.Slug)
		if err != nil {
			return err
		}
		o.Empty = !any
	}
	own, err := s.daysOf(ctx, a)
	if err != nil {
		return err
	}
	for i, d := range own {
		days[d.Day] = days[d.Day].plus(d.Figures)
		for partner, by := range d.Figures.Late {
			k := Key{a.Slug, partner}
			late[k] = sumOf(late[k], by)
		}
		if i >= len(own)-7 {
			o.WaitMore += d.Figures.Requests
		}
	}
	if err := s.addWaiting(ctx, o, a); err != nil {
		return err
	}
	return s.addTroubles(ctx, o, a)
}

func (s *Service) addWaiting(ctx context.Context, o *Overview, a Account) error {
	now := s.now().Unix()
	waiting, _, err := s.store.CountWaiting(ctx, a.Slug, now, 0, overviewMost)
	if err != nil {
		return err
	}
	ending, first, err := s.store.CountWaiting(ctx, a.Slug, now, now+int64(dayLong/time.Second), overviewMost)
	if err != nil {
		return err
	}
	o.Waiting, o.Ending = o.Waiting+waiting, o.Ending+ending
	if t := time.Unix(first, 0); first > 0 && (o.FirstEnds.IsZero() || t.Before(o.FirstEnds)) {
		o.FirstEnds = t
	}
	soon, err := s.store.EndingSoon(ctx, a.Slug, now, endingShown)
	o.Soon = append(o.Soon, soon...)
	return err
}

func (s *Service) addTroubles(ctx context.Context, o *Overview, a Account) error {
	now := s.now()
	t, err := s.store.CountTroubles(ctx, a.Slug, TroubleFilter{
		Now: now, Week: now.Add(-7 * dayLong), WeekBefore: now.Add(-14 * dayLong), Day: now.Add(-mailDay), MailsPerDay: mailsPerDay,
	}, troublesMost)
	if err != nil {
		return err
	}
	o.Troubles = o.Troubles.plus(t)
	return s.addEndpoints(ctx, o, a)
}

func (s *Service) addEndpoints(ctx context.Context, o *Overview, a Account) error {
	endpoints, err := s.store.Endpoints(ctx, a.Slug)
	if err != nil {
		return err
	}
	for _, e := range endpoints {
		failing := e.GivenUp()
		if e.DisabledAt.IsZero() {
			newest, err := s.store.Deliveries(ctx, DeliveryFilter{Account: a.Slug, Endpoint: e.ID, Limit: endpointLooked})
			if err != nil {
				return err
			}
			failing = e.Failing(newest)
		}
		if failing {
			o.Failing = append(o.Failing, e)
		}
	}
	return nil
}

func (t Troubles) plus(o Troubles) Troubles {
	return Troubles{
		Mails: t.Mails + o.Mails, GivenUp: t.GivenUp + o.GivenUp, MailsBefore: t.MailsBefore + o.MailsBefore, Addresses: t.Addresses + o.Addresses,
		Decisions: t.Decisions + o.Decisions, Lapsed: t.Lapsed + o.Lapsed, Cases: t.Cases + o.Cases,
		Limits: t.Limits + o.Limits, Imports: t.Imports + o.Imports,
	}
}

// addDays puts the days in order, those without a link too, and sums them up.
func (o *Overview) addDays(days map[string]DayFigures) {
	if len(days) == 0 {
		return
	}
	last := slices.Max(slices.Collect(maps.Keys(days)))
	day, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return
	}
	for back := overviewDays - 1; back >= 0; back-- {
		name := day.AddDate(0, 0, -back).Format(time.DateOnly)
		o.Days = append(o.Days, OverviewDay{name, days[name]})
		o.Sum = o.Sum.plus(days[name])
	}
}
