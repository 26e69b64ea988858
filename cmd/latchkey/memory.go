package main

import (
	"errors"
	"log/slog"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// memoryShare is how much of the memory that the system allows us Go may fill
// before it collects more often.
const memoryShare = 0.8

// limitMemory keeps Go's memory below what the cgroup allows, unless GOMEMLIMIT
// says how much: a burst then costs time, and not the process.
func limitMemory(log *slog.Logger) {
	most, err := memlimit.SetGoMemLimitWithOpts(memlimit.WithRatio(memoryShare), memlimit.WithProvider(memlimit.FromCgroup))
	switch {
	case errors.Is(err, memlimit.ErrNoCgroup), errors.Is(err, memlimit.ErrCgroupsNotSupported), errors.Is(err, memlimit.ErrNoLimit):
	case err != nil:
		log.Warn("the memory limit of the cgroup cannot be read; set GOMEMLIMIT", "error", err)
	case most > 0:
		log.Info("memory is limited", "bytes", most)
	}
}
