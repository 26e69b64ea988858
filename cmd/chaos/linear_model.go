package main

import "github.com/anishathalye/porcupine"

// did is what somebody did to a link.
type did struct {
	name    string // approve, decline, reissue, read
	attempt int64  // of the link, or the one that whoever reissues has seen
}

// oneTime is a link as a sequence of operations sees it.
type oneTime struct {
	status  string
	attempt int64
}

// oneTimeLink is what the answers have to be explained by.
var oneTimeLink = porcupine.Model{
	Init: func() any { return oneTime{"pending", 1} },
	Step: func(state, input, output any) (bool, any) {
		want, next := state.(oneTime).after(input.(did))
		return output == want, next
	},
}

// after is what an operation is answered with, and what is saved then.
func (s oneTime) after(op did) (string, oneTime) {
	switch op.name {
	case "read":
		return s.page(op.attempt), s
	case "reissue":
		if s.status == "approved" || op.attempt != s.attempt {
			return "not", s
		}
		return "done", oneTime{"pending", s.attempt + 1}
	}
	to := wants[op.name]
	switch {
	case s.status == to:
		return "saved", s
	case s.status != "pending":
		return "other", s
	case op.attempt != s.attempt:
		return "superseded", s
	}
	return "saved", oneTime{to, s.attempt}
}

// page is the page of an attempt's link.
func (s oneTime) page(attempt int64) string {
	switch {
	case s.status == "approved":
		return "used"
	case s.status == "declined":
		return "declined"
	case attempt < s.attempt:
		return "superseded"
	}
	return "question"
}
