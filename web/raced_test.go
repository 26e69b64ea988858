//go:build race

package web_test

import "testing"

// oneAfterAnother leaves out, under the race detector, what sends one request
// after another on PostgreSQL: the same stories run under it on SQLite, and
// what runs together has tests of its own on both.
func oneAfterAnother(t *testing.T) {
	t.Skip("skipped under the race detector: one request after another; run it without -race")
}
