package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheReadPoolCannotWrite(t *testing.T) {
	ctx := context.Background()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	if err := Init(ctx, dsn); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.read.db.ExecContext(ctx, `delete from account`)
	if err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("the read pool wrote: %v", err)
	}
}

func TestEveryConnectionHasItsSettings(t *testing.T) {
	ctx := context.Background()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "latchkey.db")
	if err := Init(ctx, dsn); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n := s.write.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d connections write", n)
	}
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "5000",
	} {
		var read, write string
		if err := s.read.db.QueryRowContext(ctx, "pragma "+pragma).Scan(&read); err != nil {
			t.Fatal(err)
		}
		if err := s.write.QueryRowContext(ctx, "pragma "+pragma).Scan(&write); err != nil {
			t.Fatal(err)
		}
		if read != want || write != want {
			t.Errorf("%s is %s for reads and %s for writes, want %s", pragma, read, write, want)
		}
	}
}
