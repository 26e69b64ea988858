package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// sinceBoot counts from the start of the machine, the time included in which it
// was suspended: CLOCK_BOOTTIME. The clock that Go's time package counts with,
// CLOCK_MONOTONIC, stands still meanwhile, and the wall clock would seem to have
// been set by as much when the machine wakes.
func sinceBoot() func() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return steady() // a sandbox that does not know this clock
	}
	return func() time.Duration {
		var t unix.Timespec
		_ = unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) // it did not fail the first time
		return time.Duration(t.Nano())
	}
}
