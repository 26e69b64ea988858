package web

import (
	"testing"
	"time"
)

// One line a second tells of all that were turned away since the line before.
func TestWhoIsTurnedAwayIsCountedInALineASecond(t *testing.T) {
	var all turned
	now, lines := time.Unix(1_800_000_000, 0), []int64{}
	for range 25 { // every 100 ms
		if n, told := all.next(now); told {
			lines = append(lines, n)
		}
		now = now.Add(100 * time.Millisecond)
	}
	if len(lines) != 3 || lines[0] != 1 || lines[1] != 10 || lines[2] != 10 {
		t.Errorf("lines tell of %v, want 1, 10 and 10", lines)
	}
}
