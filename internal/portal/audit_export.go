package portal

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// AuditLine is an entry in a file. What goes into its hash stands in it as it
// was hashed: Data as text, the time in microseconds.
type AuditLine struct {
	Account string `json:"account"`
	Seq     int64  `json:"seq"`
	At      string `json:"at"`     // RFC 3339, UTC
	Micros  int64  `json:"micros"` // the same, since 1970
	Actor   string `json:"actor"`
	Act     string `json:"act"`
	Kind    string `json:"kind"`
	Object  string `json:"object"`
	Data    string `json:"data"`
	Prev    string `json:"prev"` // hash of the entry before, hex; empty for the first
	Hash    string `json:"hash"`
}

// auditEnd is the last line of a file: without it, the file is cut.
type auditEnd struct {
	End     bool   `json:"end"`
	Account string `json:"account"`
	Entries int64  `json:"entries"` // in this file
	HeadSeq int64  `json:"headSeq"` // of the trail when the file was begun
	Head    string `json:"head"`
}

func lineOf(e ChainedEntry) AuditLine {
	return AuditLine{
		Account: e.Account, Seq: e.Seq, At: e.At.UTC().Format(time.RFC3339Nano), Micros: e.At.UnixMicro(), Actor: e.Actor, Act: e.Act,
		Kind: e.Kind, Object: e.Object, Data: e.Data, Prev: hex.EncodeToString(e.Prev), Hash: hex.EncodeToString(e.Hash),
	}
}

// Genuine reports whether an entry in a file is one that this installation
// wrote, behind the entry it names. Damaged hex is not genuine.
func (s *Service) Genuine(l AuditLine) bool {
	prev, err1 := hex.DecodeString(l.Prev)
	hash, err2 := hex.DecodeString(l.Hash)
	if err1 != nil || err2 != nil {
		return false
	}
	return s.vault.wrote(prev, Entry{
		Account: l.Account, Seq: l.Seq, At: time.UnixMicro(l.Micros), Actor: l.Actor, Act: l.Act, Kind: l.Kind, Object: l.Object, Data: l.Data, Hash: hash,
	})
}

// RecordAuditExport notes in a trail that it is taken away, before it is.
func (s *Service) RecordAuditExport(ctx context.Context, by Actor, account string, format ExportFormat) error {
	if format != ExportCSV && format != ExportNDJSON {
		return ErrFormat
	}
	return s.Record(ctx, Entry{
		Account: account, Actor: string(by), Act: "audit.exported", Kind: "audit", Object: account,
		Data: facts(map[string]any{"format": string(format)}),
	})
}

// ExportAudit writes one account's trail, as far as a filter wants it, the
// oldest entry first, page by page. As NDJSON it ends with a line that says how
// many there were.
func (s *Service) ExportAudit(ctx context.Context, w io.Writer, account string, format ExportFormat, f AuditFilter) error {
	headSeq, head, err := s.store.AuditHead(ctx, account)
	if err != nil {
		return fmt.Errorf("audit head of %q: %w", account, err)
	}
	end := auditEnd{End: true, Account: account, HeadSeq: headSeq, Head: hex.EncodeToString(head)}
	write, finish, err := auditWriter(w, format)
	if err != nil {
		return err
	}
	f.Limit, f.Behind = exportPage, AuditPlace{}
	for {
		page, err := s.store.AuditLines(ctx, account, f)
		if err != nil {
			return fmt.Errorf("audit trail of %q: %w", account, err)
		}
		for _, e := range page {
			if err := write(lineOf(e)); err != nil {
				return fmt.Errorf("write export: %w", err)
			}
			end.Entries++
			f.Behind = AuditPlace{At: e.At, Account: account, Seq: e.Seq}
		}
		if len(page) < exportPage {
			return finish(end)
		}
	}
}

func auditWriter(w io.Writer, format ExportFormat) (write func(AuditLine) error, finish func(auditEnd) error, err error) {
	switch format {
	case ExportNDJSON:
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		return func(l AuditLine) error { return encoder.Encode(l) }, func(e auditEnd) error { return encoder.Encode(e) }, nil
	case ExportCSV:
		file := csv.NewWriter(w)
		write = func(l AuditLine) error {
			row := []string{l.Account, strconv.FormatInt(l.Seq, 10), l.At, l.Actor, l.Act, l.Kind, l.Object, l.Data, l.Hash}
			for i := range row {
				row[i] = Inert(row[i])
			}
			return file.Write(row)
		}
		finish = func(auditEnd) error { file.Flush(); return file.Error() }
		return write, finish, file.Write([]string{"account", "seq", "at", "actor", "act", "kind", "object", "data", "hash"})
	}
	return nil, nil, ErrFormat
}
