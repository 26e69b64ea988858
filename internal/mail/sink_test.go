package mail

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// sink is a mail server in this process. Its answers may be changed between mails.
type sink struct {
	addr *net.TCPAddr

	mu       sync.Mutex
	mails    []received
	commands int // MAIL commands seen
	signedOn int
	onRcpt   error
	onData   error
	onMail   error
}

type received struct {
	from string
	to   []string
	body []byte
}

type sinkOptions struct {
	startTLS *tls.Config
	tls      *tls.Config // from the first byte
	password string      // asks for a sign-in
	insecure bool        // offers it in clear too, at an address that go-mail does not take for local
}

func newSink(t *testing.T, o sinkOptions) *sink {
	t.Helper()
	s := &sink{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		if o.password != "" {
			return &authSession{sinkSession: sinkSession{sink: s}, password: o.password}, nil
		}
		return &sinkSession{sink: s}, nil
	}))
	server.Domain = "sink.example"
	server.TLSConfig = o.startTLS
	server.ErrorLog = nullLog{}
	host := "127.0.0.1"
	if o.insecure {
		host, server.AllowInsecureAuth = "127.0.0.2", true
	}
	l, err := net.Listen("tcp", host+":0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().(*net.TCPAddr)
	if o.tls != nil {
		l = tls.NewListener(l, o.tls)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		_ = l.Close() // Close knows the listener only once Serve has begun
		<-done
	})
	return s
}

func (s *sink) server(e Encryption) Server {
	return Server{Host: s.addr.IP.String(), Port: s.addr.Port, Encryption: e}
}

func (s *sink) all() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received(nil), s.mails...)
}

// answer sets what the server says from now on.
func (s *sink) answer(onMail, onRcpt, onData error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onMail, s.onRcpt, s.onData = onMail, onRcpt, onData
}

type sinkSession struct {
	sink *sink
	now  received
}

func (s *sinkSession) Mail(from string, _ *smtp.MailOptions) error {
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	s.sink.commands++
	s.now = received{from: from}
	return s.sink.onMail
}

func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	s.now.to = append(s.now.to, to)
	return s.sink.onRcpt
}

func (s *sinkSession) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	if s.sink.onData != nil {
		return s.sink.onData
	}
	s.now.body = body
	s.sink.mails = append(s.sink.mails, s.now)
	return nil
}

func (s *sinkSession) Reset()        { s.now = received{} }
func (s *sinkSession) Logout() error { return nil }

type authSession struct {
	sinkSession
	password string
}

func (s *authSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *authSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "robot@acme.example" || password != s.password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8},
				Message: "no sign-in for robot@acme.example"}
		}
		s.sink.mu.Lock()
		defer s.sink.mu.Unlock()
		s.sink.signedOn++
		return nil
	}), nil
}

type nullLog struct{}

func (nullLog) Printf(string, ...any) {}
func (nullLog) Println(...any)        {}

// certificate returns a server's TLS settings and a client's that trusts it.
func certificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		&tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
}

// silent is a server that takes connections, says what it is told to and then
// nothing more. It returns what it was sent once the connection ends.
func silent(t *testing.T, greeting string) (addr *net.TCPAddr, heard func() []byte) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan []byte, 1)
	go func() {
		var b bytes.Buffer
		defer func() { got <- b.Bytes() }()
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, greeting)
		_, _ = io.Copy(&b, conn) // ends with the connection, however that ends
	}()
	t.Cleanup(func() { l.Close() })
	return l.Addr().(*net.TCPAddr), func() []byte { return <-got }
}
