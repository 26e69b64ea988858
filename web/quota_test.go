package web

import (
	"context"
	"testing"
	"time"
)

func TestAQuotaIsOverWhereItSaysItIs(t *testing.T) {
	at := time.Unix(1760000000, 0)
	q := newQuota(3, 5)
	take := func(wait time.Duration, ok bool) {
		t.Helper()
		if got, allowed := q.take("k", at); got != wait || allowed != ok {
			t.Errorf("at %s: %s %t, want %s %t", at, got, allowed, wait, ok)
		}
	}
	take(0, true)
	at = at.Add(15 * time.Second)
	take(0, true)
	take(0, true)
	take(45*time.Second, false) // until the first, of the first ten seconds, is over
	if _, other := q.take("other", at); !other {
		t.Error("another key is refused too")
	}
	at = at.Add(45 * time.Second)
	take(0, true)
	at = at.Add(time.Minute)
	take(0, true)
	at = at.Add(time.Minute)
	hour := time.Unix(1760000000, 0).Truncate(time.Minute).Add(time.Hour)
	take(hour.Sub(at), false)
	at = at.Add(hour.Sub(at))
	take(0, true)
	at = at.Add(-2 * time.Hour) // a clock that was set back refuses nobody for long
	take(0, true)
}

func TestTurnsAreForgottenWhenTheyAreOver(t *testing.T) {
	turns := newTurns()
	take := func(name string) func() {
		_, done, ok := turns.take(context.Background(), name, time.Minute)
		if !ok {
			t.Error("its turn did not come")
		}
		return done
	}
	done := take("a")
	second := make(chan struct{})
	go func() { defer close(second); take("a")() }()
	take("b")()
	select {
	case <-second:
		t.Error("two had one turn")
	default:
	}
	done()
	<-second
	if len(turns.held) != 0 {
		t.Errorf("%d turns are kept", len(turns.held))
	}
}
