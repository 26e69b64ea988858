//go:build race

package web_test

import "testing"

// oneAfterAnother leaves out, under the race detector, what sends hundreds of
// requests one after another: it finds nothing there, and takes minutes over
// it. What runs together has tests of its own, on both stores.
func oneAfterAnother(t *testing.T) {
	t.Helper()
	t.Skip("skipped under the race detector: one request after another; run it without -race")
}
