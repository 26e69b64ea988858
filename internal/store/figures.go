package store

import (
	"sync/atomic"
	"time"
)

// Figures are what the write path has done since the store was opened.
type Figures struct {
	Waiting   int           // callers who wait for their turn now
	Commits   int64         // transactions that were committed
	Members   int64         // calls of InTx that were in them
	Undone    int64         // calls that were run again because their commit failed, or a neighbour
	Refused   int64         // calls that were turned away because too many waited
	Committed time.Duration // time that the commits took, the flush of the disk included
}

// Figures returns them.
func (s *Store) Figures() Figures {
	c := s.count
	return Figures{
		Waiting: s.writer.waiting(), Commits: c.commits.Load(), Members: c.members.Load(), Undone: c.undone.Load(),
		Refused: c.refused.Load(), Committed: time.Duration(c.took.Load()),
	}
}

// Busy is the share of the places in which callers wait to write that is taken:
// 0 to 1. Work that nobody waits for makes a pause while it is high.
func (s *Store) Busy() float64 { return min(1, float64(s.writer.waiting())/maxWaiting) }

type counter struct {
	commits, members, undone, refused, took atomic.Int64

	observe func(took time.Duration, members int)
}

func (c *counter) commit(took time.Duration, members int) {
	c.commits.Add(1)
	c.members.Add(int64(members))
	c.took.Add(int64(took))
	if c.observe != nil {
		c.observe(took, members)
	}
}
