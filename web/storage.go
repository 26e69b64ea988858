package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Room is how much more the database's disk may be given.
type Room uint8

// What a disk that fills up still takes.
const (
	RoomForAll       Room = iota // everything
	RoomForChanges               // nothing new: no partner's request, no import, no upload, no job
	RoomForDecisions             // what customers decide, and what is delivered of it
)

// Storage is what the database can take just now.
type Storage struct {
	ReadOnly string // why nothing can be written; empty: it can
	Room     Room
}

// noRoomRetry is what a caller is told to wait: making room is a person's work.
const noRoomRetry = 30 * time.Second

const readOnlyDetail = "Nothing can be written now, and nothing was changed. Ask again later. " +
	"Operator: the disk takes no writes; see the log and runbook=database-full."

func (s *server) storage() Storage {
	if s.Storage == nil {
		return Storage{}
	}
	return s.Storage()
}

// ready is the body of /readyz. Its first word is for people and rules alike.
func (s Storage) ready() string {
	switch {
	case s.ReadOnly != "":
		return "read-only: " + s.ReadOnly + "\n"
	case s.Room == RoomForDecisions:
		return "ready: almost no disk space is left, decisions only\n"
	case s.Room == RoomForChanges:
		return "ready: little disk space is left, nothing new\n"
	}
	return "ready\n"
}

// takes says whether a request may still be given to the disk. Who works at the
// desk may come in to see what is wrong, and people may sign in for that.
func (m Room) takes(method, asked string) bool {
	if m == RoomForAll || !changes(method) {
		return true
	}
	switch classOf(method, asked) {
	case classWatch, classDecision, classPage:
		return true
	case classCreate:
		return false
	}
	return m == RoomForChanges || entrance(asked)
}

// entrance are the addresses at which people come in and leave.
func entrance(asked string) bool {
	for _, path := range []string{"/admin/sign-in", "/admin/sign-out", "/admin/prove", "/admin/passkeys/sign-in", passkeySecondURL, passkeyProofURL, secondURL} {
		if asked == path || strings.HasPrefix(asked, path+"/") {
			return true
		}
	}
	return false
}

// noRoom refuses what the disk has no room for, and reports whether it did.
func (s *server) noRoom(w http.ResponseWriter, r *http.Request, v *visit) bool {
	room := s.storage().Room
	if room.takes(r.Method, v.path) {
		return false
	}
	v.page = "no-room"
	said := "Too little disk space is left for anything new, and nothing was changed. Ask again later. " +
		"Operator: make room on the disk of the database, or run `latchkey rescue` (runbook=database-full)."
	if strings.HasPrefix(v.path, "/admin") {
		n := plain(http.StatusServiceUnavailable, "unavailable", "The disk is almost full", said)
		n.retry = noRoomRetry
		if err := s.answer(w, r, n); err != nil {
			s.fail(w, r, err)
		}
		return true
	}
	if isPartnerPath(v.path) {
		refused := refusal(http.StatusServiceUnavailable, "unavailable", said)
		refused.retry = noRoomRetry
		refused.write(w)
		return true
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(noRoomRetry/time.Second)))
	problemFor(http.StatusServiceUnavailable, "no-room", said).write(w)
	return true
}
