package main

import "time"

// stopwatch measures from now on. This file is the only reader of the clock here:
// what the harnesses ask for follows from the seed, what the program does follows
// its own clock.
func stopwatch() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}

// deadline is the moment after so long, for a connection.
func deadline(d time.Duration) time.Time { return time.Now().Add(d) }

// present is the second it is, for links whose end the program has to notice by
// itself: it goes by the same clock of the same machine.
func present() int64 { return time.Now().Unix() }
