package main

import "time"

// stopwatch measures from now on. It is the only reader of the clock here: what
// the harnesses ask for follows from the seed, what the program does follows
// its own clock.
func stopwatch() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
