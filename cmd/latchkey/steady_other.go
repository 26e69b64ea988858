//go:build !linux

package main

import "time"

// sinceBoot counts from now on. Whether time goes on while the machine is
// suspended is up to its system.
func sinceBoot() func() time.Duration { return steady() }
