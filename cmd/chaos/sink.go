package main

import (
	"bufio"
	"io"
	"net"
	"net/textproto"
	"sync"

	"github.com/emersion/go-smtp"
)

// sink is a mail server that takes what it is given and remembers it.
type sink struct {
	url string // for LATCHKEY_SMTP_URL

	mu    sync.Mutex
	taken map[string]int // mails that were answered with 250, by Message-ID
	fault func(stage, messageID, to string) error
}

// The stages of a mail at which a sink may fail it.
const (
	atRecipient = "RCPT" // messageID is empty
	atData      = "DATA" // the mail was read, and is not kept
	afterData   = "250"  // the mail was kept, the answer is an error
)

// sink starts a mail server. fault, which may be nil, says how a stage of a
// mail ends; it may be called by several at once.
func (l *lab) sink(fault func(stage, messageID, to string) error) (*sink, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	if fault == nil {
		fault = func(string, string, string) error { return nil }
	}
	s := &sink{url: "smtp://" + listener.Addr().String() + "?starttls=off", taken: map[string]int{}, fault: fault}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &sinkSession{sink: s}, nil }))
	server.Domain = "sink.example"
	go func() { _ = server.Serve(listener) }() // it returns when it is closed
	l.undo(func() {
		_ = server.Close()
		_ = listener.Close() // Close knows the listener only once Serve has begun
	})
	return s, nil
}

// counts are how many mails were taken, and how often one came again.
func (s *sink) counts() (mails, doubles int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.taken {
		mails++
		doubles += n - 1
	}
	return mails, doubles
}

// sinkSession is one mail at a time.
type sinkSession struct {
	sink *sink
	to   string
}

func (s *sinkSession) Mail(string, *smtp.MailOptions) error { return nil }

func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return s.sink.fault(atRecipient, "", to)
}

func (s *sinkSession) Data(r io.Reader) error {
	head, err := textproto.NewReader(bufio.NewReader(r)).ReadMIMEHeader()
	if err != nil && head == nil {
		return err
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	id := head.Get("Message-Id")
	if err := s.sink.fault(atData, id, s.to); err != nil {
		return err
	}
	s.sink.mu.Lock()
	s.sink.taken[id]++
	s.sink.mu.Unlock()
	return s.sink.fault(afterData, id, s.to)
}

func (s *sinkSession) Reset() { s.to = "" }

func (s *sinkSession) Logout() error { return nil }
