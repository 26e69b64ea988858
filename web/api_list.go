package web

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// page is a page of a list. Next is what the following page is asked for with;
// null on the last.
type page[T any] struct {
	Items []T     `json:"items" nullable:"false"`
	Next  *string `json:"next" doc:"Give it as after to get the next page; null: there is none."`
}

type listOf[T any] struct{ Body page[T] }

// Paging holds the parameters of every list.
type Paging struct {
	Limit int    `query:"limit" minimum:"1" default:"50" doc:"At most so many items; more than 1,000 are not given at once."`
	After string `query:"after" maxLength:"200" doc:"next of the page before."`
}

// maxPage is the longest page of a list.
const maxPage = 1000

func (p Paging) limit() int { return min(p.Limit, maxPage) }

// cut makes a page of one item more than was asked for.
func cut[S, T any](all []S, limit int, cursor func(S) string, show func(S) (T, error)) (*listOf[T], error) {
	out := &listOf[T]{page[T]{Items: []T{}}}
	if len(all) > limit {
		all = all[:limit]
		next := cursor(all[limit-1])
		out.Body.Next = &next
	}
	for _, s := range all {
		item, err := show(s)
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, item)
	}
	return out, nil
}

// placeText writes a place in a list that runs by time and id.
func placeText(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", at.UnixMicro(), id))
}

// cursor reads it back; empty is the first page's.
func (p Paging) cursor() (portal.Cursor, error) {
	if p.After == "" {
		return portal.Cursor{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(p.After)
	at, id, ok := strings.Cut(string(raw), " ")
	micros, bad := strconv.ParseInt(at, 10, 64)
	if err != nil || !ok || bad != nil || !plainText(id) {
		return portal.Cursor{}, unprocessable("query.after", "Give next of the page before.")
	}
	return portal.Cursor{At: time.UnixMicro(micros).UTC(), ID: id}, nil
}
