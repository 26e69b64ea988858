package store

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// micros is how a time is kept: microseconds UTC since 1970, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// at scans what micros wrote.
type at struct{ t *time.Time }

func (a at) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a time is kept as %T", src)
	}
	*a.t = time.Time{}
	if n != 0 {
		*a.t = time.UnixMicro(n).UTC()
	}
	return nil
}

// asJSON keeps a value as JSON text; to scan, v is a pointer.
type asJSON struct{ v any }

func (j asJSON) Value() (driver.Value, error) {
	b, err := json.Marshal(j.v)
	return string(b), err
}

func (j asJSON) Scan(src any) error {
	switch s := src.(type) {
	case string:
		return json.Unmarshal([]byte(s), j.v)
	case []byte:
		return json.Unmarshal(s, j.v)
	}
	return fmt.Errorf("JSON is kept as %T", src)
}

// blob keeps no bytes as empty bytes: a nil slice would be NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func scanString(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}
