package store_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func TestSQLiteKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) portal.Store { return storetest.SQLite(t) })
}

func TestPostgresKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) portal.Store { return storetest.Postgres(t) })
}
