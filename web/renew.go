package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// lapsed answers a genuine link that is over: expired, replaced or turned off,
// and the form on its page that asks for a new one.
func (s *server) lapsed(w http.ResponseWriter, r *http.Request, p link.Path, adm portal.Admission) error {
	email, err := s.Portal.Renewable(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	l := lapsedView{frame: s.frameOf(adm.Account), adm: adm, now: s.Portal.Now(), email: email, post: pageTarget(r, p, adm)}
	if adm.Standing == portal.Withdrawn {
		return s.answer(w, r, l.withdrawn())
	}
	if r.Method == http.MethodPost && r.PostForm.Get("ask") == "new-link" {
		return s.renew(w, r, adm, l)
	}
	if r.Method == http.MethodPost && r.PostForm.Has("decision") && p.Kind == link.Approve && adm.Standing == portal.Expired {
		l.late = true
		if err := s.Portal.ReportLapse(r.Context(), adm.Grant); err != nil {
			return err
		}
	}
	if s.asked(adm.Grant, visitOf(r).query) && email != "" {
		return s.answer(w, r, l.checkEmail())
	}
	if adm.Standing == portal.Superseded {
		return s.answer(w, r, l.superseded())
	}
	return s.answer(w, r, l.expired())
}

// pageTarget is the link to the page, also from the PDF or legacy path: bytes
// take no forms.
func pageTarget(r *http.Request, p link.Path, adm portal.Admission) string {
	return "/" + adm.Account.Slug + "/" + string(p.Kind) + "/" + p.ID + "?" + ownQuery(r, adm)
}

// ownQuery is the link's query without what others added on its way (utm_…),
// and without the token of an earlier answer: none of it is ever shown again.
func ownQuery(r *http.Request, adm portal.Admission) string {
	return link.Own(visitOf(r).query, adm.Grant.Kind())
}

// renew has a link mailed to the address on file. The answer is the same in
// every case, and a GET, so that reload and Back are safe.
func (s *server) renew(w http.ResponseWriter, r *http.Request, adm portal.Admission, l lapsedView) error {
	if !s.asking.allow(visitOf(r).address, s.Portal.Now()) {
		return s.answer(w, r, tooManyTries(s.asking.retry))
	}
	if err := s.Portal.Renew(r.Context(), adm.Grant); err != nil {
		return err
	}
	return s.seeOther(w, r, l.post+"&"+askedName+"="+askedToken(s.FormKey, adm.Grant, s.Portal.Now().Unix()))
}

// askedName is the query name of the token that stands for "you have asked": a
// time and its MAC, so that nobody can make the page claim a mail that was
// never asked for.
const askedName = "asked"

// askedLife is how long the answer page stands in for the page of the link.
const askedLife = 15 * time.Minute

func askedToken(key []byte, g link.Grant, at int64) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("asked\n" + g.ID() + "\n" + g.Account() + "\n" + strconv.FormatInt(at, 10)))
	return strconv.FormatInt(at, 10) + "." + hex.EncodeToString(mac.Sum(nil)[:8])
}

// asked reads the token back; false: none, forged, or too old.
func (s *server) asked(g link.Grant, query string) bool {
	_, token, ok := strings.Cut(query, "&"+askedName+"=")
	if !ok {
		return false
	}
	number, _, _ := strings.Cut(token, ".")
	at, err := strconv.ParseInt(number, 10, 64)
	if err != nil || !s.underAFormKey(func(key []byte) bool { return hmac.Equal([]byte(token), []byte(askedToken(key, g, at))) }) {
		return false
	}
	age := s.Portal.Now().Sub(time.Unix(at, 0))
	return 0 <= age && age <= askedLife
}
