package main

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// calendar dates the samples by the day they are looked at.
type calendar struct{ now time.Time }

// in is a moment so many days from now; back, where days is negative.
func (c calendar) in(days int) time.Time { return c.now.AddDate(0, 0, days) }

// date is the calendar date of in.
func (c calendar) date(days int) portal.Date { return portal.Date(c.in(days).Format(time.DateOnly)) }

// told is when the billing systems last described what they sold: before any
// decision of the demo, so that each of them counts over it.
func (c calendar) told() portal.Source { return portal.Source{ModifiedAt: c.in(-6)} }
