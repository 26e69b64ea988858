package main

import "time"

// stopwatch measures from now on. Nothing else here reads the clock: what
// the harnesses ask for follows from the seed, what the program does follows
// its own clock.
func stopwatch() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}

// deadline is a moment so far from now, for a connection.
func deadline(d time.Duration) time.Time { return time.Now().Add(d) }
