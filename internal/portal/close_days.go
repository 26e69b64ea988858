package portal

import (
	"context"
	"fmt"
	"time"
)

// closesAfter is how long after its end a day is counted once and for all: by
// then the sweep has reported what expired, and the notes of visits are written.
const closesAfter = 10 * time.Minute

// CloseDays counts, for every account, the days that are over and keeps the
// figures, and says how many it closed. A day is one in the account's zone:
// support and customers read its times in it.
//
// Nothing is counted while a link is made or decided: a row of counters that
// every decision of an account has to write would make them wait for each
// other. The facts stand in the tables anyway, each under an index by account
// and time, so a day costs a range of its own length, once; and the overview
// adds up 30 small rows and the day that is not over.
func (s *Service) CloseDays(ctx context.Context) (int, error) {
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return 0, err
	}
	closed := 0
	for _, a := range accounts {
		days, err := s.daysOf(ctx, a)
		if err != nil {
			return closed, fmt.Errorf("days of %s: %w", a.Slug, err)
		}
		for _, d := range days {
			if d.kept || s.now().Before(d.until.Add(closesAfter)) {
				continue
			}
			if err := s.store.InTx(ctx, func(tx Tx) error { return tx.AddDayCount(ctx, d.DayCount) }); err != nil {
				return closed, fmt.Errorf("close a day of %s: %w", a.Slug, err)
			}
			closed++
		}
	}
	return closed, nil
}

// countedDay is the figures of a day, as they were kept or were counted now.
type countedDay struct {
	DayCount
	until time.Time // the end of the day
	kept  bool
}

// daysOf returns the figures of an account's last days, today included, oldest
// first. Days that are not kept are counted.
func (s *Service) daysOf(ctx context.Context, a Account) ([]countedDay, error) {
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		zone = time.UTC // checked when the account was made; the zone database may differ here
	}
	now := s.now().In(zone)
	midnight := func(back int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()-back, 0, 0, 0, 0, zone)
	}
	counts, err := s.store.DayCounts(ctx, a.Slug, midnight(overviewDays-1).Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	kept := map[string]DayFigures{}
	for _, c := range counts {
		kept[c.Day] = c.Figures
	}
	var days []countedDay
	for back := overviewDays - 1; back >= 0; back-- {
		from, until := midnight(back), midnight(back-1)
		d := countedDay{DayCount: DayCount{Account: a.Slug, Day: from.Format(time.DateOnly)}, until: until}
		if d.Figures, d.kept = kept[d.Day]; !d.kept {
			if d.Figures, err = s.store.DayFigures(ctx, a.Slug, from, until); err != nil {
				return nil, err
			}
		}
		days = append(days, d)
	}
	return days, nil
}
