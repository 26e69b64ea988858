package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// secretPrefix stands before the base64 of a secret in the form of Standard
// Webhooks.
const secretPrefix = "whsec_"

var errSecret = errors.New("there is no secret to sign with: make the endpoint a new one")

// keys are what signs: the bytes behind the secrets' texts.
func keys(secrets []string) ([][]byte, error) {
	var list [][]byte
	for _, s := range secrets {
		k, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s, secretPrefix))
		if err != nil || len(k) == 0 {
			return nil, errSecret // without the cause, which quotes the secret
		}
		list = append(list, k)
	}
	if len(list) == 0 {
		return nil, errSecret
	}
	return list, nil
}

// DefaultPrefix begins the header names of the t=…,v1=… style unless an
// endpoint has its own.
const DefaultPrefix = "X-Latchkey-"

var prefixShape = regexp.MustCompile(`^X(-[A-Za-z0-9]{1,20}){1,3}-$`)

// CheckPrefix says whether header names may begin like this: nil, or a sentence
// telling what to do. Only X- names, so that no header of HTTP itself can be
// set.
func CheckPrefix(prefix string) error {
	if !prefixShape.MatchString(prefix) {
		return errors.New("begin the header prefix with X- and end it with a hyphen, letters and digits between, like X-Latchkey-")
	}
	return nil
}

// letter is one try of a delivery, ready to be signed.
type letter struct {
	id, kind string
	body     []byte
	at       time.Time // of this try: receivers refuse old ones
	replay   bool
}

// sign returns the headers that prove where a letter comes from: one signature
// per key, the current one first.
func sign(style portal.EndpointStyle, prefix string, keys [][]byte, l letter) http.Header {
	if style == portal.TimedStyle {
		return signTimed(prefix, keys, l)
	}
	return signStandard(keys, l)
}

// signStandard follows Standard Webhooks: base64 over "id.timestamp.body".
func signStandard(keys [][]byte, l letter) http.Header {
	t := strconv.FormatInt(l.at.Unix(), 10)
	var list []string
	for _, k := range keys {
		list = append(list, "v1,"+base64.StdEncoding.EncodeToString(mac(k, l.id, ".", t, ".", string(l.body))))
	}
	h := http.Header{}
	h.Set("Webhook-Id", l.id)
	h.Set("Webhook-Timestamp", t)
	h.Set("Webhook-Signature", strings.Join(list, " "))
	if l.replay {
		h.Set("Webhook-Replay", "true")
	}
	return h
}

// signTimed is the style of one header "t=…,v1=…": hex over "t.body".
func signTimed(prefix string, keys [][]byte, l letter) http.Header {
	if prefix == "" {
		prefix = DefaultPrefix
	}
	t := strconv.FormatInt(l.at.Unix(), 10)
	signature := "t=" + t
	for _, k := range keys {
		signature += ",v1=" + hex.EncodeToString(mac(k, t, ".", string(l.body)))
	}
	h := http.Header{}
	h.Set(prefix+"Signature", signature)
	h.Set(prefix+"Timestamp", t)
	h.Set(prefix+"Event", l.kind)
	if l.replay {
		h.Set(prefix+"Replay", "true")
	}
	return h
}

func mac(key []byte, parts ...string) []byte {
	m := hmac.New(sha256.New, key)
	for _, p := range parts {
		m.Write([]byte(p))
	}
	return m.Sum(nil)
}
