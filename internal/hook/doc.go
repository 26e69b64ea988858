// Package hook signs events and posts them to the endpoints that asked for
// them, one try at a time.
//
// An endpoint's address was typed by somebody outside, so a post is bounded in
// every way: https only, public addresses only, checked when the connection is
// made and not before (a name may lead elsewhere a second later), no proxy, no
// redirect, ten seconds, a few kilobytes of answer. What a receiver answers is
// neither kept nor shown; only its status is.
//
// It leaves out which delivery is due, when it is tried again and when an
// endpoint is given up: see internal/outbox. What receivers are told stands in
// docs/webhooks.md.
//
// Use: CheckURL and CheckPrefix before an endpoint is kept, NewSecret for its
// secret, and one Poster per program, handed to outbox.NewHooks.
package hook
