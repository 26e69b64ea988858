package main

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// A suspended machine is one whose clock since boot is ahead of the one that
// stands still meanwhile. A time namespace makes such a machine of this one.
func TestTimeThatAMachineWasSuspendedForCounts(t *testing.T) {
	const asleep = 24 * time.Hour
	if os.Getenv("LATCHKEY_TEST_AWAKE") != "" {
		fmt.Println(sinceBoot()().Nanoseconds())
		return
	}
	unshare, err := exec.LookPath("unshare")
	if err != nil {
		t.Skip("no unshare (util-linux) to make a time namespace with")
	}
	c := exec.CommandContext(t.Context(), unshare, "-r", "-T", "--boottime", fmt.Sprint(int(asleep.Seconds())), "--monotonic", "0",
		os.Args[0], "-test.run=^"+t.Name()+"$")
	c.Env = append(os.Environ(), "LATCHKEY_TEST_AWAKE=1")
	said, err := c.Output()
	if err != nil {
		t.Skipf("no time namespace can be made here: %v", err)
	}
	var ns int64
	if _, err := fmt.Sscan(string(said), &ns); err != nil {
		t.Fatalf("%q: %v", said, err)
	}
	if ahead := time.Duration(ns) - sinceBoot()(); ahead.Round(time.Hour) != asleep {
		t.Errorf("a day of sleep counts for %s", ahead)
	}
}
