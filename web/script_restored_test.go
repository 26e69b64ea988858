package web_test

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// restored does what follows a restore: the database is one from a backup that was
// made some time ago. What was done since has to be left out by the story.
func (s *script) restored(args []string) {
	s.t.Helper()
	s.need(args, 2) // from -2h
	_, err := s.service.BeginEpoch(context.Background(), portal.ByCommand, s.service.Now().Add(s.span(args[1])))
	s.must(err)
}
