package store_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

// TestAHostThatAnswersNothingIsGivenUpBeforeARequestIs: a machine that hangs takes
// connections and says nothing. Of several hosts the next is to be asked while
// there is time, which is ten seconds for a request.
func TestAHostThatAnswersNothingIsGivenUpBeforeARequestIs(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // the kernel takes connections for it
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	in, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	_, err = store.Open(in, "postgres://latchkey@"+silent.Addr().String()+"/latchkey?sslmode=disable")
	if !errors.Is(err, portal.ErrUnavailable) || in.Err() != nil {
		t.Errorf("have %v; the request's own time: %v", err, in.Err())
	}
}
