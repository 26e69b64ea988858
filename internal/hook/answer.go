package hook

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/latchkey-portal/latchkey/internal/outbox"
)

// What a receiver may ask for when it is busy.
const (
	minPause = time.Minute
	maxPause = 24 * time.Hour
)

// judge says what a status means. Only 2xx is success.
func judge(status int, retryAfter string, now time.Time) outbox.Answer {
	a := outbox.Answer{Status: status}
	switch {
	case status >= 200 && status < 300:
		return a
	case status >= 300 && status < 400:
		a.Error = fmt.Sprintf("answered %d: redirects are not followed, give the final address", status)
	case status == http.StatusGone:
		a.Gone, a.Error = true, "answered 410: it wants no more deliveries"
	case busy(status):
		a.Pause = pause(retryAfter, now)
		a.Error = fmt.Sprintf("answered %d: it is busy", status)
	default:
		a.Error = fmt.Sprintf("answered %d", status)
	}
	return a
}

func busy(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// pause reads Retry-After (RFC 9110 10.2.3): seconds or a date, kept between
// minPause and maxPause; what cannot be read is minPause.
func pause(retryAfter string, now time.Time) time.Duration {
	if s, err := strconv.ParseUint(retryAfter, 10, 32); err == nil {
		return min(max(time.Duration(s)*time.Second, minPause), maxPause)
	}
	if t, err := http.ParseTime(retryAfter); err == nil {
		return min(max(t.Sub(now), minPause), maxPause)
	}
	return minPause
}

var errAddress = errors.New("the address cannot be read")

// inWords says why no answer came. The words are ours: an error of the network
// can quote the address with its query, where some keep a password, and tell a
// stranger what our network looks like.
func inWords(err error) string {
	var name *net.DNSError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, errGuarded):
		return "the name leads to a private, local or reserved address: it must lead to a public one"
	case errors.As(err, &name) && name.IsNotFound:
		return "the name does not exist"
	case errors.Is(err, context.Canceled):
		return "we were stopped before it answered"
	case timedOut(err):
		return "no answer within " + strconv.Itoa(int(allowed.Seconds())) + " seconds"
	case errors.As(err, &name):
		return "the name could not be looked up"
	case errors.As(err, &cert):
		return inWordsOfTLS(cert)
	case errors.As(err, &record):
		return "it does not speak TLS on that port"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "the address cannot be reached"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "it closed the connection without an answer"
	}
	return "its answer was not understood: no valid TLS or HTTP, or headers over 16 KiB"
}

func timedOut(err error) bool {
	var n net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n) && n.Timeout()
}

func inWordsOfTLS(err *tls.CertificateVerificationError) string {
	var host x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &host):
		return "its certificate is for another name"
	case errors.As(err, &unknown):
		return "its certificate comes from an authority that is not trusted: is the chain complete?"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "its certificate has expired or is not valid yet"
	}
	return "its certificate is not valid"
}
