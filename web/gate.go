package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// customer is the door of every link: path grammar, method, cross-origin,
// query, checksum, lifetime, revoked, superseded, window. Only a good link gets
// to the page behind it.
func (s *server) customer(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r)
	if account, action, ok := statutoryPath(v.path); ok {
		return s.statutory(w, r, account, action)
	}
	path, ok := link.ParsePath(v.path)
	if !ok {
		return s.answer(w, r, notFound())
	}
	if allow := allowed(path); !slices.Contains(allow, r.Method) {
		w.Header().Set("Allow", strings.Join(allow, ", "))
		return s.answer(w, r, wrongMethod())
	}
	if r.Method == http.MethodPost {
		if n := s.readable(w, r); n != nil {
			return s.answer(w, r, *n)
		}
	}
	adm, err := s.Portal.Admit(r.Context(), path, v.query)
	if err != nil {
		return err
	}
	v.opens(adm)
	if wait, ok := s.opened(r, adm.Grant); !ok {
		s.slowDown(w, r, shedLink, wait)
		return nil
	}
	if adm.Standing == portal.Good {
		return s.open(w, r, path, adm)
	}
	return s.turnAway(w, r, path, adm)
}

// allowed lists the methods of a path. A page takes the form that asks for a
// new link; bytes are only read.
func allowed(p link.Path) []string {
	if p.Form != link.Page || p.Legacy {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{http.MethodGet, http.MethodHead, http.MethodPost}
}

// maxForm and maxDeskForm are the largest forms in bytes: of a page that anybody
// opens, and of the desk, where people write more. A letter of another script
// than Latin takes nine bytes in a form.
const (
	maxForm     = 8 << 10
	maxDeskForm = 64 << 10
)

// opened counts that a genuine link was opened, or pressed on, and says how long
// to wait where that was once too often. A mail program that checks links, or a
// page that is loaded over and over, is held back by it; wrong links are counted
// by visitor (answerWrong), since anybody can make as many as they like.
func (s *server) opened(r *http.Request, g link.Grant) (wait time.Duration, ok bool) {
	v := visitOf(r)
	if g == (link.Grant{}) || s.Limits.spares(v.address) || v.counted {
		return 0, true
	}
	v.counted = true // one that came too late is looked at anew, and is still one
	rates := s.opens
	if r.Method == http.MethodPost {
		rates = s.posts
	}
	b := rates.Take(g.Account()+"\n"+string(g.Kind())+"\n"+g.ID(), s.Limits.Now())
	return b.Wait, b.OK
}

func formLimit(path string) int64 {
	if strings.HasPrefix(path, "/admin/") && path != "/admin/sign-in" {
		return maxDeskForm
	}
	return maxForm
}

// readable refuses a POST that no form of ours can have sent, and reads the
// others into r.PostForm.
func (s *server) readable(w http.ResponseWriter, r *http.Request) *notice {
	refuse := func(n notice) *notice { return &n }
	if s.cross.Check(r) != nil {
		return refuse(crossSite())
	}
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		return refuse(unsupported())
	}
	r.Body = http.MaxBytesReader(w, r.Body, formLimit(visitOf(r).path))
	var large *http.MaxBytesError
	if err := r.ParseForm(); errors.As(err, &large) {
		return refuse(tooLarge())
	} else if err != nil {
		return refuse(unsupported())
	}
	return nil
}

// open shows the page of a good link.
func (s *server) open(w http.ResponseWriter, r *http.Request, p link.Path, adm portal.Admission) error {
	err := s.behind(w, r, p, adm)
	if errors.Is(err, portal.ErrNotFound) {
		return s.answer(w, r, unknownObject(s.frameOf(adm.Account), adm))
	}
	return err
}

// behind is the page of a kind. ErrNotFound: there is nothing to show on it.
func (s *server) behind(w http.ResponseWriter, r *http.Request, p link.Path, adm portal.Admission) error {
	switch p.Kind {
	case link.Approve:
		return s.approval(w, r, adm)
	case link.Invoice:
		if p.Form != link.Page || p.Legacy {
			return s.invoiceFile(w, r, p, adm)
		}
		return s.invoice(w, r, adm)
	case link.Confirmation:
		return s.confirmation(w, r, adm)
	case link.Quote:
		return s.quote(w, r, adm)
	case link.Redo:
		return s.redo(w, r, adm)
	}
	kind, err := s.billedOf(r.Context(), adm)
	if err != nil {
		return err
	}
	return s.deed(w, r, adm, kind)
}

// turnAway answers a link that does not open.
func (s *server) turnAway(w http.ResponseWriter, r *http.Request, p link.Path, adm portal.Admission) error {
	switch adm.Standing {
	case portal.Damaged:
		return s.answerDamaged(w, r, adm)
	case portal.Tampered:
		return s.answerWrong(w, r, tampered())
	case portal.Policy:
		return s.answer(w, r, overPolicy(p.Kind, adm.Reversed))
	case portal.NotYet:
		return s.tooEarly(w, r, adm)
	case portal.WasApproved, portal.WasDeclined, portal.IsBlocked:
		return s.answered(w, r, adm)
	case portal.WasAnswered:
		return s.quoteOver(w, r, adm)
	case portal.Forgotten:
		return s.answer(w, r, lostLink(s.frameOf(adm.Account), adm))
	}
	return s.lapsed(w, r, p, adm)
}

// answerWrong answers a wrong checksum, and counts it: it may be a guess.
func (s *server) answerWrong(w http.ResponseWriter, r *http.Request, n notice) error {
	if wait := s.failing.Strike(limit.Network(visitOf(r).address), s.Portal.Now()); wait > 0 {
		n = tooManyTries(wait)
		s.shed(shedChecksum)
	}
	return s.answer(w, r, n)
}

// answerDamaged sends the visitor of a repaired link on to the clean one. A
// form is not sent on: what it carried was meant for another address. A wrong
// checksum under the damage counts as one without damage does.
func (s *server) answerDamaged(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	if adm.Repaired != "" && r.Method != http.MethodPost {
		return s.seeOther(w, r, visitOf(r).path+"?"+adm.Repaired)
	}
	if adm.Guessed {
		return s.answerWrong(w, r, damaged())
	}
	return s.answer(w, r, damaged())
}

// seeOther redirects within this site. target is a path and query that a check
// has accepted.
func (s *server) seeOther(w http.ResponseWriter, r *http.Request, target string) error {
	visitOf(r).page = "redirect"
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}
