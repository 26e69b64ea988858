package portal

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
)

const (
	lateFewest   = 5  // late openings from which on there is advice
	adviceShown  = 3  // partners
	adviceLimits = 30 // days; a longer link is nothing to advise
)

// LateAdvice says that the links of a partner end before they are opened.
type LateAdvice struct {
	Partner  Partner
	Openings int64 // too late, in the days of the overview
	ByDay    int   // of the link, by which more than half of them had come
	Days     int   // how long links would have to work for that
}

// adviceOn looks for partners whose links are mostly opened a little too late.
// There is none where even links of 30 days would not help.
func (s *Service) adviceOn(ctx context.Context, late map[Key]map[int]int64) ([]LateAdvice, error) {
	var advice []LateAdvice
	for k, days := range late {
		if k.ID == "" {
			continue // what is billed: its links last as long as the account says
		}
		byDay, all := halfBy(days)
		if all < lateFewest {
			continue
		}
		p, err := s.store.Partner(ctx, k.Account, k.ID)
		if err != nil {
			return nil, fmt.Errorf("partner with late openings: %w", err)
		}
		if days := enough(byDay); days > p.TTLDays {
			advice = append(advice, LateAdvice{Partner: p, Openings: all, ByDay: byDay, Days: days})
		}
	}
	slices.SortFunc(advice, func(a, b LateAdvice) int {
		return cmp.Or(cmp.Compare(b.Openings, a.Openings), cmp.Compare(a.Partner.Account, b.Partner.Account), cmp.Compare(a.Partner.ID, b.Partner.ID))
	})
	return advice[:min(len(advice), adviceShown)], nil
}

// halfBy is the day by which more than half of the openings had come, and how
// many there are.
func halfBy(days map[int]int64) (day int, all int64) {
	for _, n := range days {
		all += n
	}
	var seen int64
	for _, day := range slices.Sorted(maps.Keys(days)) {
		if seen += days[day]; 2*seen > all {
			return day, all
		}
	}
	return 0, all
}

// enough is the usual life of a link that reaches to a day; 0: none does.
func enough(day int) int {
	for _, days := range []int{7, 14, 21, adviceLimits} {
		if day <= days {
			return days
		}
	}
	return 0
}

// Median is the number of whole hours within which half of the decisions of
// some days were taken; ok is false where there was none.
func (f DayFigures) Median() (hours int, ok bool) {
	if len(f.Waited) == 0 {
		return 0, false
	}
	hours, _ = halfBy(f.Waited)
	return hours, true
}
