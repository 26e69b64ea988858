package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Formats of bulk imports.
const (
	NDJSON = "ndjson"
	CSV    = "csv"
)

// OpenRows reads a bulk import row by row, in memory that does not grow with
// the file. The error, and that of Next, is a Refusal of the whole file; what is
// wrong with one row stands in the row. It is a portal.OpenRows.
func OpenRows(account, format string, body io.Reader) (portal.Rows, error) {
	in := bufio.NewReaderSize(body, 64<<10)
	if err := skipMark(in); err != nil {
		return nil, err
	}
	switch format {
	case NDJSON:
		return &lines{account: account, in: in}, nil
	case CSV:
		return openTable(account, in)
	}
	return nil, Refusal{fmt.Sprintf("the format is %q; it is ndjson or csv", shorten(format))}
}

// skipMark takes the byte order mark of UTF-8 away, and refuses that of UTF-16.
func skipMark(in *bufio.Reader) error {
	head, err := in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read import: %w", err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = in.Discard(3) // peeked
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return Refusal{"the file is UTF-16; save it as UTF-8 and send it again"}
	}
	return nil
}

// notUTF8 is the reason for what is in an older encoding.
const notUTF8 = "not UTF-8; the file may be Latin-1 or Windows-1252: save it as UTF-8 and send it again"

// lines reads NDJSON: one object on each line, empty lines left out.
type lines struct {
	account string
	in      *bufio.Reader
	line    int64
}

func (l *lines) Next() (portal.Row, error) {
	for {
		line, long, err := readLine(l.in, MaxRecord)
		if err != nil {
			return portal.Row{}, err
		}
		l.line++
		if line = bytes.TrimSpace(line); len(line) > 0 || long {
			return l.row(line, long), nil
		}
	}
}

func (l *lines) row(line []byte, long bool) portal.Row {
	row := portal.Row{Number: l.line}
	switch {
	case long:
		row.Err = Refusal{"the line is longer than 1 MiB"}
	case !utf8.Valid(line):
		row.Err = Refusal{"the line is " + notUTF8}
	default:
		row.Record, row.Err = ReadRecord(l.account, line)
		row.Type, row.ID = headOf(line)
	}
	return row
}

// readLine reads up to the next line feed. What is longer than most is read
// over, and long.
func readLine(in *bufio.Reader, most int) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > most {
			line, long = nil, true
		} else if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (len(line) > 0 || long):
			return line, long, nil
		}
		return line, long, err
	}
}

// FormatOf tells the format of a bulk import by its first character: NDJSON
// begins with an object.
func FormatOf(body []byte) string {
	if bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))), []byte("{")) {
		return NDJSON
	}
	return CSV
}
