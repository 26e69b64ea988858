package store_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// A new column of sealed values that the change of the master key leaves out
// would be lost with the old key.
func TestEveryColumnOfSealedValuesIsAPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	storetest.Open(t, "sqlite:"+path)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var columns int
	err = db.QueryRowContext(ctx, `
		select count(*) from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.name like '%sealed%'`).Scan(&columns)
	if err != nil {
		t.Fatal(err)
	}
	if places := portal.SealedPlaces(); columns != len(places) || columns != len(slices.Compact(slices.Sorted(slices.Values(places)))) {
		t.Errorf("%d columns are called sealed…, %d places are gone through", columns, len(places))
	}
}
